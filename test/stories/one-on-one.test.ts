/** The talks of pairs, from "when?" to "who does what by when?", lived through from week to week. */
import { describe, expect, it } from 'vitest'
import type { Reply } from '#platform'
import { feedEntries } from '../../src/engine/feed/entries.ts'
import { memberOn } from '../../src/store/people.ts'
import { databases } from '../databases.ts'
import { buttonsOf, type Standing, type Story, tell, textOf } from '../house.ts'

interface Colleague {
  name: string
  zone?: string
  language?: 'en'
  unit?: string
}

const LISBON: Colleague = { name: 'ana', zone: 'Europe/Lisbon', language: 'en' }
const SCHEDULE = "{ every: week, on: mon, at: '09:00', onHoliday: next }"

const company = (members: Colleague[], options = '', leaders: Colleague[] = [{ name: 'jana' }]): string => `
organisation: { name: Nordlicht, language: de, zone: Europe/Berlin, holidays: { country: DE, region: NI } }
admins: [admin@nordlicht.example]
units:
  - { id: nord, name: Nord }
  - { id: sued, name: Süd, holidays: { country: DE, region: BY } }
people:
  - { email: admin@nordlicht.example, name: Birte }
  - { email: olga@nordlicht.example, name: Olga }
${[...leaders, ...members].map(personLine).join('\n')}
teams:
  - id: service
    name: Service
    leaders: [${leaders.map(emailOf).join(', ')}]
    members: [${members.map(emailOf).join(', ')}]
    observers: [olga@nordlicht.example]
    channels: [web:service]
rituals:
  - { id: talks, kind: one-on-one, team: service, name: Zu zweit, schedule: ${SCHEDULE}, options: { ${options} } }
`

const emailOf = ({ name }: Colleague): string => `${name}@nordlicht.example`

const personLine = ({ name, zone, language, unit }: Colleague): string => {
  const more = [zone && `zone: ${zone}`, language && `language: ${language}`, unit && `unit: ${unit}`].filter(Boolean)
  return `  - { ${[`email: ${name}@nordlicht.example`, `name: ${name[0]!.toUpperCase()}${name.slice(1)}`, ...more].join(', ')} }`
}

/** What came to somebody since a moment, without the welcome; `since` in UTC. */
const since = (story: Story, who: string, at: string): Standing[] =>
  story.standing(`@${who}`).filter((each) => each.at >= at)

const allOf = (story: Story, who: string): string =>
  story
    .standing(who)
    .map(({ text }) => text)
    .join('\n')

/** Opens the form behind a button of the newest message that has it, and sends it. */
async function fill(story: Story, who: string, action: string, answers: Record<string, unknown>): Promise<Reply> {
  const opened = await story.press(who, action)
  if (opened.type !== 'form') throw new Error(`No form: ${JSON.stringify(opened)}`)
  const blank = Object.fromEntries(opened.form.fields.map((field) => [field.name, field.initial ?? null]))
  return story.send({ type: 'submit', person: who, ticket: opened.ticket, answers: { ...blank, ...answers } })
}

/** Taps a day or a yes by its label. */
async function tap(story: Story, who: string, label: string): Promise<Reply> {
  for (const standing of story.standing(`@${who}`).toReversed()) {
    const button = buttonsOf(standing.message).find((each) => each.label === label)
    if (!button) continue
    const { action, value, occurrence } = button
    return story.send({
      type: 'press',
      person: who,
      action,
      ...(value !== undefined && { value }),
      ...(occurrence !== undefined && { occurrence }),
      delivery: standing.id,
    })
  }
  throw new Error(`Nobody offers "${label}" to ${who}: ${allOf(story, `@${who}`)}`)
}

/** The member's id, as a leader's form names whom they mean. */
const idOf = async (story: Story, name: string): Promise<string> => (await memberOn(story.db.kysely, 'web', name))!.id

