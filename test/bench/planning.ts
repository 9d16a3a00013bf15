import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { calendar } from '../../src/time/calendar.ts'
import type { Calendar } from '../../src/time/calendar.ts'
import { occurrencesBetween } from '../../src/time/recurrence.ts'
import { scheduleSchema } from '../../src/time/schedule.ts'
import type { Schedule } from '../../src/time/schedule.ts'
import { weekdays } from '../../src/time/weekday.ts'
import { instantOf } from '../../src/time/zone.ts'

type Planning = {
  name: string
  /** The whole year, cold: holidays and patterns are worked out within it. */
  seconds: number
  occurrences: number
  /** What is still held after the last tenth of the rituals beyond what was held after the first. */
  heapGrowthMB: number
  /** Plain Temporal, without recurrence rules and holidays, for the same number of occurrences. */
  floor: { name: string; seconds: number }
  ratio: number
}

const rituals = 10_000
const slices = 10
const from = Temporal.PlainDate.from('2026-12-01')
const until = Temporal.PlainDate.from('2027-12-01')

const zones = [
  'Europe/Berlin',
  'Europe/London',
  'Europe/Lisbon',
  'Europe/Kyiv',
  'America/New_York',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
]
const regions = ['NI', 'SH', 'HH', 'HB', 'NW', 'BY', 'BE', 'SN']
const policies = ['skip', 'next', 'previous'] as const

/**
 * The occurrences of one year for 10,000 weekly rituals, each resolved to instants in a member's zone, beside plain
 * Temporal doing no more than counting weeks and resolving zones.
 */
export async function planningBench(): Promise<Planning> {
  const collect = garbageCollector()
  const calendars = regions.map(calendarOf)
  const schedules = Array.from({ length: rituals }, (_, index) => scheduleOf(index))
  let occurrences = 0
  let seconds = 0
  const held: number[] = []
  for (let slice = 0; slice < slices; slice += 1) {
    const begun = performance.now()
    for (let index = slice; index < rituals; index += slices) {
      occurrences += plan(schedules[index]!, calendars[index % calendars.length]!, zones[index % zones.length]!)
    }
    seconds += (performance.now() - begun) / 1000
    collect()
    held.push(process.memoryUsage().heapUsed)
  }
  const floor = { name: 'plain Temporal: add 7 days, toZonedDateTime, toInstant', seconds: floorSeconds(occurrences) }
  const heapGrowthMB = (held.at(-1)! - held[0]!) / 1e6
  return {
    name: 'planning a year of 10,000 weekly rituals',
    seconds,
    occurrences,
    heapGrowthMB,
    floor,
    ratio: seconds / floor.seconds,
  }
}

function plan(schedule: Schedule, work: Calendar, zone: string): number {
  let count = 0
  let last = 0
  for (const { local } of occurrencesBetween(schedule, work, from, until)) {
    last = Math.max(last, instantOf(local, zone).epochMilliseconds)
    count += 1
  }
  if (last === 0) throw new Error('a weekly ritual without a single occurrence in a year')
  return count
}

/** Every weekday and every 5 minutes of the day, in turn: 1440 combinations, with three policies and a dozen zones. */
function scheduleOf(index: number): Schedule {
  const minute = (index * 5) % (24 * 60)
  const at = new Temporal.PlainTime(Math.floor(minute / 60), minute % 60).toString({ smallestUnit: 'minute' })
  const on = weekdays[Math.floor(index / 288) % 5]
  return scheduleSchema.parse({ every: 'week', on, at, onHoliday: policies[index % policies.length] })
}

function calendarOf(region: string): Calendar {
  const workWeek = weekdays.slice(0, 5)
  return calendar({ country: 'DE', region, workWeek, workingHours: { from: '08:00', until: '18:00' } })
}

function floorSeconds(occurrences: number): number {
  const begun = performance.now()
  let last = 0
  for (let done = 0; done < occurrences;) {
    let local = from.toPlainDateTime(new Temporal.PlainTime(9))
    const zone = zones[done % zones.length]!
    for (let week = 0; week < 52 && done < occurrences; week += 1) {
      local = local.add({ days: 7 })
      last = Math.max(last, local.toZonedDateTime(zone).toInstant().epochMilliseconds)
      done += 1
    }
  }
  if (last === 0) throw new Error('the floor has planned nothing')
  return (performance.now() - begun) / 1000
}

/** Node's own collector: without it the heap shows what is not swept yet rather than what is held. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

if (import.meta.main) console.log(JSON.stringify(await planningBench(), null, 2))
