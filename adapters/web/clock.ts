/** Where the clock should go, from what was asked: only ever forward, and never further than a year at once. */
import { type Fields, mayText } from './input.ts'
import { invalid, problem } from './problems.ts'

const FURTHEST = 366 * 24 * 3600 * 1000

export interface ClockFacts {
  now: string
  next: string | null
  /** The organisation's zone, in which a day is a day and a local time is meant. */
  zone: string
}

/**
 * @returns the goal as UTC text with milliseconds
 * @throws Problem 400 for what is no time, 409 for a time that has passed, 409 when nothing is to come
 */
export function clockGoal(fields: Fields, clock: ClockFacts): string {
  const given = ['to', 'by', 'next'].filter((name) => fields[name] !== undefined)
  if (given.length !== 1) throw invalid('to', 'Say where the clock should go: one of "to", "by" or "next".')
  const goal = goalOf(fields, clock)
  const distance = goal - Temporal.Instant.from(clock.now).epochMilliseconds
  if (distance < 0)
    throw problem(409, 'clock-backwards', 'The clock only goes forward; what happened, happened.', given[0])
  if (distance > FURTHEST)
    throw problem(409, 'clock-too-far', 'A year at once is the furthest the clock goes.', given[0])
  return new Date(goal).toISOString()
}

function goalOf(fields: Fields, clock: ClockFacts): number {
  if (fields['next'] !== undefined) return nextGoal(fields, clock)
  const zone = mayText(fields, 'zone') ?? clock.zone
  const by = mayText(fields, 'by')
  if (by !== undefined) return byGoal(by, clock.now, knownZone(zone))
  return toGoal(mayText(fields, 'to') ?? '', knownZone(zone))
}

function nextGoal(fields: Fields, clock: ClockFacts): number {
  if (fields['next'] !== true) throw invalid('next', '"next" can only be true.')
  if (clock.next === null) throw problem(409, 'nothing-next', 'Nothing is planned, so there is no next event.', 'next')
  return Math.max(instantOf(clock.next), instantOf(clock.now))
}

/** A day later is the same time of day, also over a night in which the clocks change. */
function byGoal(by: string, now: string, zone: string): number {
  const duration = attempt(() => Temporal.Duration.from(by))
  if (!duration || duration.sign < 0 || /[.,]/.test(by))
    throw invalid('by', '"by" should be a duration such as PT1H (an hour) or P1D (a day).')
  const goal = attempt(() => Temporal.Instant.from(now).toZonedDateTimeISO(zone).add(duration))
  if (!goal) throw problem(409, 'clock-too-far', 'A year at once is the furthest the clock goes.', 'by')
  return goal.epochMilliseconds
}

/** An instant (`2026-12-03T09:00:00Z`), or a local date or time (`2026-12-03`, `2026-12-03T10:00`). */
function toGoal(to: string, zone: string): number {
  const goal =
    attempt(() => Temporal.Instant.from(to).epochMilliseconds) ??
    attempt(() => Temporal.PlainDateTime.from(to).toZonedDateTime(zone).epochMilliseconds)
  if (goal === undefined)
    throw invalid('to', '"to" should be a time such as 2026-12-03T09:00:00Z, or a local one such as 2026-12-03T10:00.')
  return goal
}

function knownZone(zone: string): string {
  if (attempt(() => Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)) === undefined)
    throw invalid('zone', `"${zone}" is no time zone; write it like Europe/Berlin.`)
  return zone
}

const instantOf = (text: string): number => Temporal.Instant.from(text).epochMilliseconds

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
