/** The one clock. Everything that asks for the time asks this. */
export interface Clock {
  now(): Temporal.Instant
}

export const systemClock: Clock = { now: () => Temporal.Now.instant() }

/** A clock that can be put ahead, for the playground; it goes on at the real pace from wherever it was put. */
export interface TravelClock extends Clock {
  /** Milliseconds ahead of the real time. */
  readonly ahead: number
  /** Puts the clock on `instant`; an instant in the past is refused with a RangeError. */
  travel(instant: Temporal.Instant): void
}

/** @param base the real time */
export function travelClock(ahead = 0, base: Clock = systemClock): TravelClock {
  let offset = ahead
  const now = (): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(base.now().epochMilliseconds + offset)
  return {
    now,
    get ahead() {
      return offset
    },
    travel(instant) {
      const step = instant.epochMilliseconds - now().epochMilliseconds
      if (step < 0) throw new RangeError('The clock only goes forward.')
      offset += step
    },
  }
}
