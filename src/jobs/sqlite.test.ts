import { expect, test, vi } from 'vitest'
import { databases } from '../../test/databases.ts'
import type { Clock } from '../clock.ts'
import { openQueue } from './open.ts'

test('a job that falls due between two looks at the clock is not slept over', async () => {
  await using database = await databases[0]!.open()
  const due = Temporal.Instant.from('2026-12-03T09:00:00Z')
  // A timer may ring a little early: at the first look after it the job is not due, at the next it is.
  const looks = [-50, -50, -1, 0]
  const clock: Clock = { now: () => due.add({ milliseconds: looks.length > 1 ? looks.shift()! : looks[0]! }) }
  const seen: string[] = []
  const queue = await openQueue(database, clock, { warn: () => {}, error: () => {} })
  await database.write((trx) => queue.enqueue(trx, [{ name: 'look', key: 'a', runAt: '2026-12-03T09:00:00.000Z' }]))
  await queue.work({ look: async (job) => void seen.push(job.key) })
  await vi.waitFor(() => expect(seen).toEqual(['a']), { timeout: 5000 })
  await queue.stop()
})
