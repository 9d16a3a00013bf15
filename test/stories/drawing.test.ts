/** People drawn together: who is asked, where a group is written to, what its people see, and what becomes of it when somebody goes. */
import { describe, expect, it } from 'vitest'
import { createWorkspace } from '../../src/playground.ts'
import { databases } from '../databases.ts'
import { type Story, tell, textOf } from '../house.ts'
import { manifestOf } from './manifest.ts'
import { type Drawn, meeting } from './meeting.ts'

const weekly = (at = '10:00'): string => `
  - { id: coffee, kind: check-in, team: service, name: Kaffeerunde, schedule: { every: week, on: thu, at: '${at}' } }
`
const scene = (seen: Drawn[] = []) => ({
  ritual: meeting(seen),
  now: '2026-12-02T12:00',
  manifest: manifestOf(weekly()),
})

const COFFEE = 'coffee@2026-12-03T10:00'

const nextLooks = async (story: Story) =>
  (await story.db.kysely.selectFrom('occurrence').select('next_at').where('id', '=', COFFEE).execute()).map(
    (row) => row.next_at,
  )

const groupsOf = async (story: Story) =>
  (await story.db.kysely.selectFrom('pairing').selectAll().execute()).map((row) => row.group_key).toSorted()

describe.each(databases)('people drawn together on $name', (engine) => {
  it('are written to as one group each, see only their own, and whoever is left over is not asked', async () => {
    const seen: Drawn[] = []
    await using story = await tell(engine, scene(seen))
    await story.to('2026-12-03T10:00')
    expect(story.last('@ana+ben').text).toContain('Ihr trefft euch: Ana + Ben')
    expect(story.last('@cem+dana').text).toContain('Ihr trefft euch: Cem + Dana')
    expect(story.last('@ana').text).toContain('Ana in meet; Ana + Ben; kennt Ana und Ben; liest nichts')
    expect(story.standing('@elif').filter(({ text }) => text.includes('in meet'))).toEqual([])
    expect(textOf(await story.command('elif', 'why coffee'))).toContain('mit niemandem dran')
    expect(await groupsOf(story)).toEqual(['Ana', 'Ana', 'Cem', 'Cem'])

    expect(seen).toHaveLength(1)
    const [{ candidates, rounds }] = seen as [Drawn]
    expect(candidates.map(({ name }) => name)).toEqual(['Ana', 'Ben', 'Cem', 'Dana', 'Elif'])
    const [lead] = await story.db.kysely.selectFrom('member').select('id').where('name', '=', 'Jana Petersen').execute()
    expect(candidates[0]).toMatchObject({
      email: 'ana@nordlicht.example',
      zone: 'Europe/Berlin',
      since: '2026-12-02',
      leaders: [lead!.id],
      workingHours: { from: '08:00', to: '17:00' },
      workDays: [1, 2, 3, 4, 5],
    })
    expect(rounds).toEqual([])
  })

  it('read in their prompts and forms what was said in their own group, now and the last time', async () => {
    const seen: Drawn[] = []
    await using story = await tell(engine, scene(seen))
    await story.to('2026-12-03T10:00')
    await story.answer('cem', { note: 'von Cem' })
    await story.answer('ana', { note: 'von Ana' })
    await story.to('2026-12-10T10:00')
    const before = seen.at(-1)!.rounds
    expect(before.map(({ groups }) => groups.map(({ key }) => key))).toEqual([['Ana', 'Cem']])
    expect(story.last('@ben').text).toContain('liest nichts; früher Ana + Ben: von Ana')
    expect(story.last('@dana').text).toContain('früher Cem + Dana: von Cem')
    expect(story.last('@dana').text).not.toContain('von Ana')
    const everything = JSON.stringify([
      ...story.standing('@ana'),
      ...story.standing('@ben'),
      ...story.standing('@ana+ben'),
    ])
    expect(everything).not.toContain('von Cem')
  })

  it('are drawn once: a restart between the drawing and the sending changes nothing', async () => {
    const seen: Drawn[] = []
    await using story = await tell(engine, { ...scene(seen), manifest: manifestOf(weekly('06:00')) })
    // Quiet hours last until seven: drawn at six, sent at seven.
    await story.to('2026-12-03T06:30')
    expect(seen).toHaveLength(1)
    expect(story.standing('@ana+ben')).toEqual([])
    const drawn = await groupsOf(story)
    await story.restart()
    await story.to('2026-12-03T08:00')
    expect(seen).toHaveLength(1)
    expect(await groupsOf(story)).toEqual(drawn)
    expect(story.standing('@ana+ben')).toHaveLength(1)
  })

  it('let no group meet somebody who has left: what was not sent yet is not sent', async () => {
    await using story = await tell(engine, { ...scene(), manifest: manifestOf(weekly('06:00')) })
    await story.to('2026-12-03T06:30')
    await story.restart(manifestOf(weekly('06:00'), ['ana', 'cem', 'dana', 'elif']))
    await story.to('2026-12-03T06:40')
    await story.command('cem', 'away until 2026-12-20')
    await story.to('2026-12-03T08:00')
    expect(story.standing('@ana+ben')).toEqual([])
    expect(story.standing('@cem+dana')).toEqual([])
    expect(story.standing('@ben').filter(({ text }) => text.includes('in meet'))).toEqual([])
    // Back again, Cem belongs to the same group as before.
    await story.command('cem', 'back')
    await story.to('2026-12-03T09:00')
    expect(story.last('@cem+dana').text).toContain('Cem + Dana')
  })

  it('hold the occurrence without groups when the drawing is wrong, and do not try again', async () => {
    const seen: Drawn[] = []
    const broken = meeting(seen, (candidates) => [{ key: 'x', members: [candidates[0]!.id, 'nobody'], facts: {} }])
    await using story = await tell(engine, { ...scene(), ritual: broken })
    await story.to('2026-12-03T12:00')
    expect(seen).toHaveLength(1)
    expect(await groupsOf(story)).toEqual([])
    expect(story.standing('@ana').filter(({ text }) => text.includes('in meet'))).toEqual([])
    expect(textOf(await story.command('ana', 'why coffee'))).toContain('mit niemandem dran')
  })

  it('are each written to alone where the platform opens no groups', async () => {
    await using story = await tell(engine, scene())
    Object.assign(story.platform.platform, { groups: false })
    await story.to('2026-12-03T10:00')
    expect(story.standing('@ana+ben')).toEqual([])
    for (const who of ['@ana', '@ben'])
      expect(story.standing(who).filter(({ text }) => text.includes('Ihr trefft euch: Ana + Ben'))).toHaveLength(1)
  })

  it('look again when the ritual says so, before the close and after it, until the next one begins', async () => {
    await using story = await tell(engine, scene())
    await story.to('2026-12-03T10:00')
    await story.to('2026-12-04T15:59')
    expect(story.standing('@ana+ben')).toHaveLength(1)
    await story.to('2026-12-04T16:00')
    expect(story.last('@ana+ben').text).toContain('Habt ihr euch getroffen, Ana + Ben?')
    await story.to('2026-12-06T10:00')
    expect(story.last('service').text).toBe('Notizen: 0')
    await story.to('2026-12-07T10:00')
    expect(story.last('service').text).toBe('Schön war es.')
    expect(await nextLooks(story)).toEqual([null])
  })

  it('answer from their group’s conversation, and the others read it there and then', async () => {
    await using story = await tell(engine, scene())
    await story.to('2026-12-03T10:00')
    const opened = await story.press('ana', 'tell', story.last('@ana+ben'))
    if (opened.type !== 'form') throw new Error('no form')
    const reply = await story.send({
      type: 'submit',
      person: 'ana',
      ticket: opened.ticket,
      answers: { note: 'Dienstag um drei' },
    })
    // In the conversation of both, the message stays as it was.
    expect(reply.type).toBe('notice')
    await story.to('2026-12-03T10:05')
    expect(story.last('@ana+ben').text).toContain('Ihr trefft euch')
    expect(story.last('@ben').text).toContain('liest Dienstag um drei')
    expect(story.last('@dana').text).toContain('liest nichts')
  })

  it('end a phase early only where the form lets them, and a second press does not end the next one', async () => {
    await using story = await tell(engine, scene())
    await story.to('2026-12-03T10:00')
    const intro = story.last('@ana+ben')
    expect(textOf(await story.press('ben', 'end', intro))).toContain('nicht an der Reihe')
    const press = {
      type: 'press' as const,
      person: 'ana',
      action: 'end',
      value: 'meet',
      occurrence: COFFEE,
      delivery: intro.id,
    }
    const [first, again] = [await story.send({ ...press, id: 'once' }), await story.send({ ...press, id: 'once' })]
    expect(textOf(first)).toContain('weiter')
    expect(again).toEqual(first)
    expect(textOf(await story.send({ ...press, id: 'twice' }))).toContain('schon vorbei')
    await story.to('2026-12-03T10:01')
    expect(story.last('@ana').text).toContain('Ana in tell')
    // The next one keeps its time, unless it is ended too.
    const { closes_at } = await story.db.kysely
      .selectFrom('occurrence')
      .select('closes_at')
      .where('id', '=', COFFEE)
      .executeTakeFirstOrThrow()
    expect(closes_at).toBe('2026-12-06T09:00:00.000Z')
    await story.send({ ...press, value: 'tell', id: 'last' })
    await story.to('2026-12-03T10:02')
    expect(story.last('service').text).toBe('Notizen: 0')
    expect(textOf(await story.send({ ...press, value: 'tell', id: 'late' }))).toContain('schon vorbei')
  })

  it('forget who wants to be forgotten: the other one is told in one line, and no row points to them any more', async () => {
    await using story = await tell(engine, scene())
    await story.to('2026-12-03T10:00')
    const [ben] = await story.db.kysely.selectFrom('member').select('id').where('name', '=', 'Ben').execute()
    await story.answer('ben', { note: 'von Ben' })
    await story.to('2026-12-03T10:05')
    expect(story.last('@ana').text).toContain('liest von Ben')
    await story.send({ type: 'press', person: 'ben', action: 'forget-me' })
    await story.to('2026-12-03T10:10')
    const told = JSON.stringify([
      ...story.standing('@ana'),
      ...story.standing('@ana+ben').map(({ message }) => message),
    ])
    expect(told).not.toContain('Ben')
    expect(await groupsOf(story)).toEqual(['Cem', 'Cem'])
    for (const table of ['pairing', 'delivery', 'participant', 'response', 'occurrence'] as const)
      expect(JSON.stringify(await story.db.kysely.selectFrom(table).selectAll().execute())).not.toContain(ben!.id)
    expect(textOf(await story.command('ana', 'why coffee'))).toContain('mit niemandem dran')
  })

  it('show up in the playground, for those in the group alone', async () => {
    await using story = await tell(engine, scene())
    await story.to('2026-12-03T10:00')
    const clock = { ...story.house.clock, ahead: 0, travel: () => {} }
    const workspace = createWorkspace(story.house, story.engine, clock)
    const texts = async (conversation: string) =>
      (await workspace.messages(conversation, 'ana')).map(({ message }) => message.summary)
    expect(await texts('@ana+ben')).toEqual(['Ihr trefft euch: Ana + Ben'])
    expect(await texts('@ana+cem')).toEqual([])
    expect(await texts('@ana+nobody')).toEqual([])
  })
})
