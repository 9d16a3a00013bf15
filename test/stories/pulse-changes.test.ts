/** People join, leave and are away: what a pulse then asks, shows and holds back. */
import { describe, expect, it } from 'vitest'
import { askRosters } from '../../src/engine/rosters.ts'
import { databases } from '../databases.ts'
import { type Story, tell, textOf } from '../house.ts'
import { manifestOf } from './manifest.ts'

const SIX = ['ana', 'ben', 'cem', 'dana', 'elif', 'finn']
const SEVEN = [...SIX, 'greta']
const PULSE = `
  - { id: spirit, kind: pulse, team: service, schedule: { every: week, on: thu, at: '10:00', window: 26h } }
`
const opening = (week: number): string =>
  `${Temporal.PlainDate.from('2026-10-01')
    .add({ weeks: week - 1 })
    .toString()}T10:00`
const closing = (week: number): string =>
  `${Temporal.PlainDate.from('2026-10-02')
    .add({ weeks: week - 1 })
    .toString()}T12:00`

async function vote(story: Story, people: readonly string[]): Promise<void> {
  for (const person of people) {
    const opened = await story.command(person, 'antworten')
    if (opened.type !== 'form') throw new Error(`${person}: ${textOf(opened)}`)
    const answers = Object.fromEntries(opened.form.fields.map(({ name }) => [name, 4]))
    await story.send({ type: 'submit', person, ticket: opened.ticket, answers })
  }
}

async function hold(story: Story, week: number, people: readonly string[]): Promise<string> {
  await story.to(opening(week))
  await vote(story, people)
  await story.to(closing(week))
  return story.last('@lead').text
}

