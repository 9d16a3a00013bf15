/** What a poll may never tell: while it is open, when the process is killed, and when it is closed. */
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { databases, type Engine } from '../databases.ts'
import { type Story, tell, textOf } from '../house.ts'
import { company, poll } from './company.ts'
import { nextWeekday, type Program, startProgram, type State } from './program.ts'

const people = ['ana', 'ben', 'cem', 'dana', 'elif', 'finn', 'greta', 'hassan'].map((name) => ({ name }))
const THURSDAYS = "every: week, on: thu, at: '10:00', window: 26h, reminder: 5h"
const FIELDS = ['spirit', 'goal', 'way', 'candour']

type Ballot = Record<string, number>

/** No two ballots alike, and none a row of equal steps. */
const ballotOf = (number: number): Ballot =>
  Object.fromEntries(FIELDS.map((field, index) => [field, 1 + ((number * (index + 2) + index) % 5)]))

/** How a ballot could stand in a file, a log or an answer: as JSON, within other JSON, or as another writer sets it. Three fields will do. */
function traces(ballot: Ballot): string[] {
  const json = JSON.stringify(ballot).slice(1, -1)
  const half = json.split(',').slice(0, 3).join(',')
  return [half, half.replaceAll('"', String.raw`\"`), half.replaceAll(/[:,]/g, '$& ')]
}

const found = (bytes: Buffer | string, ballots: Ballot[]): string[] =>
  ballots.flatMap(traces).filter((trace) => bytes.includes(trace))

describe('the program on SQLite', () => {
  const manifest = company({ people, organisation: 'holidays: none', rituals: poll(THURSDAYS) })
  const ballots = people.slice(0, 6).map((_, index) => ballotOf(index))
  const TYPED = 'Kanarienvogel'

  /** Every file of the program: database, log, lock, keys, whatever lies in the folder for temporary files. */
  const filesIn = (folder: string): { name: string; bytes: Buffer }[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }))

  const leaks = (folder: string): string[] =>
    filesIn(folder).flatMap(({ name, bytes }) => [
      ...found(bytes, ballots).map((trace) => `${name}: ${trace}`),
      ...(bytes.includes(TYPED) ? [`${name}: ${TYPED}`] : []),
    ])

  const seen = async (program: Program, but: string): Promise<unknown[]> => {
    const others = [...people, { name: 'lead' }].filter(({ name }) => name !== but)
    const states: State[] = []
    for (const { name } of others) states.push(await program.state(name))
    return states.map(({ conversations }) => conversations)
  }

  async function vote(program: Program, person: string, ballot: Ballot): Promise<void> {
    const opened = await program.post('command', { person, text: 'antworten' })
    if (opened.body.reply.type !== 'form') throw new Error(opened.text)
    const { ticket } = opened.body.reply
    const wrong = await program.post('submit', { person, ticket, answers: { ...ballot, goal: TYPED } })
    expect(wrong.body.reply.type).toBe('errors')
    const { body } = await program.post('submit', { person, ticket, answers: ballot })
    expect(body.reply.type).toBe('replace')
  }

  it('keeps ballots out of files, logs and what others see, through a kill, and forgets them at the close', async () => {
    const folder = mkdtempSync(join(inject('testFolder'), 'secrets-'))
    const env = { LOG_LEVEL: 'trace', TMPDIR: folder }
    const first = await startProgram({ folder, manifest, env })
    const thursday = nextWeekday((await first.state('ana')).clock.now, 4)
    await first.to(`${thursday}T10:05`)
    for (const [index, ballot] of ballots.entries()) {
      const { name } = people[index]!
      const before = await seen(first, name)
      await vote(first, name, ballotOf(index + 7))
      await vote(first, name, ballot)
      // Nobody can tell by looking who has voted, or that anyone has.
      expect(await seen(first, name)).toEqual(before)
    }
    expect(leaks(folder)).toEqual([])
    const slots = await slotsIn(folder)
    expect(slots).toHaveLength(ballots.length)
    expect(readdirSync(join(folder, 'keys'))).toHaveLength(1)
    await first.kill()
    expect(leaks(folder)).toEqual([])

    await using second = await startProgram({ folder, manifest, env })
    await second.to(`${nextWeekday(`${thursday}T12:00:00Z`, 5)}T12:05`)
    const report = await second.get(`/playground/api/state?person=lead`)
    expect(report.text).toContain('6 von 8 haben geantwortet')
    expect(readdirSync(join(folder, 'keys'))).toEqual([])
    expect(leaks(folder)).toEqual([])
    // Not even the sealed boxes' places are left, in none of the files.
    expect(
      filesIn(folder).flatMap(({ name, bytes }) => slots.filter((slot) => bytes.includes(slot)).map(() => name)),
    ).toEqual([])
    const said = [...first.lines, ...second.lines].join('\n')
    expect(found(said, ballots)).toEqual([])
    expect(said).not.toContain(TYPED)
    for (const slot of slots) expect(said).not.toContain(slot)
  }, 90_000)

  async function slotsIn(folder: string): Promise<string[]> {
    const reading = await openDatabase(`sqlite:${join(folder, 'teamrunde.db')}`, { access: 'read' })
    const rows = await reading.kysely.selectFrom('spool').select('slot').execute()
    await reading.close()
    return rows.map(({ slot }) => slot)
  }
})

