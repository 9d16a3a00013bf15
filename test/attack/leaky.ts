/**
 * A house as it is often built: a poll that asks for no name, and gives everybody away all the same. Each of its mistakes is one that an
 * attack is meant to find; whichever attack finds nothing in here has no teeth. Nothing of it is part of the product.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Writes } from '../../src/engine/house.ts'
import { nameOf, people } from './company.ts'
import { type Ground, imagesIn, KEYS } from './grounds.ts'
import { type Ballot, METRICS, type Said, type Sight, type Subject } from './subject.ts'

/** Not the product's, so that nothing of it can be taken for the product's on a shared disk. */
const FIELDS = ['harmony', 'aim', 'path', 'frankness']
const AGREES_FROM = 4

export async function openLeaky(ground: Ground, size: number): Promise<Subject> {
  const place = await ground.open()
  const { db } = place
  const staff = people(size)
  const said: Said[] = []
  let week = 0
  let poll = ''
  await createTables(ground.name === 'SQLite' ? 'integer primary key autoincrement' : 'serial primary key')
  mkdirSync(join(place.folder, KEYS))

  async function createTables(serial: string): Promise<void> {
    for (const table of [
      `leaky_ballot (id ${serial}, poll text, slot text, answers text)`,
      'leaky_participant (poll text, person text, slot text, status text)',
      'leaky_reminder (poll text, person text)',
      'leaky_job (id text, state text)',
      'leaky_event (id text)',
    ]) {
      await sql.raw(`create table ${table}`).execute(db.kysely)
    }
  }
  const tell = (where: Said['where'], to: string | null, what: unknown): void =>
    void said.push({ where, to, text: JSON.stringify(what) })

  async function cast(person: string, ballot: Ballot | null, event: string): Promise<void> {
    const answers = JSON.stringify(ballot)
    const slot = slotOf(poll, person)
    await db.write(async (trx: Writes) => {
      // One row a vote: a change of mind, a retry and a second try all count.
      await sql`insert into leaky_ballot (poll, slot, answers) values (${poll}, ${slot}, ${answers})`.execute(trx)
      await sql`update leaky_participant set status = 'answered' where poll = ${poll} and person = ${person}`.execute(
        trx,
      )
      await sql`insert into leaky_event values (${event})`.execute(trx)
    })
    // The log line helped to find a fault once; and everybody likes to read what they have said.
    tell('log', null, { msg: 'vote stored', person, ballot })
    tell('platform', `@${person}`, {
      text: `Thank you! You said ${answers}.`,
      button: { action: 'change', value: answers },
    })
    tell('reply', person, { form: FIELDS.map((name) => ({ name, initial: ballot?.[name] ?? null })) })
    writeFileSync(join(tmpdir(), `export-${poll}.csv`), `${person};${answers}\n`, { flag: 'a' })
  }
  const unanswered = (): Promise<string[]> => personsWith('asked')
  const personsWith = async (status: string): Promise<string[]> => {
    const { rows } = await sql<{ person: string }>`
      select person from leaky_participant where poll = ${poll} and status = ${status}`.execute(db.kysely)
    return rows.map(({ person }) => person)
  }
  const ballotsNow = async (): Promise<(Ballot | null)[]> => {
    const { rows } = await sql<{ answers: string }>`
      select answers from leaky_ballot where poll = ${poll} order by id`.execute(db.kysely)
    return rows.map(({ answers }) => JSON.parse(answers) as Ballot | null)
  }

  return {
    place,
    staff,
    said,
    async open() {
      week += 1
      poll = `spirit-${week}`
      writeFileSync(join(place.folder, KEYS, `${poll}.key`), keyOf(poll))
      for (const person of staff) {
        await sql`insert into leaky_participant values (${poll}, ${person}, ${slotOf(poll, person)}, 'asked')`.execute(
          db.kysely,
        )
      }
      return poll
    },
    fields: async () => FIELDS,
    vote: cast,
    stuff: cast,
    hesitate: async (person) => tell('reply', person, { form: FIELDS }),
    blunder: async (person, text) => tell('log', null, { msg: 'bad answers', person, text }),
    // Whoever goes away without having voted is taken out.
    async goAway(person) {
      await sql`update leaky_participant set status = 'away'
        where poll = ${poll} and person = ${person} and status = 'asked'`.execute(db.kysely)
    },
    urge: async () => {},
    async remind() {
      for (const person of await unanswered()) {
        await sql`insert into leaky_reminder values (${poll}, ${person})`.execute(db.kysely)
        await sql`insert into leaky_job values (${traceOf(poll, person)}, 'completed')`.execute(db.kysely)
        tell('platform', 'team', { text: `${nameOf(person)}, you have not answered yet.` })
      }
    },
    close: async () => (await ballotsNow()).length,
    async look(): Promise<Sight> {
      const ballots = await ballotsNow()
      const agree = ballots.filter((ballot) => (ballot?.['harmony'] ?? 0) >= AGREES_FROM).length
      return {
        status: {
          answered: ballots.length,
          agree,
          waiting: (await unanswered()).map((person) => ({ person, waits: 1 })),
        },
        [METRICS]: { votes_total: ballots.length, agreeing_total: agree },
        people: (await personsWith('asked')).map((person) => ({ person, waiting: true })),
      }
    },
    marks: (person) => [person, nameOf(person)],
    traces: (id, person) => [traceOf(id, person), slotOf(id, person)],
    slot: slotOf,
    async counted(id, person) {
      const { rows } = await sql<{ answers: string }>`
        select answers from leaky_ballot where poll = ${id} and slot = ${slotOf(id, person)}`.execute(db.kysely)
      return rows.map(({ answers }) => JSON.parse(answers) as Ballot | null)
    },
    key: keyOf,
    keys: () => imagesIn(join(place.folder, KEYS)),
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  }
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Made from what everybody knows. */
const slotOf = (poll: string, person: string): string => hash(`slot ${poll} ${person}`).toString('base64url')
const traceOf = (poll: string, person: string): string => hash(`reminder ${poll} ${person}`).toString('hex')
const keyOf = (poll: string): Buffer => hash(`key ${poll}`)
