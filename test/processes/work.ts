import { systemClock } from '../../src/clock.ts'
import { openQueue } from '../../src/jobs/open.ts'
import { openDatabase } from '../../src/store/database.ts'

/**
 * Works on the jobs named `look` of the database named on the command line; with `hang` as second argument it starts them
 * and never ends them.
 */
const [url = '', mode] = process.argv.slice(2)
const say = (details: object, message: string): void => console.log(message, JSON.stringify(details))
const database = await openDatabase(url)
const queue = await openQueue(database, systemClock, { warn: say, error: say })
await queue.work({
  async look(job) {
    console.log(`started ${job.key} attempt ${job.attempt}`)
    if (mode === 'hang') await new Promise(() => {})
    console.log(`finished ${job.key}`)
  },
})
console.log('working')
