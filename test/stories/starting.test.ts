/** From a report to something that begins: a retro, a question in the next talks, a topic for the next round, a coffee round. */
import { describe, expect, it } from 'vitest'
import { audit } from '../../src/audit-command.ts'
import { databases } from '../databases.ts'
import { buttonsOf, type Standing, type Story, tell, textOf } from '../house.ts'
import { manifestOf } from './manifest.ts'

const STAFF = ['ana', 'ben', 'cem', 'dana', 'elif', 'finn']
const SPIRIT = `
  - { id: team-spirit, kind: pulse, team: service, name: Teamgeist, schedule: { every: week, on: thu, at: '10:00', window: 26h } }`
const RETRO = `
  - { id: retro, kind: retro, team: service, name: Retro, schedule: { every: 4 weeks, on: mon, at: '10:00', window: 2d } }`
const TALKS = `
  - { id: talks, kind: one-on-one, team: service, name: Eins zu eins, schedule: { every: week, on: mon, at: '08:30' }, options: { every: 1w } }`
const ROUND = `
  - { id: morning, kind: check-in, team: service, name: Morgenrunde, schedule: { every: week, on: mon, at: '09:00', window: 4h } }`
const COFFEE = `
  - { id: coffee, kind: coffee, team: service, name: Kaffeerunde, schedule: { every: 4 weeks, on: mon, at: '09:30' } }`

const company = (...rituals: string[]): string => manifestOf([SPIRIT, ...rituals].join(''), STAFF)

/** The first poll, closed; where its leader sees more of a statement than the staff, or less. */
async function reported(story: Story, own: Record<string, string>, staff: Record<string, string>): Promise<Standing> {
  await story.to('2026-12-03T10:00')
  const all = { spirit: '4', goal: '4', way: '4', candour: '4' }
  for (const who of STAFF) await story.answer(who, { ...all, ...staff })
  await story.answer('lead', { ...all, guess: '80', ...own })
  await story.to('2026-12-04T12:00')
  return reportOf(story)
}

const reportOf = (story: Story): Standing =>
  story.standing('@lead').findLast(({ text }) => text.startsWith('Service · Teamgeist'))!

const labels = ({ message }: Standing): string[] => buttonsOf(message).map(({ label }) => label)

async function vote(story: Story, items: string[]): Promise<void> {
  for (const who of STAFF) await story.answer(who, Object.fromEntries(items.map((item) => [item, '4'])))
}

const occurrencesOf = (story: Story, ritual: string) =>
  story.db.kysely
    .selectFrom('occurrence')
    .select(['id', 'state', 'started'])
    .where('ritual_id', '=', ritual)
    .where('state', 'in', ['open', 'closed'])
    .execute()

