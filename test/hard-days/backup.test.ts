/** A backup is taken while a poll is open, and life goes on from it elsewhere. */
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { describe, expect, inject, it, vi } from 'vitest'
import { backupCommand, restoreCommand } from '../../src/store/backup-commands.ts'
import { openDatabase } from '../../src/store/database.ts'
import { databases, type Engine, type TestDatabase } from '../databases.ts'
import { buttonsOf, type Story, tell } from '../house.ts'
import { companyOf, vote } from '../commands/company.ts'

const sqlite = databases.find(({ dialect }) => dialect === 'sqlite')!
const folder = (): string => mkdtempSync(join(inject('testFolder'), 'backup-'))
const inFile = (path: string) => ({ DATABASE_URL: `sqlite:${path}` })

/** The database that was restored, instead of a fresh one. */
function restored(path: string): Engine {
  const open = async <S>(): Promise<TestDatabase<S>> => {
    const db = await openDatabase<S>(`sqlite:${path}`)
    return { ...db, [Symbol.asyncDispose]: () => db.close() }
  }
  return { ...sqlite, open, openEmpty: open }
}

const STAFF = ['ana', 'ben', 'cem', 'dana', 'elif']

/** Thursday morning: a poll is open, all five have voted, and a check-in has been answered the day before. */
async function busyThursday(keyFolder: string): Promise<Story> {
  const story = await tell(sqlite, { manifest: companyOf(), now: '2026-12-06T12:00', keyFolder })
  await story.to('2026-12-09T09:01')
  await story.answer('ana', { done: 'Kanarienvogel-Antwort', next: '', blocker: '' })
  await story.to('2026-12-10T11:00')
  for (const person of STAFF) {
    const prompt = story
      .standing(`@${person}`)
      .findLast(({ message }) => buttonsOf(message).some(({ occurrence }) => occurrence?.startsWith('spirit')))
    await vote(story, person, 5, prompt)
  }
  return story
}

const goOn = (path: string, keyFolder: string) =>
  tell(restored(path), { manifest: companyOf(), now: '2026-12-10T11:30', keyFolder })

