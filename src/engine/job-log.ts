/** What the queue says of its jobs, under the names that all other lines use: whoever looks for a delivery finds its job, too. */
import type { QueueLog } from '../jobs/queue.ts'

/** By a job's name: what its key is. */
const KEYS: Record<string, string> = { occurrence: 'occurrence', deliver: 'delivery' }

export const jobLog = (log: QueueLog): QueueLog => ({
  warn: (details, message) => log.warn(withId(details), message),
  error: (details, message) => log.error(withId(details), message),
})

function withId(details: { job?: string; key?: string }): object {
  const name = details.job === undefined ? undefined : KEYS[details.job]
  return name === undefined ? details : { ...details, [name]: details.key }
}