const feedOf = async (story: Story, name: string) =>
  (await feedEntries(story.house, (await memberOn(story.db.kysely, 'web', name))!)).map(({ uid, title, startsAt }) => ({
    uid,
    title,
    startsAt: startsAt.toString(),
  }))

for (const engine of databases) {
  describe(`a pair on ${engine.name}`, () => {
    it('chooses a day, gets its agenda, talks, promises, and finds the promise on top the next time', async () => {
      const manifest = company([LISBON, { name: 'ben' }])
      await using story = await tell(engine, { manifest, now: '2026-11-29T12:00' })
      const ana = await idOf(story, 'ana')
      expect(textOf(await story.command('ana', 'agenda'))).toContain('has not begun yet')

      // Monday: nine in Lisbon is ten in Berlin; the leader has had the overview for an hour.
      await story.to('2026-11-30T10:01')
      expect(story.last('@ana').text).toContain('When will you and Jana talk?')
      expect(story.last('@jana').text).toContain('Ana · noch kein Gespräch · noch kein Tag')
      await tap(story, 'ana', 'Wed 2 Dec, 10:00')
      await story.to('2026-11-30T10:02')
      expect(story.last('@jana').text).toContain('Ana · noch kein Gespräch · am Mi, 2. Dez., 11:00')

      // Both note something down; the process ends and starts anew.
      await fill(story, 'ana', 'point', { text: 'Cover in January' })
      await fill(story, 'jana', 'point', { with: ana, text: 'Garantien übernehmen?' })
      await story.restart()

      // Tuesday at nine, each on their own clock.
      await story.to('2026-12-01T09:30')
      expect(story.last('@jana').text).toMatch(/Agenda: du und Ana\n\nMi, 2\. Dez\., 11:00 mit Ana, 30 Minuten\./)
      expect(story.last('@ana').text).not.toContain('Agenda')
      await story.to('2026-12-01T10:00')
      const agenda = story.last('@ana')
      expect(agenda.text).toContain('Agenda: you and Jana')
      expect(agenda.text).toMatch(/• Cover in January · Ana\n• Garantien übernehmen\? · Jana/)
      expect(agenda.text).toMatch(/How are you, numbers aside\?\n• Where does my leadership help you now\?/)
      const calendar = await feedOf(story, 'ana')
      expect(calendar).toMatchObject([{ title: '1:1 with Jana', startsAt: '2026-12-02T10:00:00Z' }])

      // The leader moves it by a day; both read of it, and the agenda comes anew the day before.
      await fill(story, 'jana', 'move', { with: ana, date: '2026-12-03', time: '14:00' })
      await story.to('2026-12-01T10:05')
      expect(story.standing('@ana').find(({ id }) => id === agenda.id)!.text).toContain('now on Thu 3 Dec, 13:00')
      expect(story.last('@ana').text).toBe('Your talk with Jana is now on Thu 3 Dec, 13:00.')
      expect(allOf(story, '@ana')).toContain('Thu 3 Dec, 13:00 with Jana, 30 minutes.')
      expect(await feedOf(story, 'ana')).toEqual([{ ...calendar[0], startsAt: '2026-12-03T13:00:00Z' }])
      expect(await feedOf(story, 'jana')).toMatchObject([{ startsAt: '2026-12-03T13:00:00Z' }])
      await story.to('2026-12-02T10:00')
      expect(story.last('@ana').text).toContain('Cover in January')

      // Afterwards one question, to the member; the leader finds it above the agenda.
      await story.to('2026-12-03T14:31')
      expect(story.last('@ana').text).toContain('Did you and Jana talk? You had agreed on Thu 3 Dec, 13:00.')
      expect(since(story, 'jana', '2026-12-03')).toEqual([])
      await tap(story, 'jana', 'Ja')
      await story.to('2026-12-03T14:32')
      expect(story.last('@ana').text).toContain('Who does what by when?')
      await fill(story, 'ana', 'promise', {
        owner: 'leader',
        text: 'find cover',
        trigger: 'the offer is there',
        due: '2026-12-18',
      })
      await story.to('2026-12-03T14:33')
      expect(story.last('@ana').text).toContain('Jana: find cover, when the offer is there, by Friday, 18 December')
      expect(allOf(story, '@jana')).toContain('Ihr habt gesprochen'.toLowerCase())

      // Next week is not theirs, but what comes to mind is noted down for the time after.
      await story.to('2026-12-07T10:01')
      expect(since(story, 'ana', '2026-12-07')).toEqual([])
      const resting = await story.command('ana', 'agenda')
      expect(textOf(resting)).toContain('Last on Thursday, 3 December; next around Thursday, 17 December.')
      expect(textOf(resting)).not.toContain('Cover in January')
      expect(textOf(await fill(story, 'ana', 'point', { text: 'A training in spring' }))).toContain('saved')
      expect(textOf(await story.command('ana', 'agenda'))).toContain('A training in spring')
      expect(textOf(await story.command('jana', 'agenda'))).toMatch(
        /Ana · Zuletzt am .+ · ein Punkt · eine Zusage offen/,
      )

      // Two weeks on: how long it has been, and the promise on top.
      await story.to('2026-12-14T10:01')
      expect(story.last('@ana').text).toContain('You last talked 11 days ago.')
      expect(story.last('@jana').text).toContain('Ana · zuletzt vor 11 Tagen · noch kein Tag')
      await tap(story, 'ana', 'Thu 17 Dec, 13:00')
      await story.to('2026-12-16T10:00')
      expect(story.last('@ana').text).toMatch(
        /Your promises to each other\n\n• Jana: find cover, when the offer is there, by Friday, 18 December\n\nYour points\n\n• A training in spring · Ana/,
      )

      // All of it stays between the two.
      for (const who of ['@ben', '@olga', '@admin', 'service'])
        expect(allOf(story, who)).not.toMatch(/Cover|cover|Garantien|training|Ana/)
    })
  })
}