describe.each(databases)('a step that begins with one press, on $name', (engine) => {
  it('is a retro in the format that fits, at once; the report says so in its place, and the next begins with it', async () => {
    await using story = await tell(engine, { manifest: company(RETRO, ROUND), now: '2026-12-02T12:00' })
    const report = await reported(story, { candour: '5' }, { candour: '2' })
    expect(labels(report)).toEqual(['Retro starten', 'So einplanen', 'Etwas anderes', 'Warum dieser?'])
    expect(report.text).toContain('Mit „Retro starten“ beginnt gleich „Retro“, Format: Ärger, Kummer, Freude.')

    expect(textOf(await story.press('lead', 'start-step', report))).toMatch(/^„Retro“ beginnt jetzt, außer der Reihe/)
    await story.to('2026-12-04T12:01')
    expect(story.last('service').text).toContain('Retro · Ärger, Kummer, Freude')
    expect(story.last('@ana').text).toContain('diesmal: Ärger, Kummer, Freude')
    expect(reportOf(story)).toMatchObject({ id: report.id, edits: 1 })
    expect(reportOf(story).text).toContain('Fr, 4. Dez., 12:00: Du hast „Retro“ gestartet.')
    expect(labels(reportOf(story))).toEqual(['So einplanen', 'Etwas anderes'])

    // An old copy of the message still has its button.
    const again = textOf(await story.press('lead', 'start-step', report))
    expect(again).toBe('Das ist schon auf dem Weg: „Retro“, von Jana Petersen, Fr, 4. Dez., 12:00.')
    await story.to('2026-12-04T12:05')
    expect(await occurrencesOf(story, 'retro')).toHaveLength(1)
    expect(await audit({ DATABASE_URL: story.db.url }, '2026-12-01')).toMatch(/Jana Petersen {2}started {2}retro {2}/)

    await story.to('2026-12-10T10:00')
    await vote(story, ['spirit', 'ideas', 'help', 'successes'])
    await story.to('2026-12-11T12:00')
    const began = 'Nach dem letzten Bericht hast du „Retro“ gestartet. Diesmal kamen keine Karten.'
    expect(reportOf(story).text).toContain(`Service · Teamgeist\n\n${began}`)
    expect(story.last('service').text).toMatch(/^Nach dem letzten Bericht hat Jana Petersen „Retro“ gestartet/)
  })

  it('is a question for the next talk with each, in words of their own language, once', async () => {
    const manifest = company(TALKS).replace('name: Ana }', 'name: Ana, language: en }')
    await using story = await tell(engine, { manifest, now: '2026-11-29T12:00' })
    const report = await reported(story, { goal: '1' }, { goal: '5' })
    expect(labels(report)[0]).toBe('Frage mitnehmen')
    const said = textOf(await story.press('lead', 'start-step', report))
    expect(said).toBe('Erledigt: Das steht jetzt bei „Eins zu eins“ auf der Agenda.')
    await story.to('2026-12-04T12:01')
    expect(reportOf(story).text).toContain('Du hast eine Frage für „Eins zu eins“ mitgenommen.')
    expect(textOf(await story.command('ana', 'agenda'))).toContain('What is going better here than I notice? · Jana')
    expect(textOf(await story.command('ben', 'agenda'))).toContain('Was läuft bei uns besser, als ich es mitbekomme?')
    expect(await audit({ DATABASE_URL: story.db.url }, '2026-12-01')).toContain('put something on its table  talks')

    await story.send({
      ...(await talked(story, 'ben')),
      type: 'press',
      person: 'ben',
    })
    expect(textOf(await story.command('ben', 'agenda'))).not.toContain('besser, als ich')
    // The week after it still waits for those who have not talked.
    await story.to('2026-12-07T09:00')
    expect(textOf(await story.command('ana', 'agenda'))).toContain('What is going better here')
    expect(textOf(await story.command('ben', 'agenda'))).not.toContain('besser, als ich')
    await story.to('2026-12-10T10:00')
    await vote(story, ['spirit', 'ideas', 'help', 'successes'])
    await story.to('2026-12-11T12:00')
    expect(reportOf(story).text).toContain('In einem Gespräch war sie seitdem auf der Agenda.')
    expect(story.last('service').text).not.toContain('In einem Gespräch')
  })
})

/** What `ben` presses to say that they have talked. */
async function talked(story: Story, who: string) {
  await story.to('2026-12-04T12:02')
  const { id, message } = story.standing(`@${who}`).find((each) => buttonsOf(each.message).some(isPick))!
  const button = buttonsOf(message).find(isPick)!
  return {
    action: 'talked',
    value: `${await memberId(story, who)} yes`,
    occurrence: button.occurrence!,
    delivery: id,
  }
}

const isPick = ({ action }: { action: string }): boolean => action === 'pick' || action === 'move'

const memberId = async (story: Story, who: string): Promise<string> =>
  (
    await story.db.kysely
      .selectFrom('identity')
      .select('member_id')
      .where('external_id', '=', who)
      .executeTakeFirstOrThrow()
  ).member_id

const [sqlite] = databases