/**
 * Two worlds that differ in nothing but who voted: whoever looks at the database after the close, or is the leader at any time, must not be able to
 * tell which of them this is.
 */
describe.each(databases.map((engine) => ({ engine, name: engine.name })))('two worlds on $name', ({ engine }) => {
  async function world(voters: string[]): Promise<{ leader: string[]; database: Record<string, string[]> }> {
    await using story = await tell(engine as Engine, {
      manifest: company({ people, rituals: poll(THURSDAYS) }),
      now: '2026-12-02T12:00',
    })
    const leader: string[] = []
    const ask = async (text: string): Promise<unknown> => leader.push(textOf(await story.command('lead', text)))
    await story.to('2026-12-03T10:00')
    for (const [index, name] of voters.slice(0, 3).entries()) await story.answer(name, ballotOf(index))
    await ask('status')
    await ask('erinnern teamgeist')
    await story.to('2026-12-03T15:30')
    for (const [index, name] of voters.slice(3).entries()) await story.answer(name, ballotOf(index + 3))
    await ask('status')
    // Whoever goes away now may have voted before, or not: their place in the poll stays as it is.
    await story.command('ana', 'weg bis 2026-12-11')
    await story.command('hassan', 'snooze teamgeist')
    await story.to('2026-12-04T12:00')
    for (const text of ['status', 'bericht', 'lücke']) await ask(text)
    leader.push(
      ...['@lead', 'service'].flatMap((where) =>
        story.standing(where).map(({ at, edits, text }) => `${at} ${edits} ${text}`),
      ),
    )
    return { leader, database: await dump(story) }
  }

  it('look the same to the leader at all times, and to anyone who has the database afterwards', async () => {
    const one = await world(['ana', 'ben', 'cem', 'dana', 'elif', 'finn'])
    const other = await world(['hassan', 'greta', 'finn', 'elif', 'cem', 'ben'])
    expect(other.leader).toEqual(one.leader)
    expect(other.database).toEqual(one.database)
    expect(one.leader.join()).toContain('6 von 8 haben geantwortet')
    expect(one.database['spool']).toEqual([])
  })
})

/** Every row of every table of ours. The ids of events are the platform's and random there. */
async function dump({ db }: Story): Promise<Record<string, string[]>> {
  const tables = [
    'member',
    'identity',
    'membership',
    'ritual',
    'occurrence',
    'participant',
    'response',
    'spool',
    'result',
    'delivery',
    'absence',
    'opt_out',
    'setting',
  ] as const
  const rows: Record<string, string[]> = {}
  for (const table of tables) {
    const all: object[] = await db.kysely.selectFrom(table).selectAll().execute()
    rows[table] = all.map((row) => JSON.stringify(row)).toSorted()
  }
  const { count } = await db.kysely
    .selectFrom('event')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return { ...rows, events: [String(count)] }
}