const [engine] = databases

describe('leaders', () => {
  it('of fifteen get one overview a week, and half of the fifteen in the first', async () => {
    const staff = Array.from({ length: 15 }, (_, index) => ({ name: `m${String.fromCodePoint(97 + index)}` }))
    await using story = await tell(engine!, { manifest: company(staff), now: '2026-11-29T12:00' })
    await story.to('2026-12-04T18:00')
    const told = since(story, 'jana', '2026-11-30')
    expect(told).toHaveLength(1)
    expect(told[0]!.text.match(/noch kein Gespräch/g)).toHaveLength(8)
    expect(textOf(await story.command('jana', 'agenda'))).toContain('Mo · noch kein Gespräch')
    await story.to('2026-12-07T09:01')
    // Seven whose turn it is now, and eight who have not talked yet.
    expect(story.last('@jana').text.match(/noch kein Gespräch/g)).toHaveLength(15)
  })

  it('who are back on Wednesday find the overview then, and have kept nobody from choosing a day', async () => {
    await using story = await tell(engine!, { manifest: company([{ name: 'ben' }]), now: '2026-11-29T12:00' })
    await story.command('jana', 'weg bis 2026-12-01')
    await story.to('2026-11-30T09:01')
    expect(story.last('@ben').text).toContain('[Mi, 2. Dez., 10:00] [Do, 3. Dez., 10:00]')
    await tap(story, 'ben', 'Do, 3. Dez., 10:00')
    await story.to('2026-12-02T08:59')
    expect(since(story, 'jana', '2026-11-30')).toEqual([])
    await story.to('2026-12-02T09:01')
    expect(allOf(story, '@jana')).toContain('Ben · noch kein Gespräch · am Do, 3. Dez., 10:00')
    expect(allOf(story, '@jana')).toContain('Agenda: du und Ben')
  })

  it('and members who are away all week are asked for nothing, and come first when they are back', async () => {
    await using story = await tell(engine!, {
      manifest: company([{ name: 'ben' }, { name: 'cem' }]),
      now: '2026-11-29T12:00',
    })
    await story.command('jana', 'weg bis 2026-12-04')
    await story.command('ben', 'weg bis 2026-12-04')
    await story.to('2026-12-06T12:00')
    for (const who of ['jana', 'ben', 'cem']) expect(since(story, who, '2026-11-30')).toEqual([])
    expect(textOf(await story.command('cem', 'agenda'))).toContain('kein Gespräch zu zweit an')
    await story.to('2026-12-07T09:01')
    expect(story.last('@ben').text).toContain('Wann sprecht ihr')
  })

  it('who change begin anew: what was told the one before stays there', async () => {
    const staff = [{ name: 'ben' }]
    await using story = await tell(engine!, { manifest: company(staff, 'every: 1w'), now: '2026-11-29T12:00' })
    await story.to('2026-11-30T09:01')
    await fill(story, 'ben', 'point', { text: 'Nur für Jana' })
    await story.restart(company(staff, 'every: 1w', [{ name: 'karl' }]))
    await story.to('2026-12-07T09:01')
    expect(story.last('@ben').text).toContain('du und Karl')
    expect(story.last('@karl').text).toContain('Ben · noch kein Gespräch')
    await tap(story, 'ben', 'Do, 10. Dez., 10:00')
    await story.to('2026-12-09T09:01')
    expect(story.last('@karl').text).toContain('Agenda: du und Ben')
    expect(allOf(story, '@karl')).not.toContain('Nur für Jana')
    expect(since(story, 'jana', '2026-12-05')).toEqual([])
  })
})

