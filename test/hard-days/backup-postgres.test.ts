/** A copy of a PostgreSQL database, taken while a poll is open; and life goes on from it in an empty place. */
import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { openQueue } from '../../src/jobs/open.ts'
import { openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { instantText } from '../../src/time/format.ts'
import { companyOf, vote } from '../commands/company.ts'
import { databases, type Engine, type TestDatabase } from '../databases.ts'
import { buttonsOf, type Story, tell } from '../house.ts'
import { type Copies, openCopies } from '../postgres-copies.ts'

const folder = (): string => mkdtempSync(join(inject('testFolder'), 'copies-'))
const STAFF = ['ana', 'ben', 'cem', 'dana', 'elif']
const CANARY = 'Kanarienvogel-Antwort'

let copies: Copies
beforeAll(async () => {
  copies = await openCopies(inject('postgresUrl'))
})
afterAll(() => copies[Symbol.asyncDispose]())

/** A database that is there already, instead of a fresh one of the tests' server. */
function engineAt(url: string): Engine {
  const open = async <S>(): Promise<TestDatabase<S>> => {
    const db = await openDatabase<S>(url)
    await migrate(db)
    return { ...db, [Symbol.asyncDispose]: () => db.close() }
  }
  return { ...databases.find(({ dialect }) => dialect === 'postgres')!, open, openEmpty: open }
}

interface Thursday {
  keys: string
  file: string
  members: string[]
  spool: string[]
}

/** Thursday morning: a poll is open, all five have voted, a check-in has been answered the day before; and a copy is taken while the bot runs. */
async function copiedThursday(): Promise<Thursday> {
  const keys = folder()
  const url = await copies.empty()
  await using story = await tell(engineAt(url), { manifest: companyOf(), now: '2026-12-06T12:00', keyFolder: keys })
  const queue = await openQueue(story.db, systemClock, { warn: () => {}, error: () => {} })
  await queue.stop()
  await story.to('2026-12-09T09:01')
  await story.answer('ana', { done: CANARY, next: '', blocker: '' })
  await story.to('2026-12-10T11:00')
  for (const person of STAFF) await vote(story, person, 5, pollOf(story, person))
  const file = join(folder(), 'thursday.dump')
  await copies.take(url, file)
  const rows = await story.db.kysely.selectFrom('member').select('id').execute()
  const slots = await story.db.kysely.selectFrom('spool').select('slot').execute()
  return { keys: copyOf(keys), file, members: rows.map(({ id }) => id), spool: slots.map(({ slot }) => slot) }
}

/** A story removes its keys at its end. */
function copyOf(keys: string): string {
  const kept = folder()
  for (const name of readdirSync(keys)) cpSync(join(keys, name), join(kept, name))
  return kept
}

const pollOf = (story: Story, person: string) =>
  story
    .standing(`@${person}`)
    .findLast(({ message }) => buttonsOf(message).some(({ occurrence }) => occurrence?.startsWith('spirit')))

describe('a copy of PostgreSQL', () => {
  it('holds every answer, and of an open poll neither a key nor who has voted what', async () => {
    const { file, keys, members, spool } = await copiedThursday()
    const text = await copies.read(file)
    expect(text).toContain(CANARY)
    expect(readdirSync(keys)).toHaveLength(1)
    for (const name of readdirSync(keys)) {
      const key = readFileSync(join(keys, name))
      for (const form of [
        key.toString('latin1'),
        key.toString('hex'),
        key.toString('base64'),
        key.toString('utf8').trim(),
      ])
        expect(text.includes(form)).toBe(false)
    }
    // Five equal ballots would stand there five times.
    expect(text).not.toMatch(/(spirit|goal|way|candour)\W{1,6}[1-5]\b/)
    expect(spool).toHaveLength(STAFF.length)
    for (const slot of spool) {
      expect(text).toContain(slot)
      for (const member of members) expect(slot).not.toContain(member)
    }
  })

  it('goes on in an empty place where its keys are: nothing is sent again, and the poll counts', async () => {
    const { file, keys } = await copiedThursday()
    const url = await copies.empty()
    await copies.putBack(file, url)
    await using elsewhere = await tell(engineAt(url), {
      manifest: companyOf(),
      now: '2026-12-10T11:00',
      keyFolder: keys,
    })
    await elsewhere.to('2026-12-10T11:05')
    expect(elsewhere.platform.sends()).toBe(0)
    await elsewhere.to('2026-12-11T13:01')
    expect(elsewhere.last('service').text).toContain('5 von 5 haben geantwortet')
    const queue = await openQueue(elsewhere.db, systemClock, { warn: () => {}, error: () => {} })
    const done = Promise.withResolvers<string>()
    await queue.work({ greet: async ({ key }) => done.resolve(key) })
    const runAt = instantText(systemClock.now())
    await elsewhere.db.write((trx) => queue.enqueue(trx, [{ name: 'greet', key: 'hello', runAt }]))
    expect(await done.promise).toBe('hello')
    await queue.stop()
  })

  it('without the key makes the open poll void, says so, and everything else goes on', async () => {
    const { file } = await copiedThursday()
    const url = await copies.empty()
    await copies.putBack(file, url)
    await using elsewhere = await tell(engineAt(url), {
      manifest: companyOf(),
      now: '2026-12-10T11:30',
      keyFolder: folder(),
    })
    await elsewhere.to('2026-12-11T13:01')
    expect(elsewhere.last('service').text).toContain('Schlüssel')
    await elsewhere.to('2026-12-14T09:01')
    expect(buttonsOf(elsewhere.last('@ana').message).some(({ occurrence }) => occurrence?.startsWith('morning'))).toBe(
      true,
    )
  })
})
