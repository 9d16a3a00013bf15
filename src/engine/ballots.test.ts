import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../../test/databases.ts'
import type { Answers } from '#message'
import { openDatabase, secureErase } from '../store/database.ts'
import { BallotTooLargeError } from './ballot-box.ts'
import { type Ballots, ballots, LostKeyError } from './ballots.ts'
import { type PollKeys, pollKeys } from './poll-keys.ts'
import { tries } from '../../test/depth.ts'

const POLL = 'team-spirit@2026-12-03T10:00:00'
const NEXT = 'team-spirit@2026-12-10T10:00:00'
const CANARY = 'canary-7d1f2a'
const MEMBERS = Array.from({ length: 12 }, (_, index) => `member-${index}@autohaus.example`)
const [ANA = '', BEN = '', CEM = ''] = MEMBERS

for (const engine of databases) {
  describe(engine.name, () => {
    let database: TestDatabase
    let home: string
    let keys: PollKeys
    let urn: Ballots

    beforeEach(async () => {
      database = await engine.open()
      home = mkdtempSync(join(tmpdir(), 'teamrunde-ballots-'))
      keys = pollKeys(join(home, 'keys'))
      urn = ballots(keys)
      await urn.open(POLL)
    })
    afterEach(async () => {
      await database.close()
      rmSync(home, { recursive: true, force: true })
    })

    const cast = (member: string, answers: Answers | null, poll = POLL) =>
      database.write((trx) => urn.cast(trx, poll, member, answers))
    const collect = (poll = POLL) => urn.collect(database.kysely, poll)
    const spool = () => database.kysely.selectFrom('spool').selectAll().execute()
    const replace = (slot: string, box: string) =>
      database.kysely.updateTable('spool').set({ box }).where('slot', '=', slot).execute()
    const answersOf = async (poll = POLL) => {
      const opened = await collect(poll)
      return opened === 'lost-key' ? opened : opened.answers.map((answers) => answers['spirit']).toSorted()
    }
    const close = async (poll = POLL) => {
      await database.write((trx) => urn.erase(trx, poll))
      await urn.destroyKey(poll)
      await secureErase(database, ['spool'])
    }
    const loseKey = () => rmSync(join(home, 'keys'), { recursive: true })

    test('what was cast comes out at the close, and a change of mind counts once', async () => {
      await cast(ANA, { spirit: 2 })
      await cast(BEN, { spirit: 5 })
      await cast(ANA, { spirit: 4 })
      expect(await answersOf()).toEqual([4, 5])
      expect(await spool()).toHaveLength(2)
    })

    test('"not today" is sealed alike, may still become an answer, and is left out of the count', async () => {
      await cast(ANA, null)
      await cast(BEN, null)
      await cast(BEN, { spirit: 3 })
      expect(await collect()).toEqual({ answers: [{ spirit: 3 }], unreadable: 0 })
      expect(await urn.own(database.kysely, POLL, ANA)).toEqual({ answers: null })
    })

    test('everyone finds their own ballot, can take it back, and sees nobody else', async () => {
      await cast(ANA, { spirit: 4, role: null, note: 'ä 🙂 "quoted"' })
      expect(await urn.own(database.kysely, POLL, ANA)).toEqual({
        answers: { spirit: 4, role: null, note: 'ä 🙂 "quoted"' },
      })
      expect(await urn.own(database.kysely, POLL, BEN)).toBeNull()
      await database.write((trx) => urn.withdraw(trx, POLL, ANA))
      expect(await urn.own(database.kysely, POLL, ANA)).toBeNull()
      expect(await spool()).toEqual([])
    })

    test('reminders learn who has a ballot, without anyone being told', async () => {
      await cast(ANA, { spirit: 4 })
      await cast(CEM, null)
      expect(await urn.voted(database.kysely, POLL, MEMBERS)).toEqual(new Set([ANA, CEM]))
      expect(await urn.voted(database.kysely, POLL, [BEN])).toEqual(new Set())
      const many = [...Array.from({ length: 1200 }, (_, index) => `stranger ${index}`), CEM]
      expect(await urn.voted(database.kysely, POLL, many)).toEqual(new Set([CEM]))
    })

    test('polls do not mix', async () => {
      await urn.open(NEXT)
      await cast(ANA, { spirit: 1 })
      await cast(ANA, { spirit: 5 }, NEXT)
      await close(POLL)
      expect(await answersOf(NEXT)).toEqual([5])
      const slots = (await spool()).map((row) => row.slot)
      expect(slots).toHaveLength(1)
    })

    test('all boxes have one length, whatever they hold', async () => {
      const contents: (Answers | null)[] = [
        null,
        {},
        { spirit: 5 },
        { a: 'x'.repeat(500) },
        { a: 'ü'.repeat(250), b: [], c: ['d'] },
      ]
      for (const [index, answers] of contents.entries()) await cast(MEMBERS[index]!, answers)
      const rows = await spool()
      expect(new Set(rows.map((row) => row.box.length)).size).toBe(1)
      expect(new Set(rows.map((row) => row.slot.length)).size).toBe(1)
    })

    test('the same answers look different each time', async () => {
      await cast(ANA, { spirit: 4 })
      const [first] = await spool()
      await cast(ANA, { spirit: 4 })
      const [second] = await spool()
      expect(second!.slot).toBe(first!.slot)
      expect(second!.box.slice(0, 40)).not.toBe(first!.box.slice(0, 40))
    })

    test('answers that do not fit are refused, and the earlier ballot stands', async () => {
      await cast(ANA, { spirit: 4 })
      await expect(cast(ANA, { spirit: 4, note: 'x'.repeat(600) })).rejects.toThrow(BallotTooLargeError)
      expect(await answersOf()).toEqual([4])
    })

    test('a tampered or moved box is void, counted, and harms no other', async () => {
      for (const member of MEMBERS.slice(0, 4)) await cast(member, { spirit: 4 })
      const [first, second, third] = await spool()
      const flipped = Buffer.from(first!.box, 'base64')
      flipped[200]! ^= 1
      await replace(first!.slot, flipped.toString('base64'))
      await replace(second!.slot, third!.box)
      await replace(third!.slot, 'not even a box')
      expect(await collect()).toEqual({ answers: [{ spirit: 4 }], unreadable: 3 })
    })

    test('an event of a poll is remembered by a name that its key alone can tell, and not beyond the close', async () => {
      await urn.open(NEXT)
      const name = urn.veiled(POLL, 'web:submit ana')
      expect(urn.veiled(POLL, 'web:submit ana')).toBe(name)
      expect(urn.veiled(NEXT, 'web:submit ana')).not.toContain(name.split('#')[1])
      expect(name).not.toContain('ana')
      const day = '2026-12-03'
      const others = [urn.veiled(NEXT, 'web:submit ana'), 'web:check-in']
      for (const id of [name, ...others]) await database.kysely.insertInto('event').values({ id, day }).execute()
      await close()
      const left = await database.kysely.selectFrom('event').select('id').execute()
      expect(left.map(({ id }) => id).toSorted()).toEqual(others.toSorted())
      expect(() => urn.veiled(POLL, 'web:submit ana')).toThrow(LostKeyError)
    })

    test('a lost key voids this poll, plainly, and no other', async () => {
      await cast(ANA, { spirit: 4 })
      expect(urn.lost(POLL)).toBe(false)
      loseKey()
      expect(urn.lost(POLL)).toBe(true)
      expect(await collect()).toBe('lost-key')
      expect(await urn.own(database.kysely, POLL, ANA)).toBeNull()
      expect(await urn.voted(database.kysely, POLL, MEMBERS)).toEqual(new Set())
      await database.write((trx) => urn.withdraw(trx, POLL, ANA))
      await expect(cast(ANA, { spirit: 5 })).rejects.toThrow(LostKeyError)
      await close()
      await urn.open(NEXT)
      await cast(ANA, { spirit: 5 }, NEXT)
      expect(await answersOf(NEXT)).toEqual([5])
    })

    test('a key that opens none of the boxes is as good as lost', async () => {
      await cast(ANA, { spirit: 4 })
      loseKey()
      await urn.open(POLL)
      expect(await collect()).toBe('lost-key')
    })

    test('a poll nobody took part in has no ballots, and its key is not lost', async () => {
      expect(await collect()).toEqual({ answers: [], unreadable: 0 })
    })

    test('a copy of everything in the spool opens with the key and never again without it', async () => {
      await cast(ANA, { spirit: 4 })
      const backup = await spool()
      const restore = async () => database.kysely.insertInto('spool').values(backup).execute()
      await database.write((trx) => urn.erase(trx, POLL))
      await restore()
      expect(await answersOf()).toEqual([4])
      await close()
      await restore()
      expect(await collect()).toBe('lost-key')
      await urn.open(POLL)
      expect(await collect()).toBe('lost-key')
    })

    test('the order in which ballots come out says nothing of the order of the slots', async () => {
      for (const [index, member] of MEMBERS.entries()) await cast(member, { index })
      const orders = new Set<string>()
      for (let turn = 0; turn < 20; turn++) {
        const opened = await collect()
        if (opened !== 'lost-key') orders.add(JSON.stringify(opened.answers))
      }
      expect(orders.size).toBe(20)
    })

    test('no answer and no member stands in the files of the database, while the poll is open or after', async () => {
      for (const member of MEMBERS) await cast(member, { spirit: 4, note: CANARY })
      const row = (await spool())[0]!
      const open = await filesOf(database)
      // The search itself works: it finds what is known to be there.
      expect(open.includes(row.slot)).toBe(true)
      for (const secret of [CANARY, ...MEMBERS]) expect(open.includes(secret)).toBe(false)
      await close()
      const closed = await filesOf(database, 'table')
      for (const secret of [CANARY, ...MEMBERS]) expect(closed.includes(secret)).toBe(false)
      if (engine.dialect === 'sqlite') expect(closed.includes(row.slot)).toBe(false)
    })

    test('any answers come back as they were cast', async () => {
      const value = fc.oneof(
        fc.constant(null),
        fc.integer(),
        fc.string({ maxLength: 20 }),
        fc.array(fc.string({ maxLength: 5 }), { maxLength: 2 }),
      )
      const answers = fc.dictionary(
        fc.string({ minLength: 1, maxLength: 12 }).filter((name) => name !== '__proto__'),
        value,
        { maxKeys: 4 },
      )
      await fc.assert(
        fc.asyncProperty(answers, async (given) => {
          await cast(ANA, given)
          const plainly = { answers: structuredClone({ ...given }) }
          expect(await urn.own(database.kysely, POLL, ANA)).toEqual(plainly)
        }),
        tries(30),
      )
    })
  })
}

/** Every byte of the database, or of its table alone: PostgreSQL's log keeps what was deleted, which is why ballots are sealed. */
async function filesOf(database: TestDatabase, part: 'all' | 'table' = 'all'): Promise<Buffer> {
  if (database.dialect === 'sqlite') {
    return Buffer.concat([database.place, `${database.place}-wal`].filter(existsSync).map((file) => readFileSync(file)))
  }
  // A connection of its own: the checkpoint brings the table's pages from memory to the files.
  const other = await openDatabase(database.url)
  try {
    await sql`checkpoint`.execute(other.kysely)
    const { rows } = await sql<{ folder: string; table: string }>`
      select current_setting('data_directory') as folder, pg_relation_filepath('spool') as "table"`.execute(
      other.kysely,
    )
    const { folder, table } = rows[0]!
    const relation = readdirSync(join(folder, dirname(table))).map((name) => join(folder, dirname(table), name))
    const log = part === 'all' ? logFiles(join(folder, 'pg_wal')) : []
    return Buffer.concat([...relation, ...log].map((file) => readFileSync(file)))
  } finally {
    await other.close()
  }
}

const logFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /^[0-9A-F]{24}$/.test(name))
    .map((name) => join(folder, name))