describe('a step that begins with one press', () => {
  it('is a topic for the next round, asked of everyone in the leader’s name; a restart forgets nothing of it', async () => {
    await using story = await tell(sqlite!, { manifest: company(ROUND), now: '2026-12-02T12:00' })
    const report = await reported(story, { goal: '5' }, { goal: '2' })
    expect(labels(report)[0]).toBe('Thema mitgeben')
    const said = textOf(await story.press('lead', 'start-step', report))
    expect(said).toBe('Vorgemerkt: „Morgenrunde“ am Mo, 7. Dez., 09:00 bringt es mit.')
    await story.restart(company(ROUND, COFFEE))
    await story.to('2026-12-07T09:00')
    expect(story.last('@ana').text).toContain('Jana Petersen fragt außerdem: Worauf arbeiten wir gerade gemeinsam hin?')
    await story.answer('ana', { done: 'Angebote', given_topic: 'Auf den Frühling' })
    await story.to('2026-12-07T13:00')
    const channel = story.standing('service').map(({ text }) => text)
    expect(channel.some((text) => text.includes('gemeinsam hin?\nAuf den Frühling'))).toBe(true)
    await story.to('2026-12-10T10:00')
    await vote(story, ['spirit', 'ideas', 'help', 'successes'])
    await story.to('2026-12-11T12:00')
    const began = 'Nach dem letzten Bericht hast du ein Thema für „Morgenrunde“ mitgegeben. Dazu kam eine Antwort.'
    expect(reportOf(story).text).toContain(began)
  })
})

describe('whoever began it and is forgotten', () => {
  it('is named nowhere any more; what they began stays', async () => {
    await using story = await tell(sqlite!, { manifest: company(ROUND), now: '2026-12-02T12:00' })
    await story.press('lead', 'start-step', await reported(story, { goal: '5' }, { goal: '2' }))
    await story.command('lead', 'vergiss mich')
    await story.send({ type: 'press', person: 'lead', action: 'forget-me' })
    const rows = await story.db.kysely.selectFrom('occurrence').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain('Jana Petersen')
    await story.to('2026-12-07T09:00')
    expect(story.last('@ana').text).toContain('Eure Führungskraft fragt außerdem: Worauf arbeiten wir')
  })
})

describe('where the best step can’t be begun', () => {
  it('another one is suggested that can be, and said to be another', async () => {
    await using story = await tell(sqlite!, { manifest: company(COFFEE), now: '2026-12-02T12:00' })
    const report = await reported(story, { candour: '5' }, { candour: '2' })
    expect(labels(report)[0]).toBe('Kaffeerunde starten')
    expect(report.text).toContain('Deshalb etwas, das gleich geht:')
    await story.press('lead', 'start-step', report)
    await story.to('2026-12-04T12:01')
    expect(story.last('@ana').text).toContain('Kaffee mit')
    expect(story.platform.standing.size).toBeGreaterThan(0)
    // What was planned instead stands beside it.
    const opened = await story.press('lead', 'plan-step', reportOf(story))
    if (opened.type !== 'form') throw new Error(textOf(opened))
    const answers = { what: 'Nachfragen, wie es war', by: '2026-12-10' }
    await story.send({ type: 'submit', person: 'lead', ticket: opened.ticket, answers })
    await story.to('2026-12-04T12:02')
    expect(reportOf(story).text).toContain('Du hast eine Runde „Kaffeerunde“ gestartet.')
    expect(reportOf(story).text).toContain('„Nachfragen, wie es war“')
  })

  it('a date is asked for, and it is said that nothing can be begun', async () => {
    await using story = await tell(sqlite!, { manifest: company(), now: '2026-12-02T12:00' })
    const report = await reported(story, { candour: '5' }, { candour: '2' })
    expect(labels(report)).toEqual(['So einplanen', 'Etwas anderes', 'Warum dieser?'])
    expect(report.text).toContain('Auf Knopfdruck starten lässt sich dafür bei euch gerade nichts.')
  })

  it('"something else" offers what can be begun there, each with what it does', async () => {
    await using story = await tell(sqlite!, { manifest: company(RETRO, ROUND), now: '2026-12-02T12:00' })
    await reported(story, { candour: '5' }, { candour: '2' })
    const other = await story.press('lead', 'other-step')
    expect(textOf(other)).toContain(
      'Mit „Thema mitgeben“ frage ich bei „Morgenrunde“ am Mo, 7. Dez., 09:00 alle in deinem Namen',
    )
    if (other.type !== 'notice') throw new Error(other.type)
    const topic = buttonsOf(other.message).find(
      ({ value, action }) => action === 'start-step' && value === 'team-round',
    )!
    const { occurrence } = buttonsOf(reportOf(story).message)[0]!
    const said = await story.send({ type: 'press', person: 'lead', ...topic, occurrence: occurrence! })
    expect(textOf(said)).toContain('„Morgenrunde“')
  })
})

