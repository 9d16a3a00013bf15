/** Chance: what the attacks draw at random, and how much of their success is luck. */
import { seeded } from '../../src/engine/seed.ts'

export interface Luck {
  /** Uniform in [0, 1). */
  next(): number
  coin(share?: number): boolean
  below(count: number): number
  pick<T>(items: readonly T[]): T
  shuffled<T>(items: readonly T[]): T[]
}

/** The same seed draws the same; so a run can be repeated. */
export function luckOf(seed: string): Luck {
  const next = seeded(seed)
  const luck: Luck = {
    next,
    coin: (share = 0.5) => next() < share,
    below: (count) => Math.floor(next() * count),
    pick: (items) => items[luck.below(items.length)]!,
    shuffled: (items) =>
      items
        .map((item) => ({ item, at: next() }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ item }) => item),
  }
  return luck
}

/** How an attack went: right guesses, out of how many, how many pure chance gets right, and how many are still explained by chance. */
export interface Outcome {
  hits: number
  trials: number
  chance: number
  limit: number
}

const SIGMAS = 3

/** Independent guesses, each of which is right by chance with its own probability. */
export function guesses(hits: number, probabilities: readonly number[]): Outcome {
  const chance = sum(probabilities)
  const spread = Math.sqrt(sum(probabilities.map((p) => p * (1 - p))))
  return { hits, trials: probabilities.length, chance, limit: chance + SIGMAS * spread }
}

/**
 * People matched with ballots, in so many polls. Matching at random gets one right in each poll on average, however many people there are
 * (the fixed points of a random permutation: mean 1, variance 1), so the limit is T + 3√T.
 */
export const matchings = (hits: number, trials: number, polls: number): Outcome => ({
  hits,
  trials,
  chance: polls,
  limit: polls + SIGMAS * Math.sqrt(polls),
})

/** What chance can't find at all: a sealed text in plain. */
export const findings = (hits: number, trials: number): Outcome => ({ hits, trials, chance: 0, limit: 0 })

/** Outcomes of the same kind, taken together; their chances are independent. */
export function together(outcomes: readonly Outcome[]): Outcome {
  const total = (of: (outcome: Outcome) => number): number => sum(outcomes.map(of))
  const chance = total(({ chance: own }) => own)
  const spread = Math.sqrt(sum(outcomes.map(({ limit, chance: own }) => (limit - own) ** 2)))
  return { hits: total(({ hits }) => hits), trials: total(({ trials }) => trials), chance, limit: chance + spread }
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
