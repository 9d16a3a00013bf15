/** Seconds; pg-boss is told the same ceiling. */
export const LONGEST_PAUSE = 600

/**
 * Milliseconds to wait after the given number of failed attempts: between 1 and 2 seconds after the first, then doubling, at
 * most ten minutes. `random` (0 to 1) spreads jobs that failed together. pg-boss waits by the same formula.
 */
export function pauseAfter(attempts: number, random: number): number {
  return Math.min(LONGEST_PAUSE, 2 ** (attempts - 1) * (1 + random)) * 1000
}
