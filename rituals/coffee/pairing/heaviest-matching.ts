/**
 * Maximum-weight matching in a general graph: Edmonds' blossom algorithm with dual variables (Edmonds 1965, "Maximum matching and a polyhedron
 * with 0,1-vertices"), in the O(n³) form that Galil describes (1986, "Efficient algorithms for finding maximum matching in graphs").
 *
 * Nodes 1..n are people, nodes above are blossoms (odd cycles shrunk to one), 0 means none. For each pair of nodes the one edge with the least
 * slack between them is kept, so that a stage looks at each pair once.
 */

const FREE = -1
const OUTER = 0
const INNER = 1

/**
 * @param count people, n
 * @param weights n × n, symmetric, whole numbers from 0 (no edge) to 2^50, so that every dual stays exact in a double
 * @returns for each person the partner, or -1. Its total weight is the greatest there is; time O(n³), space O(n²).
 */
export function heaviestMatching(count: number, weights: Float64Array): Int32Array {
  const forest = forestOf(count, weights)
  while (forest.grow()) continue
  return Int32Array.from({ length: count }, (_, person) => forest.mate[person + 1]! - 1)
}

interface Forest {
  /** The person at the other end of a node's matched edge, or 0. */
  mate: Int32Array
  /** One stage: makes the matching one pair larger. False when nothing more can be gained. */
  grow(): boolean
}

