/** Chance, as given. */

/** The same in an order of chance (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const mixed = [...items]
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(random() * (last + 1))
    const kept = mixed[last]!
    mixed[last] = mixed[chosen]!
    mixed[chosen] = kept
  }
  return mixed
}