describe('a day', () => {
  it('that was not talked on gives way to a new one without a fuss, in the next week if need be, and stays one entry in the calendar', async () => {
    await using story = await tell(engine!, { manifest: company([{ name: 'ben' }]), now: '2026-11-29T12:00' })
    await story.to('2026-11-30T09:01')
    await tap(story, 'ben', 'Do, 3. Dez., 10:00')
    await story.to('2026-12-03T10:31')
    await tap(story, 'ben', 'Nein')
    await story.to('2026-12-03T10:32')
    expect(story.last('@ben').text).toContain('Kein Problem, das kommt vor. Welcher Tag passt euch?')
    await tap(story, 'ben', 'Di, 8. Dez., 10:00')
    await story.to('2026-12-03T10:33')
    expect(story.last('@ben').text).toBe('Neuer Tag für dich und Jana: Di, 8. Dez., 10:00.')
    expect(story.last('@jana').text).toBe('Neuer Tag für dich und Ben: Di, 8. Dez., 10:00.')
    const [entry] = await feedOf(story, 'ben')
    expect(entry!.startsAt).toBe('2026-12-08T09:00:00Z')

    await story.to('2026-12-07T09:01')
    expect(story.last('@ben').text).toContain('Agenda: du und Jana')
    expect(since(story, 'ben', '2026-12-07').map(({ text }) => text.split('\n')[0])).toEqual([
      'Di, 8. Dez., 10:00 mit Jana, 30 Minuten.',
      'Agenda: du und Jana',
    ])
    await fill(story, 'ben', 'move', { date: '2026-12-10', time: '11:00' })
    await story.to('2026-12-07T09:02')
    expect(await feedOf(story, 'ben')).toEqual([{ ...entry, startsAt: '2026-12-10T10:00:00Z' }])

    // Nobody says whether they talked: asked once more the week after, then there is a new day to choose.
    await story.to('2026-12-14T09:01')
    expect(story.last('@ben').text).toContain('Habt ihr gesprochen, du und Jana?')
    await story.to('2026-12-21T09:01')
    expect(story.last('@ben').text).toContain('Wann sprecht ihr, du und Jana?')
  })
})

