/**
 * The day on which tests of the whole program begin: an ordinary Sunday far ahead, at noon. Begun at the machine's own time, they would meet
 * quiet hours, weekends and holidays that depend on when they are run.
 */
import { existsSync } from 'node:fs'
import { CLOCK } from '../src/playground.ts'
import { json } from '../src/store/codecs.ts'
import { openDatabase } from '../src/store/database.ts'
import { migrate } from '../src/store/migrate.ts'

export const BEGINNING = Temporal.Instant.from('2031-02-02T12:00:00+01:00')

/** Puts the playground's clock there before the program's first start; a database that has a clock keeps it. */
export async function setBeginning(url: string): Promise<void> {
  if (url.startsWith('sqlite:') && existsSync(url.slice('sqlite:'.length))) return
  const db = await openDatabase(url)
  try {
    await migrate(db)
    const value = json(BEGINNING.epochMilliseconds - Temporal.Now.instant().epochMilliseconds)
    await db.kysely
      .insertInto('setting')
      .values({ key: CLOCK, value })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  } finally {
    await db.close()
  }
}
