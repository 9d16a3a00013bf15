import { createCalendars } from '../engine/calendars.ts'
import type { Opening, Upcoming } from './forecast.ts'
import type { Manifest } from './schema.ts'
import { cityText, dateText, timeText } from './words.ts'

/** Whoever asks for years of a daily ritual gets the beginning and a count. */
const MOST = 400
const WIDTH = 116

/** 'Thu 3 Dec 10:00 · Thu 10 Dec 10:00 · Thu 24 Dec skipped (Heiligabend)', wrapped and indented. */
export function forecastLines(upcoming: readonly Upcoming[], manifest: Manifest, year: number): string[] {
  if (upcoming.length === 0) return ['    nothing in this time']
  const { organisation } = createCalendars(manifest)
  const why: Why = (date) => organisation.holidayName(date, manifest.organisation.language) ?? 'no working day'
  const shown = upcoming.slice(0, MOST).map((one) => occurrenceText(one, why, year))
  if (upcoming.length > MOST) shown.push(`${upcoming.length - MOST} more`)
  return wrapped(shown)
}

function wrapped(items: readonly string[]): string[] {
  const lines: string[] = []
  for (const item of items) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + item.length + 3 <= WIDTH) lines[lines.length - 1] = `${last} · ${item}`
    else lines.push(`    ${item}`)
  }
  return lines
}

/** Why a date is a day off. */
type Why = (date: Temporal.PlainDate) => string

function occurrenceText(one: Upcoming, why: Why, year: number): string {
  const day = dateText(one.local.toPlainDate(), year)
  if (one.skipped?.reason === 'same-time') return `${day} skipped (another one was moved there)`
  if (one.skipped) return `${day} skipped (${why(one.local.toPlainDate())})`
  const notes = [
    ...(one.moved ? [`moved from ${dateText(one.moved.from, year)}, ${why(one.moved.from)}`] : []),
    ...(one.isOneMoment ? otherClocks(one.openings) : []),
    ...shiftNotes(one),
    ...clockNotes(one.openings),
    ...one.off.map(({ unit, holiday, people }) => `${people} off in ${unit}: ${holiday}`),
  ]
  const text = `${day} ${timeText(one.local.toPlainTime())}`
  return notes.length === 0 ? text : `${text} (${notes.join('; ')})`
}

/** One moment on the clocks of those elsewhere: '09:00 Lisbon', with the weekday where it is another one. */
function otherClocks([lead, ...others]: readonly Opening[]): string[] {
  return others.map(({ at, zone }) => {
    const isOtherDay = lead !== undefined && !at.toPlainDate().equals(lead.at.toPlainDate())
    return `${isOtherDay ? `${dateText(at.toPlainDate(), at.year)} ` : ''}${timeText(at.toPlainTime())} ${cityText(zone)}`
  })
}

function shiftNotes({ local, openings }: Upcoming): string[] {
  const time = timeText(local.toPlainTime())
  return openings.flatMap(({ shift, zone, at }) => {
    const where = openings.length > 1 ? ` in ${cityText(zone)}` : ''
    if (shift === 'gap') return [`clocks change${where}: ${time} does not exist, runs ${timeText(at.toPlainTime())}`]
    return shift === 'repeated' ? [`clocks change${where}: ${time} comes twice, runs the first time`] : []
  })
}

/** The first occurrence after the clocks were put. Zones that were put alike share a note. */
function clockNotes(openings: readonly Opening[]): string[] {
  const put = openings.filter(({ clock, shift }) => clock !== 0 && shift === null)
  const amounts = [...new Set(put.map(({ clock }) => clock))]
  return amounts.map((minutes) => {
    const zones = put.filter(({ clock }) => clock === minutes).map(({ zone }) => cityText(zone))
    const where = zones.length === openings.length ? '' : ` in ${zones.join(', ')}`
    return `clocks have gone ${minutes > 0 ? 'forward' : 'back'} ${hoursText(Math.abs(minutes))}${where}`
  })
}

function hoursText(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
}