describe('days', () => {
  it('are those on which both work, and the agenda comes before the holidays between', async () => {
    const staff = [{ name: 'ben', unit: 'sued' }]
    await using story = await tell(engine!, { manifest: company(staff), now: '2026-12-27T12:00' })
    await story.to('2026-12-28T09:01')
    // New Year is off for both, Epiphany on 6 January only in the south.
    expect(story.last('@ben').text).toContain(
      '[Di, 29. Dez., 10:00] [Mi, 30. Dez., 10:00] [Do, 31. Dez., 10:00] [Mo, 4. Jan., 10:00]',
    )
    await tap(story, 'ben', 'Mo, 4. Jan., 10:00')
    await story.to('2026-12-30T12:00')
    expect(allOf(story, '@ben')).not.toContain('Agenda:')
    await story.to('2026-12-31T09:01')
    expect(story.last('@ben').text).toContain('Agenda: du und Jana')
    await story.to('2027-01-04T09:01')
    expect(since(story, 'ben', '2027-01-04').map(({ text }) => text.split('\n')[0])).toEqual([
      'Mo, 4. Jan., 10:00 mit Jana, 30 Minuten.',
    ])
    // Wednesday is off for one of them; that is said, and they may mean it so.
    const moved = await fill(story, 'ben', 'move', { date: '2027-01-06', time: '10:00' })
    expect(textOf(moved)).toContain('Für mindestens eine Person von euch ist das kein Arbeitstag.')
    expect(textOf(moved)).toContain('[Di, 5. Jan., 10:00] [Do, 7. Jan., 10:00]')
  })

  it('that are past, too far off, or no days at all are refused in words', async () => {
    await using story = await tell(engine!, { manifest: company([{ name: 'ben' }]), now: '2026-11-29T12:00' })
    await story.to('2026-12-02T10:01')
    const day = async (date: string) => textOf(await fill(story, 'ben', 'move', { date, time: '10:00' }))
    expect(await day('2026-12-01')).toContain('ab Mittwoch, 2. Dezember')
    expect(await day('2026-12-14')).toContain('bis Sonntag, 13. Dezember')
    expect(await day('2026-11-31')).toContain('gibt es nicht')
    // A talk that took place this morning may be told of now.
    await fill(story, 'ben', 'move', { date: '2026-12-02', time: '08:00' })
    await story.to('2026-12-02T10:02')
    expect(story.last('@ben').text).toContain('Habt ihr gesprochen, du und Jana?')
    // A day that was offered on Monday and has begun opens the form.
    expect((await story.press('jana', 'move')).type).toBe('form')
  })
})

describe('a pair of one', () => {
  it('is none: who leaves in the middle of the week is waited for by nobody', async () => {
    const staff = [{ name: 'ben' }, { name: 'cem' }]
    await using story = await tell(engine!, { manifest: company(staff, 'every: 1w'), now: '2026-11-29T12:00' })
    await story.to('2026-11-30T09:01')
    await tap(story, 'ben', 'Do, 3. Dez., 10:00')
    await fill(story, 'ben', 'point', { text: 'Abschied' })
    await story.restart(company([{ name: 'cem' }], 'every: 1w'))
    await story.to('2026-12-03T12:00')
    expect(allOf(story, '@jana')).not.toContain('Agenda')
    expect(story.last('@jana').text).not.toContain('Ben')
    expect(since(story, 'ben', '2026-12-01')).toEqual([])
    await story.to('2026-12-07T09:01')
    expect(story.last('@jana').text).toMatch(/Cem/)
    expect(story.last('@jana').text).not.toMatch(/Ben/)
  })

  it('is none either when somebody leads a team of nobody', async () => {
    await using story = await tell(engine!, { manifest: company([{ name: 'ben' }]), now: '2026-11-29T12:00' })
    await story.command('ben', 'leave talks')
    await story.to('2026-12-07T09:01')
    expect(since(story, 'jana', '2026-11-30')).toEqual([])
    expect(since(story, 'ben', '2026-11-30')).toEqual([])
  })
})
