/**
 * Groups of people whose published results, laid over each other, would tell of a few of them. Everything that sums can give away is a sum of the
 * groups, each taken any number of times, added or taken away; such a sum tells of a few when all others cancel out.
 */

/** Why some groups must not be published beside each other. */
export interface Difference {
  /** Places of the other groups in their list. */
  others: number[]
  /** How many people would be told of. */
  people: number
}

/** Choices among so many small cells can be tried in a moment. */
const MOST_SMALL = 24

/** People who are in the same groups and so always come and go together. */
interface Cell {
  people: number
  /** 1 for each group they are in, else 0. */
  row: number[]
}

/**
 * What one more group would tell of, published beside others that tell of nothing: some people, but fewer than `fewest`. Null when that is nobody.
 * Groups smaller than that are never published and so take part in nothing.
 *
 * Two groups must moreover not share fewer than that: a third result, of all of both, would tell of those.
 */
export function differenceWith(
  others: readonly ReadonlySet<string>[],
  people: ReadonlySet<string>,
  fewest: number,
): Difference | null {
  if (people.size < fewest) return null
  const near = around(others, people, fewest)
  for (const index of near) {
    const left = touches(others[index]!, people) ? fewBetween(others[index]!, people, fewest) : null
    if (left !== null) return { others: [index], people: left }
  }
  const left = near.length < 2 ? null : fewInSums([...near.map((index) => others[index]!), people], fewest)
  return left === null ? null : { others: near, people: left }
}

/** Those that share people with the one, or with one that does, and so on: the others cancel nothing out. */
function around(others: readonly ReadonlySet<string>[], people: ReadonlySet<string>, fewest: number): number[] {
  const found = new Set<number>()
  const queue = [people]
  for (const group of queue) {
    for (const [index, other] of others.entries()) {
      if (found.has(index) || other.size < fewest || !touches(other, group)) continue
      found.add(index)
      queue.push(other)
    }
  }
  return [...found].toSorted((a, b) => a - b)
}

const touches = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean => !one.isDisjointFrom(other)

/** Apart or the same is safe; else each side and what they share has to be large enough. */
function fewBetween(one: ReadonlySet<string>, other: ReadonlySet<string>, fewest: number): number | null {
  if (one.isDisjointFrom(other)) return null
  const parts = [one.difference(other), other.difference(one), one.intersection(other)].map(({ size }) => size)
  return parts.find((size) => size > 0 && size < fewest) ?? null
}

/**
 * Of several groups: a few people are told of when some sum of the groups is zero for everyone else and not for them. That is so when the groups,
 * looked at without those few, depend on each other more than before.
 */
function fewInSums(groups: readonly ReadonlySet<string>[], fewest: number): number | null {
  const cells = cellsOf(groups)
  const whole = rank(cells)
  const small = cells.filter(({ people }) => people < fewest)
  // So entangled that trying every choice would take too long: then nothing is promised.
  if (small.length > MOST_SMALL) return Math.min(...small.map(({ people }) => people))
  for (const few of selections(small, fewest - 1)) {
    if (few.length > 0 && rank(cells.filter((cell) => !few.includes(cell))) < whole)
      return few.reduce((sum, { people }) => sum + people, 0)
  }
  return null
}

function cellsOf(groups: readonly ReadonlySet<string>[]): Cell[] {
  const everyone = [...new Set(groups.flatMap((group) => [...group]))]
  const rowOf = (person: string): string => groups.map((group) => (group.has(person) ? 1 : 0)).join('')
  return [...Map.groupBy(everyone, rowOf)].map(([row, people]) => ({
    people: people.length,
    row: [...row].map(Number),
  }))
}

/** Every choice of cells that together hold no more than so many people. */
function selections(cells: readonly Cell[], most: number): Cell[][] {
  const [first, ...rest] = cells
  if (!first) return [[]]
  const without = selections(rest, most)
  return first.people > most
    ? without
    : [...without, ...selections(rest, most - first.people).map((chosen) => [first, ...chosen])]
}

/** A prime whose products still are whole numbers here: rows of 0 and 1 are as independent modulo it as they are. */
const PRIME = 67_108_859

/** How many of the groups are independent of each other, by Gauss. */
function rank(cells: readonly Cell[]): number {
  const rows = cells.map(({ row }) => [...row])
  const width = rows[0]?.length ?? 0
  let found = 0
  for (let column = 0; column < width; column += 1) {
    const pivot = rows.findIndex((row, index) => index >= found && row[column] !== 0)
    if (pivot === -1) continue
    ;[rows[found], rows[pivot]] = [rows[pivot]!, rows[found]!]
    for (const row of rows.slice(found + 1)) eliminate(row, rows[found]!, column)
    found += 1
  }
  return found
}

/** Multiplies instead of dividing, so that everything stays whole. */
function eliminate(row: number[], by: readonly number[], column: number): void {
  const [own, pivot] = [row[column]!, by[column]!]
  if (own === 0) return
  for (const index of row.keys()) row[index] = (((row[index]! * pivot - by[index]! * own) % PRIME) + PRIME) % PRIME
}
