/**
 * Slack's rate limits as sliding windows: so many calls of a method in any minute, one message a second and channel, so many messages a
 * minute in the whole workspace. Counted on the double's own clock.
 */
import { fixture } from './block-check.ts'
import type { Json } from './world.ts'

/** Calls a minute (https://docs.slack.dev/apis/web-api/rate-limits, read 2026-11-21). */
const TIERS: Record<string, number> = { Tier1: 1, Tier2: 20, Tier3: 50, Tier4: 100 }
const MINUTE = 60_000

/** Slack lets these through at several hundred a minute, and says no number. */
const SPECIAL = 600
const POSTS = 300

export interface PaceOptions {
  /** Messages a minute in the whole workspace. Slack enforces a limit and does not say which. */
  postsPerMinute?: number
  /** Milliseconds by which a call may come early: what the way to Slack adds and takes, zero where the clock is driven by hand. */
  tolerance?: number
  /** How much of everything is let through: 1 as Slack does, 100 for stories that are not about pace. */
  generosity?: number
}

export interface Pace {
  /** @returns 0 when the call may go through, otherwise the seconds of `Retry-After` */
  take(method: string, args: Json, now: number): number
  /** Every limit that was ever hit, with how often. */
  hits: Map<string, number>
}

interface Limit {
  name: string
  most: number
  window: number
}

export function createPace(options: PaceOptions = {}): Pace {
  const { postsPerMinute = POSTS, tolerance = 150, generosity = 1 } = options
  const tiers = fixture('rate-limit-tiers.json') as Record<string, string>
  const taken = new Map<string, number[]>()
  const hits = new Map<string, number>()

  const limitsOf = (method: string, args: Json): Limit[] => {
    if (method !== 'chat.postMessage') {
      return [{ name: method, most: (TIERS[tiers[method] ?? ''] ?? SPECIAL) * generosity, window: MINUTE }]
    }
    return [
      { name: `${method} to ${String(args['channel'])}`, most: generosity, window: 1000 },
      { name: method, most: postsPerMinute * generosity, window: MINUTE },
    ]
  }

  return {
    hits,
    take(method, args, now) {
      const limits = limitsOf(method, args)
      const waits = limits.map(({ name, most, window }) => {
        const within = (taken.get(name) ?? []).filter((at) => at > now - (window - tolerance))
        taken.set(name, within)
        const wait = within.length < most ? 0 : within[within.length - most]! + window - now
        if (wait > 0) hits.set(name, (hits.get(name) ?? 0) + 1)
        return wait
      })
      const longest = Math.max(...waits)
      if (longest > 0) return Math.max(1, Math.ceil(longest / 1000))
      for (const { name } of limits) taken.get(name)!.push(now)
      return 0
    },
  }
}
