/** The days these two can choose from, and the working day before the one they chose. */
import { type Appointment, dateIn, instantAt } from './appointment.ts'
import { daysAfter, lastDay } from './cadence.ts'
import { type Pair, zoneOf } from './pairs.ts'
import type { OneOnOneView } from './state.ts'

/** So many fit beside "another day". */
const OFFERED = 4
/** No run of days off is longer than this. */
const LOOK_BACK_DAYS = 21

/** The next days from tomorrow on on which both work, as instants of the proposed time. Today would leave no time for an agenda. */
export function offeredDays(view: OneOnOneView, pair: Pair): string[] {
  const { zone, time } = pair.facts
  const last = lastDay(view.occurrence.date)
  const found: string[] = []
  for (let date = dayAfterNow(view, pair); date <= last && found.length < OFFERED; date = daysAfter(date, 1)) {
    const startsAt = instantAt(date, time, zone)
    if (startsAt > view.now && bothWork(view, pair, startsAt)) found.push(startsAt)
  }
  return found
}

const dayAfterNow = ({ now }: OneOnOneView, { facts }: Pair): string => daysAfter(dateIn(now, facts.zone), 1)

/** When other days are offered than now: at tomorrow's beginning, on the member's clock; no more when all are over. */
export function nextOffer(view: OneOnOneView, pair: Pair): string[] {
  const tomorrow = dayAfterNow(view, pair)
  return tomorrow > lastDay(view.occurrence.date) ? [] : [instantAt(tomorrow, '00:00', pair.facts.zone)]
}

/** Whether both work on the day on which this instant falls for them. */
export const bothWork = (view: OneOnOneView, pair: Pair, at: string): boolean =>
  [pair.leader.id, pair.member.id].every((id) => view.worksOn(id, dateIn(at, zoneOf(pair, id))))

/**
 * The instant at which one of the two gets the agenda: on their last working day before the talk, at the manifest's time. A day that is
 * chosen later than that is told of at once, or, where they are off then, when they are back.
 */
export function agendaAt(view: OneOnOneView, pair: Pair, id: string, { startsAt, chosenAt, by }: Appointment): string {
  const zone = zoneOf(pair, id)
  const talkDay = dateIn(startsAt, zone)
  const before = lastWorkingDay(view, id, talkDay)
  const at = (day: string): string => instantAt(day, view.ritual.options.agendaAt, zone)
  const earliest = dateIn(chosenAt, zone)
  if (before >= earliest || by === null) return at(before)
  const back = at(nextWorkingDay(view, id, earliest, talkDay))
  return back < startsAt ? back : chosenAt
}

function lastWorkingDay(view: OneOnOneView, id: string, before: string): string {
  let day = daysAfter(before, -1)
  while (!view.worksOn(id, day) && day > daysAfter(before, -LOOK_BACK_DAYS)) day = daysAfter(day, -1)
  return day
}

/** The first day from `from` on on which somebody works; `until` where there is none before. */
export function nextWorkingDay(view: OneOnOneView, id: string, from: string, until: string): string {
  let day = from
  while (!view.worksOn(id, day) && day < until) day = daysAfter(day, 1)
  return day
}
