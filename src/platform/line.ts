/** Who may call a platform next, and when. Alone, the bot uses a limit to the full; where replicas share it, their calls are spread evenly. */

import { DeliveryError } from './errors.ts'

/**
 * A book of places for several processes.
 * @param line what is waited for
 * @param every milliseconds between two places
 * @returns the next free place from now on, in milliseconds since 1970; nobody else gets it
 */
export type Places = (line: string, every: number) => Promise<number>

/** Calls under the same limits, in order of their times. */
export interface Line {
  /** The time at which this caller may go, in milliseconds since 1970; the same again until it has gone. */
  place(who: string, now: number): number | Promise<number>
  /** This caller goes now, which may be later than its time. */
  leave(who: string, now: number): void
  /** Nobody goes before this. */
  hold(until: number): void
  held(): number
}

/** So many calls in any window of so many milliseconds. */
export interface Limit {
  most: number
  window: number
}

const MINUTE = 60_000

/** Milliseconds between two calls that keep all of these limits. */
export const spacing = (...limits: Limit[]): number =>
  Math.ceil(Math.max(...limits.map(({ most, window }) => window / most)))

/** Past calls as far as they count, and those that have been promised: so many in each window, as fast as they come. */
export function ownLine(...limits: Limit[]): Line {
  const times: number[] = []
  const longest = Math.max(...limits.map(({ most }) => most))
  const promises = createPromises()
  return {
    ...promises,
    place(who, now) {
      const kept = promises.kept(who, now)
      if (kept !== undefined) return kept
      while (times.length > longest) times.shift()
      const first = limits.map(({ most, window }) => (times.length < most ? 0 : times[times.length - most]! + window))
      const at = Math.max(now, ...first, times.at(-1) ?? 0, promises.held())
      times.push(at)
      return promises.keep(who, at)
    },
    leave(who, now) {
      const at = promises.end(who)
      const index = at === undefined ? -1 : times.lastIndexOf(at)
      if (index < 0) return
      times[index] = now
      times.sort((one, other) => one - other)
    },
  }
}

export function sharedLine(places: Places, name: string, every: number): Line {
  const promises = createPromises()
  return {
    ...promises,
    async place(who, now) {
      return (
        promises.kept(who, now) ?? promises.keep(who, Math.max(await placeIn(places, name, every), promises.held()))
      )
    },
    leave: (who) => void promises.end(who),
  }
}

/** The book is in the database, which may be away: then nothing has been sent, and another time will do. */
async function placeIn(places: Places, name: string, every: number): Promise<number> {
  try {
    return await places(name, every)
  } catch {
    throw new DeliveryError('later', 'no place in the line could be had')
  }
}

/** Places that callers have been told to come back for. */
function createPromises() {
  const promised = new Map<string, number>()
  let heldUntil = 0
  let tidyAt = 0
  return {
    kept(who: string, now: number): number | undefined {
      if (now >= tidyAt) {
        // Whoever was withdrawn meanwhile never comes back for their place.
        for (const [other, at] of promised) if (at < now - MINUTE) promised.delete(other)
        tidyAt = now + MINUTE
      }
      const at = promised.get(who)
      return at === undefined ? undefined : Math.max(at, heldUntil)
    },
    keep(who: string, at: number): number {
      promised.set(who, at)
      return at
    },
    end(who: string): number | undefined {
      const at = promised.get(who)
      promised.delete(who)
      return at
    },
    hold(until: number): void {
      heldUntil = Math.max(heldUntil, until)
    },
    held: () => heldUntil,
  }
}
