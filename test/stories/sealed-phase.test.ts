/** A ritual that is anonymous only where its options say so, and only until a phase is over: then its ballots are opened, and it goes on with them. */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { buttons, type Button, defineRitual, type Form, type Message, paragraph } from '../../src/ritual/define.ts'
import type { AnyRitual } from '../../src/engine/discovery.ts'
import { databases } from '../databases.ts'
import { type Story, tell, textOf } from '../house.ts'
import { manifestOf } from './manifest.ts'

const FIVE = ['ana', 'ben', 'cem', 'dana', 'elif']

const saying = (text: string, ...pressed: Button[]): Message => ({
  summary: text,
  blocks: [paragraph(text), ...(pressed.length > 0 ? [buttons(...pressed)] : [])],
})
const cardForm = (): Form => ({
  title: 'Karte',
  submit: 'Senden',
  fields: [{ type: 'short', name: 'card', label: 'Karte', max: 100 }],
})

/** Cards are written for two hours and read for two more; then that is reported. */
const cards = defineRitual<{ sealed: boolean }, string[], string[]>({
  kind: 'check-in',
  options: z.strictObject({ sealed: z.boolean().default(true) }),
  privacy: 'optional',
  unseals: ({ sealed }) => (sealed ? 'write' : null),
  ballotBytes: 1024,
  defaults: { window: '4h', reminder: '1h' },
  asks: ({ sealed }) => ({ member: sealed ? 'card' : 'remark' }),
  phases: () => [
    { name: 'write', lasts: '2h' },
    { name: 'read', lasts: '2h' },
  ],
  scope: 'team',
  remembers: 0,
  initial: () => [],
  reduce: (state, { answers }) => [...state, String(answers?.['card'])],
  forms: {
    card: {
      roles: ['member'],
      sealed: true,
      late: false,
      build: cardForm,
    },
    remark: {
      roles: ['member'],
      sealed: false,
      late: true,
      build: cardForm,
    },
  },
  prompt: ({ phase }) =>
    saying(
      `Phase ${phase}`,
      { action: 'answer', label: 'Karte' },
      { action: 'remark', label: 'Anmerkung', opens: 'form' },
    ),
  reminder: () => saying('Noch eine Karte?'),
  announce: ({ phase, result }) => [
    {
      key: 'board',
      to: 'channel',
      message: () => saying(`${phase}: ${result?.tally?.join(', ') ?? result?.withheld ?? 'zu'}`),
    },
  ],
  report: ({ state }) => [{ key: 'end', to: 'channel', message: () => saying(`Ende: ${state.join(', ')}`) }],
  actions: { remark: () => ({ do: 'open', form: 'remark' }) },
  commands: {},
  tally: (ballots) => ballots.map(({ card }) => String(card)).toSorted(),
}) as unknown as AnyRitual

const POLL = 'cards@2026-12-03T10:00'
const scene = (sealed = true) => ({
  ritual: cards,
  now: '2026-12-02T12:00',
  manifest: manifestOf(`
  - { id: cards, kind: check-in, team: service, options: { sealed: ${sealed} }, schedule: { every: week, on: thu, at: '10:00' } }
`),
})

async function write(story: Story, person: string, action: 'answer' | 'remark', card: string): Promise<string> {
  const opened = await story.press(person, action)
  if (opened.type !== 'form') return textOf(opened)
  return textOf(await story.send({ type: 'submit', person, ticket: opened.ticket, answers: { card } }))
}

const board = (story: Story): string => story.standing('service').find(({ text }) => !text.startsWith('Ende'))!.text
const kept = async (story: Story, table: 'spool' | 'response') =>
  story.db.kysely.selectFrom(table).selectAll().execute()

describe.each(databases)('a sealed phase on $name', (engine) => {
  it('takes nothing with a name on it until all cards are opened at once, and goes on with them', async () => {
    await using story = await tell(engine, scene())
    await story.to('2026-12-03T10:00')
    for (const who of FIVE) await write(story, who, 'answer', `von ${who.length} Zeichen`)
    await write(story, 'ana', 'answer', 'doch anders')
    expect(await write(story, 'ben', 'remark', 'ich bin ben')).toContain('versiegelt')
    expect(board(story)).toBe('write: zu')
    expect(await kept(story, 'spool')).toHaveLength(5)
    expect(await kept(story, 'response')).toEqual([])
    expect(textOf(await story.command('lead', 'status'))).not.toMatch(/\b5\b/)

    await story.to('2026-12-03T12:00')
    expect(board(story)).toBe('read: doch anders, von 3 Zeichen, von 3 Zeichen, von 4 Zeichen, von 4 Zeichen')
    expect(await kept(story, 'spool')).toEqual([])
    expect(story.house.ballots.lost(POLL)).toBe(true)
    expect(story.last('@dana').text).toContain('Phase read')
    expect(await write(story, 'cem', 'answer', 'zu spät')).toContain('schon geöffnet')
    expect(await write(story, 'ben', 'remark', 'ich bin ben')).toContain('gespeichert')

    await story.to('2026-12-03T14:00')
    expect(story.last('service').text).toBe('Ende: ich bin ben')
    const statuses = await story.db.kysely
      .selectFrom('participant')
      .select('status')
      .where('role', '=', 'member')
      .execute()
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set(['asked']))
  })

  it('finishes what broke off between the count and the end of the key', async () => {
    await using story = await tell(engine, scene())
    await story.to('2026-12-03T10:00')
    const opened = await story.press('ana', 'answer')
    for (const who of FIVE) await write(story, who, 'answer', 'alle gleich')
    const { destroyKey } = story.house.ballots
    story.house.ballots.destroyKey = async () => {
      throw new Error('the process died here')
    }
    await story.to('2026-12-03T12:00')
    expect(board(story)).toBe('write: zu')
    if (opened.type !== 'form') throw new Error('no form')
    const late = { type: 'submit', person: 'ana', ticket: opened.ticket, answers: { card: 'nachgeschoben' } } as const
    expect(textOf(await story.send(late))).toContain('schon geöffnet')
    expect(await write(story, 'ben', 'remark', 'zu früh')).toContain('versiegelt')

    story.house.ballots.destroyKey = destroyKey
    await story.restart()
    await story.to('2026-12-03T12:01')
    expect(board(story)).toBe(`read: ${FIVE.map(() => 'alle gleich').join(', ')}`)
    expect(story.house.ballots.lost(POLL)).toBe(true)
    expect(await kept(story, 'spool')).toEqual([])
  })

  it('says so when too few have written, and goes on all the same', async () => {
    await using story = await tell(engine, scene())
    await story.to('2026-12-03T10:00')
    for (const who of FIVE.slice(1)) await write(story, who, 'answer', 'nur vier')
    story.jump('2026-12-03T15:00')
    await story.to('2026-12-03T15:01')
    expect(board(story)).toBe('closed: few')
    expect(story.last('service').text).toBe('Ende:')
    expect(story.house.ballots.lost(POLL)).toBe(true)
  })

  it('is a named one where the options say so, and takes nothing sealed', async () => {
    await using story = await tell(engine, scene(false))
    await story.to('2026-12-03T10:00')
    await write(story, 'ana', 'answer', 'mit Namen')
    const sealed = { occurrence: POLL, form: 'card', delivery: null }
    const refused = await story.send({ type: 'submit', person: 'ben', ticket: sealed, answers: { card: 'ohne' } })
    expect(textOf(refused)).toContain('andere Rolle')
    await story.to('2026-12-03T14:00')
    expect(story.last('service').text).toBe('Ende: mit Namen')
    expect(await kept(story, 'spool')).toEqual([])
  })
})