function forestOf(count: number, weights: Float64Array): Forest {
  // Blossoms are nested and have three or more petals each: there are never more than half as many as people.
  const size = count + (count >> 1) + 2
  const side = count + 1
  const weight = new Float64Array(side * side)
  for (let one = 0; one < count; one += 1) {
    weight.set(weights.subarray(one * count, (one + 1) * count), (one + 1) * side + 1)
    weight[(one + 1) * side + one + 1] = 0
  }
  /** Ends of the least slack edge between two nodes: `near` within the first, `near` of the pair turned round within the second. */
  const near = new Int32Array(size * size)
  const dual = new Float64Array(size)
  const mate = new Int32Array(size)
  const top = new Int32Array(size)
  const parent = new Int32Array(size)
  const kind = new Int8Array(size)
  const closest = new Int32Array(size)
  const seen = new Int32Array(size)
  const petals: number[][] = Array.from({ length: size }, () => [])
  /** Which petal of a blossom a person is in. */
  const petalOf = new Int32Array(size * side)
  let queue: number[] = []
  let last = count
  let stamp = 0

  const greatest = weight.reduce((most, each) => Math.max(most, each), 0)
  for (let one = 1; one <= count; one += 1) {
    top[one] = one
    dual[one] = greatest
    petalOf[one * side + one] = one
    for (let other = 1; other <= count; other += 1) near[one * size + other] = one
  }

  const between = (one: number, other: number): number =>
    weight[near[one * size + other]! * side + near[other * size + one]!]!

  function slackOf(one: number, other: number): number {
    const a = near[one * size + other]!
    const b = near[other * size + one]!
    return dual[a]! + dual[b]! - 2 * weight[a * side + b]!
  }

  function consider(person: number, node: number): void {
    const known = closest[node]!
    if (known === 0 || slackOf(person, node) < slackOf(known, node)) closest[node] = person
  }

  function findClosest(node: number): void {
    closest[node] = 0
    for (let person = 1; person <= count; person += 1) {
      if (top[person] !== node && kind[top[person]!] === OUTER && between(person, node) > 0) consider(person, node)
    }
  }

  function enqueue(node: number): void {
    if (node <= count) queue.push(node)
    else for (const petal of petals[node]!) enqueue(petal)
  }

  function raise(node: number, to: number): void {
    top[node] = to
    if (node > count) for (const petal of petals[node]!) raise(petal, to)
  }

  /** The even way round from the base to a petal; the cycle is turned over when the other way is. */
  function evenWay(blossom: number, petal: number): number {
    const cycle = petals[blossom]!
    const place = cycle.indexOf(petal)
    if (place % 2 === 0) return place
    petals[blossom] = [cycle[0]!, ...cycle.slice(1).toReversed()]
    return cycle.length - place
  }

  /** Matches a node to another one, all the way down into its blossoms. */
  function join(node: number, other: number): void {
    mate[node] = near[other * size + node]!
    if (node <= count) return
    const petal = petalOf[node * side + near[node * size + other]!]!
    const way = evenWay(node, petal)
    const cycle = petals[node]!
    for (let place = 0; place < way; place += 1) join(cycle[place]!, cycle[place ^ 1]!)
    join(petal, other)
    petals[node] = [...cycle.slice(way), ...cycle.slice(0, way)]
  }

  /** Swaps matched and unmatched edges from a node back to the root of its tree. */
  function augment(from: number, to: number): void {
    for (let [node, other] = [from, to]; ;) {
      const before = top[mate[node]!]!
      join(node, other)
      if (before === 0) return
      const above = top[parent[before]!]!
      join(before, above)
      ;[node, other] = [above, before]
    }
  }

  function commonAncestor(one: number, other: number): number {
    stamp += 1
    for (let [a, b] = [one, other]; a !== 0 || b !== 0; [a, b] = [b, a]) {
      if (a === 0) continue
      if (seen[a] === stamp) return a
      seen[a] = stamp
      a = top[mate[a]!]!
      if (a !== 0) a = top[parent[a]!]!
    }
    return 0
  }

  function branch(from: number, ancestor: number): number[] {
    const path: number[] = []
    for (let node = from; node !== ancestor;) {
      const inner = top[mate[node]!]!
      path.push(node, inner)
      enqueue(inner)
      node = top[parent[inner]!]!
    }
    return path
  }

  function shrink(one: number, ancestor: number, other: number): void {
    let blossom = count + 1
    while (blossom <= last && top[blossom] !== 0) blossom += 1
    last = Math.max(last, blossom)
    const cycle = [ancestor, ...branch(one, ancestor).toReversed(), ...branch(other, ancestor)]
    petals[blossom] = cycle
    dual[blossom] = 0
    kind[blossom] = OUTER
    mate[blossom] = mate[ancestor]!
    raise(blossom, blossom)
    inherit(blossom, cycle)
    findClosest(blossom)
  }

  /** The blossom's edge to each node is the least slack of its petals' edges. */
  function inherit(blossom: number, cycle: number[]): void {
    for (let node = 1; node <= last; node += 1) near[blossom * size + node] = near[node * size + blossom] = 0
    petalOf.fill(0, blossom * side, (blossom + 1) * side)
    for (const petal of cycle) {
      for (let node = 1; node <= last; node += 1) {
        if (between(petal, node) === 0) continue
        if (between(blossom, node) > 0 && slackOf(petal, node) >= slackOf(blossom, node)) continue
        near[blossom * size + node] = near[petal * size + node]!
        near[node * size + blossom] = near[node * size + petal]!
      }
      for (let person = 1; person <= count; person += 1) {
        if (petalOf[petal * side + person] !== 0) petalOf[blossom * side + person] = petal
      }
    }
  }

  /** Dissolves an inner blossom whose dual has come down to 0: the even way round stays in the tree. */
  function expand(blossom: number): void {
    for (const petal of petals[blossom]!) raise(petal, petal)
    const entry = petalOf[blossom * side + near[blossom * size + parent[blossom]!]!]!
    const way = evenWay(blossom, entry)
    const cycle = petals[blossom]!
    for (let place = 0; place < way; place += 2) {
      const [inner, outer] = [cycle[place]!, cycle[place + 1]!]
      parent[inner] = near[outer * size + inner]!
      kind[inner] = INNER
      kind[outer] = OUTER
      closest[inner] = 0
      findClosest(outer)
      enqueue(outer)
    }
    kind[entry] = INNER
    parent[entry] = parent[blossom]!
    for (const petal of cycle.slice(way + 1)) {
      kind[petal] = FREE
      findClosest(petal)
    }
    top[blossom] = 0
  }

  /** Follows an edge without slack, from an outer person. True when the matching has grown. */
  function follow(person: number, node: number): boolean {
    const [from, to] = [top[near[person * size + node]!]!, top[near[node * size + person]!]!]
    if (kind[to] === FREE) {
      parent[to] = near[person * size + node]!
      kind[to] = INNER
      const next = top[mate[to]!]!
      closest[to] = closest[next] = 0
      kind[next] = OUTER
      enqueue(next)
      return false
    }
    if (kind[to] !== OUTER) return false
    const ancestor = commonAncestor(from, to)
    if (ancestor !== 0) {
      shrink(from, ancestor, to)
      return false
    }
    augment(from, to)
    augment(to, from)
    return true
  }

  function scan(person: number): boolean {
    if (kind[top[person]!] === INNER) return false
    for (let other = 1; other <= count; other += 1) {
      const heavy = weight[person * side + other]!
      if (heavy === 0 || top[person] === top[other] || kind[top[other]!] === INNER) continue
      if (dual[person]! + dual[other]! - 2 * heavy > 0) consider(person, top[other]!)
      else if (follow(person, other)) return true
    }
    return false
  }

  const isTop = (node: number): boolean => top[node] === node

  /** How far the duals can move until an edge loses its slack or a blossom dissolves. */
  function step(): number {
    let least = Infinity
    for (let node = 1; node <= last; node += 1) {
      if (!isTop(node)) continue
      if (node > count && kind[node] === INNER) least = Math.min(least, dual[node]! / 2)
      const from = closest[node]!
      if (from === 0 || kind[node] === INNER) continue
      const slack = slackOf(from, node)
      least = Math.min(least, kind[node] === FREE ? slack : slack / 2)
    }
    return least
  }

  /** False when an unmatched person's dual would reach 0: whoever is still unmatched is best left so. */
  function adjust(by: number): boolean {
    for (let person = 1; person <= count; person += 1) {
      if (kind[top[person]!] === OUTER && dual[person]! <= by) return false
    }
    for (let person = 1; person <= count; person += 1) {
      if (kind[top[person]!] === OUTER) dual[person]! -= by
      else if (kind[top[person]!] === INNER) dual[person]! += by
    }
    for (let blossom = count + 1; blossom <= last; blossom += 1) {
      if (isTop(blossom) && kind[blossom] !== FREE) dual[blossom]! += kind[blossom] === OUTER ? 2 * by : -2 * by
    }
    return true
  }

  function followTight(): boolean {
    for (let node = 1; node <= last; node += 1) {
      const from = closest[node]!
      if (isTop(node) && from !== 0 && top[from] !== node && slackOf(from, node) === 0 && follow(from, node))
        return true
    }
    return false
  }

  function dissolve(): void {
    for (let blossom = count + 1; blossom <= last; blossom += 1) {
      if (isTop(blossom) && kind[blossom] === INNER && dual[blossom] === 0) expand(blossom)
    }
  }

  function plant(): void {
    kind.fill(FREE)
    closest.fill(0)
    queue = []
    for (let node = 1; node <= last; node += 1) {
      if (!isTop(node) || mate[node] !== 0) continue
      parent[node] = 0
      kind[node] = OUTER
      enqueue(node)
    }
  }

  function grow(): boolean {
    plant()
    if (queue.length === 0) return false
    for (;;) {
      for (let next = 0; next < queue.length; next += 1) if (scan(queue[next]!)) return true
      queue = []
      if (!adjust(step())) return false
      if (followTight()) return true
      dissolve()
    }
  }

  return { mate, grow }
}
