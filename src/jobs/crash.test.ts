import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { startChild } from '../../test/child.ts'
import { databases } from '../../test/databases.ts'
import { systemClock } from '../clock.ts'
import { instantText } from '../store/codecs.ts'
import { openDatabase, type Database } from '../store/database.ts'
import { migrate } from '../store/migrate.ts'
import { openQueue } from './open.ts'

async function enqueue(database: Database, key: string): Promise<void> {
  const queue = await openQueue(database, systemClock, { warn: () => {}, error: () => {} })
  const runAt = instantText(systemClock.now())
  await database.write((trx) => queue.enqueue(trx, [{ name: 'look', key, runAt }]))
  await queue.stop()
}

test('SQLite: a process is killed in the middle of a job, and the next start runs it again', async () => {
  const folder = mkdtempSync(join(inject('testFolder'), 'crash-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const database = await openDatabase(`sqlite:${join(folder, 'teamrunde.db')}`)
  await migrate(database)
  await enqueue(database, 'a')
  await database.close()

  const first = startChild('work.ts', database.url, 'hang')
  await first.said('started a attempt 1')
  await first.kill()
  await using second = startChild('work.ts', database.url)
  await second.said('started a attempt 2')
  await second.said('finished a')
})

test('PostgreSQL: a replica is killed in the middle of a job, and another takes it over', async () => {
  const postgres = databases.find((engine) => engine.dialect === 'postgres')!
  await using database = await postgres.open()
  await enqueue(database, 'a')
  const first = startChild('work.ts', database.url, 'hang')
  await first.said('started a attempt 1')
  await using second = startChild('work.ts', database.url)
  await second.said('working')
  await first.kill()
  await second.said('started a attempt 2')
  await second.said('finished a')
  expect(second.lines.filter((line) => line.startsWith('started'))).toHaveLength(1)
})
