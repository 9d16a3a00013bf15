/** Teams' limits as sliding windows, counted on the double's own clock: 7 in a second, 8 in two, 60 in thirty, 1800 in an hour in one conversation, 50 a second for the bot. */
const CONVERSATION = [
  { most: 7, window: 1000 },
  { most: 8, window: 2000 },
  { most: 60, window: 30_000 },
  { most: 1800, window: 3_600_000 },
]
const TENANT = [{ most: 50, window: 1000 }]

export interface Pace {
  /** @returns 0 when the call may go through, otherwise the seconds of `Retry-After` */
  take(where: string, now: number): number
  /** How often somebody came too early. */
  hits: number
}

/** @param generosity 1 as Teams does, 100 for stories that are not about pace */
export function createPace(generosity = 1): Pace {
  const taken = new Map<string, number[]>()

  function waitAt(name: string, limits: typeof TENANT, now: number): number {
    const times = taken.get(name) ?? []
    taken.set(name, times)
    const waits = limits.map(({ most, window }) => {
      const within = times.filter((at) => at > now - window)
      return within.length < most * generosity ? 0 : within[within.length - most * generosity]! + window - now
    })
    return Math.max(...waits)
  }

  const pace: Pace = {
    hits: 0,
    take(where, now) {
      const wait = Math.max(waitAt(where, CONVERSATION, now), waitAt('', TENANT, now))
      if (wait > 0) {
        pace.hits += 1
        return Math.max(1, Math.ceil(wait / 1000))
      }
      for (const name of [where, '']) taken.get(name)!.push(now)
      return 0
    },
  }
  return pace
}
