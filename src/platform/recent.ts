/** What came a moment ago: platforms bring things twice when they are unsure. Answers the engine takes once anyway, whichever replica they come to. */
const MOST = 5000

/** @returns a question whether this id comes for the first time; asking marks it */
export function createRecent(): (id: string) => boolean {
  const known = new Set<string>()
  return (id) => {
    if (known.has(id)) return false
    known.add(id)
    if (known.size > MOST) known.delete(known.values().next().value!)
    return true
  }
}
