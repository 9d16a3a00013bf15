/** Queries that are built once: on the way of an answer, building a query anew took longer than asking it. */
import type { Compilable, CompiledQuery, DialectAdapter, QueryResult } from 'kysely'
import type { Reads } from '../engine/house.ts'

type Value = string | number | null

type Build<Values extends readonly Value[], Row> = (db: Reads, ...values: Values) => Compilable<Row>

interface Built<Row> {
  query: CompiledQuery<Row>
  /** For each bound value which of the given ones it is; undefined for one that is always the same. */
  places: (number | undefined)[]
}

const names = new Map<string, string>()

/** The name under which each connection to PostgreSQL keeps the plan of a query that was built here: planning took longer than asking. */
export const nameOf = (sql: string): string | undefined => names.get(sql)

/**
 * Builds a query with its first use, and after that only binds other values.
 *
 * @param build makes the query; its values may only be bound, for it never sees the real ones
 * @returns asks the query, inside or outside a transaction; `rows`, and for writes `numAffectedRows`
 */
export function prepared<Values extends readonly Value[], Row>(
  build: Build<Values, Row>,
): (db: Reads, ...values: Values) => Promise<QueryResult<Row>> {
  // A transaction has the adapter of its database, so this keeps one query for each open database.
  const known = new WeakMap<DialectAdapter, Built<Row>>()
  return (db, ...values) => {
    const { adapter } = db.getExecutor()
    let built = known.get(adapter)
    if (!built) known.set(adapter, (built = buildOnce(build, db)))
    const { query, places } = built
    const parameters = query.parameters.map((same, index) => {
      const place = places[index]
      return place === undefined ? same : values[place]
    })
    return db.executeQuery({ ...query, parameters })
  }
}

function buildOnce<Values extends readonly Value[], Row>(build: Build<Values, Row>, db: Reads): Built<Row> {
  // Private-use characters: no value that a query always binds looks like this.
  const marks = Array.from({ length: build.length - 1 }, (_, place) => `\uE000${place}`)
  const query = build(db, ...(marks as readonly Value[] as Values)).compile()
  const places = query.parameters.map((value) => marks.findIndex((mark) => mark === value))
  const unbound = marks.findIndex((_, place) => !places.includes(place))
  if (unbound !== -1) throw new Error(`Value ${unbound + 1} is not bound in: ${query.sql}`)
  // A kept plan fails for good when a column is added to what it calls "all".
  if (query.sql.includes('*')) throw new Error(`Not every column is named in: ${query.sql}`)
  if (!names.has(query.sql)) names.set(query.sql, `teamrunde_${names.size}`)
  return { query, places: places.map((place) => (place === -1 ? undefined : place)) }
}
