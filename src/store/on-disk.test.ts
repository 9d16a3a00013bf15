import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import BetterSqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { onDisk, type OnDisk } from './on-disk.ts'

type Told = (error: NodeJS.ErrnoException | null) => void

let folder: string
let raw: BetterSqlite.Database
let disk: OnDisk
/** Flushes that have begun and not ended, oldest first. */
let flushes: Told[]

beforeEach(() => {
  folder = mkdtempSync(join(inject('testFolder'), 'on-disk-'))
  raw = new BetterSqlite(join(folder, 'notes.db'))
  raw.pragma('journal_mode = WAL')
  raw.exec('create table note (text text)')
  flushes = []
  const slow = (_: number, told: Told): void => void flushes.push(told)
  disk = onDisk(join(folder, 'notes.db-wal'), slow as Parameters<typeof onDisk>[1])
})
afterEach(() => {
  disk.close()
  raw.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What becomes of it, in words that can be compared. */
function follow(name: string, told: string[]): void {
  disk.flushed().then(
    () => told.push(name),
    (error: Error) => told.push(`${name}: ${error.message}`),
  )
}

test('nobody is told before the disk has spoken, and those who came meanwhile share the next flush', async () => {
  const told: string[] = []
  follow('first', told)
  await nextTurn()
  follow('second', told)
  follow('third', told)
  await nextTurn()
  expect([told, flushes.length]).toEqual([[], 1])

  flushes.shift()!(null)
  await nextTurn()
  expect([told, flushes.length]).toEqual([['first'], 1])

  flushes.shift()!(null)
  await nextTurn()
  expect([told, flushes.length]).toEqual([['first', 'second', 'third'], 0])
})

test('a disk that refused once is not believed again', async () => {
  const told: string[] = []
  follow('first', told)
  await nextTurn()
  follow('second', told)
  flushes.shift()!(new Error('EIO'))
  await nextTurn()
  follow('third', told)
  await nextTurn()
  expect(told).toEqual(['first: EIO', 'second: EIO', 'third: EIO'])
  expect(flushes).toEqual([])
})

test('the real disk says yes', async () => {
  const real = onDisk(join(folder, 'notes.db-wal'))
  await real.flushed()
  await real.flushed()
  real.close()
})