describe('a press that comes at the wrong time, or from somebody else', () => {
  it('hears from when it can be begun while the team is asleep, and until when it runs', async () => {
    await using story = await tell(sqlite!, { manifest: company(RETRO), now: '2026-12-02T12:00' })
    const report = await reported(story, { candour: '5' }, { candour: '2' })
    await story.to('2026-12-04T22:30')
    expect(textOf(await story.press('lead', 'start-step', report))).toContain('Dein Team hat gerade Ruhe.')
    await story.to('2026-12-05T10:00')
    await story.command('lead', 'start retro')
    await story.to('2026-12-05T10:01')
    expect(textOf(await story.press('lead', 'start-step', report))).toMatch(/^„Retro“ läuft schon, bis/)
    expect(await occurrencesOf(story, 'retro')).toHaveLength(1)
  })

  it('hears, when the next poll has begun, what to do instead', async () => {
    await using story = await tell(sqlite!, { manifest: company(RETRO), now: '2026-12-02T12:00' })
    const report = await reported(story, { candour: '5' }, { candour: '2' })
    await story.to('2026-12-10T10:00')
    const reply = await story.press('lead', 'start-step', report)
    expect(textOf(reply)).toContain('Dieser Bericht ist nicht mehr der neueste.')
    expect(await occurrencesOf(story, 'retro')).toEqual([])
  })

  it('sets the format of a retro that comes soon anyway', async () => {
    const soon = RETRO.replace('every: 4 weeks', 'rrule: "FREQ=WEEKLY;INTERVAL=4"').replace(', on: mon', '')
    const manifest = company(
      soon.replace('rrule: "FREQ=WEEKLY;INTERVAL=4"', 'cron: "0 10 7 12 *"').replace(", at: '10:00'", ''),
    )
    await using story = await tell(sqlite!, { manifest, now: '2026-12-02T12:00' })
    const report = await reported(story, { candour: '5' }, { candour: '2' })
    expect(labels(report)[0]).toBe('Format festlegen')
    await story.press('lead', 'start-step', report)
    await story.to('2026-12-07T10:00')
    expect(story.last('service').text).toContain('Retro · Ärger, Kummer, Freude')
  })

  it('does nothing for a member, nor for a leader whose team only takes part', async () => {
    const other = `
  - { id: spirit-2, kind: pulse, team: store, name: Teamgeist, schedule: { every: week, on: thu, at: '10:00', window: 26h } }
  - { id: coffee, kind: coffee, team: service, with: [store], name: Kaffeerunde, schedule: { every: 4 weeks, on: mon, at: '09:30' } }
`
    const store = ['gus', 'hal', 'ida', 'jon', 'kim']
    const more = `
  - { email: boss@nordlicht.example, name: Paul }
${store.map((name) => `  - { email: ${name}@nordlicht.example, name: ${name} }`).join('\n')}
teams:
  - { id: store, name: Lager, leaders: [boss@nordlicht.example], members: [${store.map((name) => `${name}@nordlicht.example`).join(', ')}], channels: [web:lager] }
`
    const manifest = company(other).replace('\nteams:\n', more)
    await using story = await tell(sqlite!, { manifest, now: '2026-12-02T12:00' })
    await story.to('2026-12-03T10:00')
    for (const who of store) await story.answer(who, { spirit: '4', goal: '4', way: '4', candour: '2' })
    await story.answer('boss', { spirit: '4', goal: '4', way: '4', candour: '5', guess: '80' })
    const ours = await reported(story, { candour: '5' }, { candour: '2' })
    expect(labels(ours)[0]).toBe('Kaffeerunde starten')
    const theirs = story.last('@boss')
    expect(theirs.text).toMatch(/^Lager · Teamgeist/)
    expect(labels(theirs)).not.toContain('Kaffeerunde starten')
    for (const [person, on] of [
      ['boss', theirs],
      ['ana', ours],
    ] as const) {
      const { occurrence } = buttonsOf(on.message)[0]!
      const press = { type: 'press' as const, person, action: 'start-step', value: 'coffee', occurrence: occurrence! }
      expect(textOf(await story.send({ ...press, delivery: on.id }))).toMatch(/^(Dafür gibt es|Das richtet sich)/)
    }
    await story.to('2026-12-04T13:00')
    expect(await occurrencesOf(story, 'coffee')).toEqual([])
  })
})
