import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '../../src/clock.ts'
import { openQueue } from '../../src/jobs/open.ts'
import { instantText } from '../../src/store/codecs.ts'
import { openDatabase } from '../../src/store/database.ts'

/**
 * Until it is killed: writes in the database named on the command line, holds transactions open, and enqueues and runs jobs. Says
 * `wrote 1`, `ran 1` and so on, or what failed.
 */
const url = process.argv[2] ?? ''
const quiet = (): void => {}
const database = await openDatabase(url)
const queue = await openQueue(database, systemClock, { warn: quiet, error: quiet })
await queue.work({ look: async (job) => console.log(`ran ${job.key}`) })

for (let number = 1; ; number++) {
  try {
    await database.write(async (trx) => {
      await trx
        .insertInto('setting')
        .values({ key: `write ${number}`, value: '1' })
        .execute()
      await pause(20)
      await queue.enqueue(trx, [{ name: 'look', key: String(number), runAt: instantText(systemClock.now()) }])
    })
    console.log(`wrote ${number}`)
  } catch (error) {
    console.log(`failed ${number}: ${error instanceof Error ? error.message : error}`)
    await pause(20)
  }
}
