/**
 * Places in a line that several processes wait in, such as for a platform's rate limit: one row a line says when its next place is free, and taking it is one
 * statement.
 */
import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Database } from './database.ts'

/** Milliseconds. No line is ever as long: where its end lies further ahead, the database's clock was set back. */
const LONGEST = 12 * 60 * 60 * 1000

/** @returns takes the next place of a line, `every` milliseconds (rounded up) after the one before, in milliseconds since 1970 */
export function sharedPlaces(db: Database, clock: Clock): (line: string, every: number) => Promise<number> {
  return async (line, milliseconds) => {
    const next = sql`cast(setting.value as bigint) + cast(${Math.ceil(milliseconds)} as bigint)`
    const now = clock.now().epochMilliseconds
    const row = await db.write((trx) =>
      trx
        .insertInto('setting')
        .values({ key: `place.${line}`, value: String(now) })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet({
            value: sql<string>`cast(case when ${next} between cast(${now} as bigint) and cast(${now + LONGEST} as bigint) then ${next} else cast(${now} as bigint) end as text)`,
          }),
        )
        .returning('value')
        .executeTakeFirstOrThrow(),
    )
    return Number(row.value)
  }
}
