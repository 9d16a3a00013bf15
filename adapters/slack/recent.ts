/** What came a moment ago, by its id: Slack brings things twice when it is unsure. */
export interface Recent<T> {
  /** The outcome of the first time, or of `work` when this is it. */
  (id: string, work: () => T): T
  has(id: string): boolean
}

const MOST = 2000

export function createRecent<T>(): Recent<T> {
  const known = new Map<string, T>()
  const once = (id: string, work: () => T): T => {
    if (known.has(id)) return known.get(id)!
    const outcome = work()
    known.set(id, outcome)
    if (known.size > MOST) known.delete(known.keys().next().value!)
    return outcome
  }
  return Object.assign(once, { has: (id: string) => known.has(id) })
}