describe('a backup', () => {
  it('holds every answer, no key, and goes on in an empty place; the poll too, where its key is', async () => {
    const keys = folder()
    await using story = await busyThursday(keys)
    const file = join(folder(), 'later', 'thursday.db')
    expect(backupCommand(inFile(story.db.place), file)).toMatch(/^Written: .*thursday\.db \(\d+ kB\)\./)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const bytes = readFileSync(file)
    expect(bytes.includes('Kanarienvogel-Antwort')).toBe(true)
    for (const key of readdirSync(keys)) expect(bytes.includes(readFileSync(join(keys, key)))).toBe(false)

    const place = join(folder(), 'data', 'teamrunde.db')
    expect(restoreCommand(inFile(place), file)).toContain('Restored')
    await using elsewhere = await goOn(place, keys)
    await elsewhere.to('2026-12-11T13:01')
    expect(elsewhere.last('service').text).toContain('5 von 5 haben geantwortet')
  })

  it('without the key makes the open poll void, says so, and everything else goes on', async () => {
    await using story = await busyThursday(folder())
    const file = join(folder(), 'thursday.db')
    backupCommand(inFile(story.db.place), file)
    const place = join(folder(), 'teamrunde.db')
    restoreCommand(inFile(place), file)
    await using elsewhere = await goOn(place, folder())
    await elsewhere.to('2026-12-11T13:01')
    expect(elsewhere.last('service').text).toContain('Schlüssel')
    await elsewhere.to('2026-12-14T09:01')
    expect(buttonsOf(elsewhere.last('@ana').message).some(({ occurrence }) => occurrence?.startsWith('morning'))).toBe(
      true,
    )
  })

  it('overwrites nothing, and is not taken from nothing', async () => {
    const place = join(folder(), 'teamrunde.db')
    const other = join(folder(), 'other.db')
    expect(() => backupCommand(inFile(place), other)).toThrow(`There is no database at ${place} yet`)
    writeFileSync(other, 'mine')
    await using story = await busyThursday(folder())
    expect(() => backupCommand(inFile(story.db.place), other)).toThrow(`${other} is there already`)
    expect(readFileSync(other, 'utf8')).toBe('mine')
    const file = join(folder(), 'thursday.db')
    backupCommand(inFile(story.db.place), file)
    expect(() => restoreCommand(inFile(story.db.place), file)).toThrow(/already in use|is there already/)
    expect(() => restoreCommand(inFile(place), other)).toThrow(
      `${other} is no sound Teamrunde database: file is not a database.`,
    )
    expect(() => restoreCommand(inFile(place), join(folder(), 'gone.db'))).toThrow('There is no backup at')
  })

  it('that was killed half-way is for nobody else’s eyes, and does not stand in the way of the next', async () => {
    await using story = await busyThursday(folder())
    const file = join(folder(), 'thursday.db')
    const unfinished = `${file}.unfinished`
    let mode = 0
    const seen = vi.spyOn(BetterSqlite.prototype, 'prepare').mockImplementation(() => {
      mode = statSync(unfinished).mode & 0o777
      throw new Error('killed')
    })
    expect(() => backupCommand(inFile(story.db.place), file)).toThrow('could not be written')
    seen.mockRestore()
    expect(mode).toBe(0o600)
    writeFileSync(unfinished, 'half of it')
    writeFileSync(`${unfinished}-journal`, 'and of its journal')
    backupCommand(inFile(story.db.place), file)
    expect(readdirSync(dirname(file))).toEqual(['thursday.db'])
  })

  it('that is broken is not put in place', async () => {
    await using story = await busyThursday(folder())
    const file = join(folder(), 'thursday.db')
    backupCommand(inFile(story.db.place), file)
    const bytes = readFileSync(file)
    bytes.fill(7, 4096, 4096 * 30)
    chmodSync(file, 0o600)
    writeFileSync(file, bytes)
    expect(() => restoreCommand(inFile(join(folder(), 'teamrunde.db')), file)).toThrow('is no sound Teamrunde database')
  })

  it('in which a single bit of what somebody wrote has turned is not put in place; one that was worked on by hand is', async () => {
    await using story = await busyThursday(folder())
    const file = join(folder(), 'thursday.db')
    backupCommand(inFile(story.db.place), file)
    const turned = join(folder(), 'turned.db')
    const bytes = readFileSync(file)
    bytes[bytes.indexOf('Kanarienvogel-Antwort')]! ^= 1
    writeFileSync(turned, bytes)
    expect(() => restoreCommand(inFile(join(folder(), 'teamrunde.db')), turned)).toThrow(
      'something in it has changed since it was written',
    )
    const own = new BetterSqlite(file)
    own.exec("update response set answers = replace(answers, 'Kanarienvogel', 'Wellensittich')")
    own.close()
    expect(restoreCommand(inFile(join(folder(), 'teamrunde.db')), file)).toContain('Restored')
  })

  it('that was copied over a database whose process was killed is not spoilt by the log of that one', async () => {
    await using story = await busyThursday(folder())
    const file = join(folder(), 'thursday.db')
    backupCommand(inFile(story.db.place), file)
    // A kill leaves the log as it is.
    const place = join(folder(), 'teamrunde.db')
    copyFileSync(`${story.db.place}-wal`, `${place}-wal`)
    expect(statSync(`${place}-wal`).size).toBeGreaterThan(0)
    copyFileSync(file, place)
    await expect(openDatabase(`sqlite:${place}`)).rejects.toThrow(`Move ${place}-wal and ${place}-shm away first.`)
    rmSync(`${place}-wal`)
    const database = await openDatabase(`sqlite:${place}`)
    const { rows } = await sql<{ count: number }>`select count(*) as count from spool`.execute(database.kysely)
    expect(rows).toEqual([{ count: STAFF.length }])
    await database.close()
  })

  it('that can’t be written or put in place is told in a sentence, and leaves nothing behind', async () => {
    await using story = await busyThursday(folder())
    const place = folder()
    const taken = join(place, 'taken')
    writeFileSync(taken, 'a file')
    expect(() => backupCommand(inFile(story.db.place), join(taken, 'thursday.db'))).toThrow(
      /^The backup could not be written to .*thursday\.db: /,
    )
    expect(() => backupCommand(inFile(story.db.place), '')).toThrow('Name the file')
    const file = join(folder(), 'thursday.db')
    backupCommand(inFile(story.db.place), file)
    expect(() => restoreCommand(inFile(join(taken, 'teamrunde.db')), file)).toThrow(
      /can't be opened: there is a file where its folder should be/,
    )
    expect(() => restoreCommand(inFile(join(place, 'teamrunde.db')), place)).toThrow('is not a file')
    mkdirSync(join(place, 'teamrunde.db.unfinished'))
    expect(() => restoreCommand(inFile(join(place, 'teamrunde.db')), file)).toThrow(
      /^The backup could not be copied to .*teamrunde\.db: /,
    )
  })

  it('of PostgreSQL is the business of its own tools', () => {
    expect(() => backupCommand({ DATABASE_URL: 'postgres://localhost/x' }, 'a.db')).toThrow('use pg_dump')
  })
})
