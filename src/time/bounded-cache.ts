/**
 * Remembers what `make` returns for a key, up to a total weight; what was not asked for the longest goes first. So a
 * year of planning for thousands of rituals keeps its memory flat, however many patterns and years come by.
 */
export function boundedCache<Value>(
  limit: number,
  weigh: (value: Value) => number = () => 1,
): (key: string, make: () => Value) => Value {
  const kept = new Map<string, Value>()
  let weight = 0

  function forgetOldest() {
    for (const [key, value] of kept) {
      if (weight <= limit || kept.size === 1) return
      kept.delete(key)
      weight -= weigh(value)
    }
  }

  return (key, make) => {
    const known = kept.get(key)
    if (known !== undefined) {
      kept.delete(key)
      kept.set(key, known)
      return known
    }
    const value = make()
    kept.set(key, value)
    weight += weigh(value)
    forgetOldest()
    return value
  }
}