describe.each(databases)('a pulse whose people change, on $name', (engine) => {
  it('asks a newcomer from the next three weeks on, and shows no two results that differ by them', async () => {
    await using story = await tell(engine, { manifest: manifestOf(PULSE, SIX), now: '2026-09-30T12:00' })
    expect(await hold(story, 1, SIX)).toContain('von 6')
    await story.restart(manifestOf(PULSE, SEVEN))
    expect(textOf(await story.command('greta', 'warum'))).toContain('22. Oktober')
    const second = await hold(story, 2, SIX)
    expect(second).toContain('mindestens 5 von 6')
    const asked = story.db.kysely
      .selectFrom('participant')
      .select('member_id')
      .where('occurrence_id', '=', `spirit@${opening(2)}`)
    expect(await asked.execute()).toHaveLength(7)
    expect(
      story
        .standing('@greta')
        .map(({ text }) => text)
        .join(),
    ).toContain('frage ich dich ab Donnerstag, 22. Oktober')
    await story.to(opening(3))
    const ticket = { occurrence: `spirit@${opening(3)}`, form: 'ballot', delivery: null }
    const sneaked = await story.send({ type: 'submit', person: 'greta', ticket, answers: { spirit: 1 } })
    expect(sneaked.type).toBe('notice')
    expect(await story.db.kysely.selectFrom('spool').selectAll().execute()).toEqual([])
    await story.to(closing(3))

    const fourth = await hold(story, 4, SEVEN)
    expect(fourth).toContain('7 von 7 haben geantwortet')
    expect(fourth).toContain('diese Woche ohne Zahl')
    expect(fourth).toContain('Wer zum Team gehört, hat sich geändert')
    expect(fourth).not.toContain('Zu wenige konnten')
    expect(story.last('service').text).toContain('diese Woche ohne Zahl')
    const document = await story.db.kysely
      .selectFrom('result')
      .select('document')
      .where('occurrence_id', '=', `spirit@${opening(4)}`)
      .executeTakeFirstOrThrow()
    expect(JSON.parse(document.document).tally.items).toMatchObject({ spirit: null, goal: null })

    await story.to(closing(6))
    const seventh = await hold(story, 7, SEVEN)
    expect(seventh).toContain('mindestens 6 von 7')
    expect(seventh).toContain('Ältere Ergebnisse stehen nicht mehr daneben')
  })

  it('shows nothing new of team spirit while somebody is away, and all of it when they are back', async () => {
    await using story = await tell(engine, { manifest: manifestOf(PULSE, SIX), now: '2026-09-30T12:00' })
    expect(await hold(story, 1, SIX)).toContain('mindestens 5 von 6')
    await story.command('ana', 'abwesend vom 8.10. bis 8.10.')
    const without = await hold(story, 2, SIX.slice(1))
    expect(without).toContain('diese Woche ohne Zahl')
    expect(without).toContain('nicht dieselben da wie die vorigen Male')
    expect(without).toContain('mindestens 4 von 5')
    expect(await hold(story, 3, SIX)).toContain('Teamgeist')
    expect(story.last('service').text).toContain('mindestens 5 von 6')
  })

  it('keeps to the threshold under which people have answered', async () => {
    const asking = (minimumGroup: number): string =>
      `${manifestOf(PULSE, SIX)}privacy: { minimumGroup: ${minimumGroup} }\n`
    await using story = await tell(engine, { manifest: asking(6), now: '2026-09-30T12:00' })
    await story.to(opening(1))
    await vote(story, SIX.slice(1))
    await story.restart(asking(5))
    await story.to(closing(1))
    expect(story.last('@lead').text).toContain('weniger als sechs geantwortet')
    expect(await hold(story, 2, SIX.slice(1))).toContain('5 von 6 haben geantwortet')
  })

  it('does not compare with somebody who has had themselves forgotten', async () => {
    await using story = await tell(engine, { manifest: manifestOf(PULSE, SEVEN), now: '2026-09-30T12:00' })
    expect(await hold(story, 1, SEVEN)).toContain('mindestens 6 von 7')
    await story.press('greta', 'forget-me', await forgetting(story))
    expect(await hold(story, 2, SIX)).toContain('diese Woche ohne Zahl')
  })

  it('leaves out the poll of a team from a channel that has all but one of another team’s people', async () => {
    const both = `
organisation: { name: Nordlicht, language: de, zone: Europe/Berlin }
admins: [lead@nordlicht.example]
people: [${['lead', ...SEVEN].map((name) => `{ email: ${name}@nordlicht.example, name: ${name} }`).join(', ')}]
teams:
  - { id: all, name: Alle, leaders: [lead@nordlicht.example], membersFrom: 'web:all', channels: ['web:all'] }
  - { id: most, name: Fast alle, leaders: [lead@nordlicht.example], membersFrom: 'web:most', channels: ['web:most'] }
rituals:
  - { id: one, name: Eins, kind: pulse, team: all, schedule: { every: week, on: thu, at: '10:00', window: 26h } }
  - { id: two, name: Zwei, kind: pulse, team: most, schedule: { every: week, on: thu, at: '11:00', window: 26h } }
`
    await using story = await tell(engine, { manifest: both, now: '2026-09-30T12:00' })
    story.platform.platform.roster = async (channel) =>
      (channel === 'all' ? SEVEN : SIX).map((id) => ({
        id,
        name: id,
        email: `${id}@nordlicht.example`,
        zone: null,
        language: null,
        kind: 'person',
      }))
    await askRosters(story.house)
    await story.to('2026-10-01T11:30')
    const { state, reason } = await story.db.kysely
      .selectFrom('occurrence')
      .select(['state', 'reason'])
      .where('id', '=', 'two@2026-10-01T11:00')
      .executeTakeFirstOrThrow()
    expect({ state, reason }).toEqual({ state: 'skipped', reason: 'overlap' })
    expect(story.house.ballots.lost('two@2026-10-01T11:00')).toBe(true)
    expect(story.last('@lead').text).toContain('„Zwei“ habe ich diesmal nicht gestellt')
    expect(story.last('@lead').text).toContain('„Eins“')
    const asked = story.db.kysely
      .selectFrom('delivery')
      .select('id')
      .where('occurrence_id', '=', 'two@2026-10-01T11:00')
    expect(await asked.execute()).toEqual([])
  })
})

/** What `forget me` shows before it forgets, as a message to press on. */
async function forgetting(story: Story) {
  const reply = await story.command('greta', 'vergiss mich')
  if (reply.type !== 'notice') throw new Error(textOf(reply))
  return { ...story.last('@greta'), message: reply.message }
}
