/** Commands, the Home tab and coming and going, as people in Slack do it, in German and English. */
import { describe, expect, it } from 'vitest'
import { companyIn, type Company, manifestFor, MORNING, SPIRIT } from './company.ts'
import { type SlackStory, tellInSlack } from './house.ts'
import { buttonsIn, shownText, textOf } from './reading.ts'
import type { Person } from './world.ts'

type Told = SlackStory & { company: Company }

async function begin(): Promise<Told> {
  let company: Company | undefined
  const story = await tellInSlack({
    now: '2026-12-07T08:00',
    found(slack) {
      company = companyIn(slack)
      return manifestFor(company, MORNING, SPIRIT)
    },
  })
  return { ...story, company: company! }
}

/** What somebody alone is shown after a command, or the title of the form that opens. */
async function say(story: Told, person: Person, text: string): Promise<string> {
  const { slack } = story
  const acts = slack.as(person)
  const shown = () => acts.inbox().filter(({ only }) => only === person.id)
  const before = shown().length
  const ack = await acts.command(text)
  expect(ack.status).toBe(200)
  return slack.journal.until(`an answer to ${text}`, () => {
    if (acts.hasForm()) return textOf(acts.form().title)
    return shown().length > before && shown().slice(before).map(shownText).join('\n')
  })
}

const GERMAN = ['', 'heute', 'hilfe', 'warum', 'datenschutz', 'status', 'plan', 'zusagen', 'kalender', 'antworten']
const ENGLISH = ['', 'today', 'help', 'why', 'privacy', 'status', 'plan', 'promises', 'answer', 'snooze']

describe('commands in Slack', () => {
  it('are answered to whoever typed them alone, in their language, whatever they can say', async () => {
    await using story = await begin()
    await story.to('2026-12-07T09:30')
    const { slack, company } = story
    for (const text of GERMAN) {
      const said = await say(story, company.lead, text)
      expect(said, text).toMatch(/\p{L}{3}/u)
      if (slack.as(company.lead).hasForm()) await slack.as(company.lead).closeForm()
    }
    for (const text of ENGLISH) {
      const said = await say(story, company.ben, text)
      expect(said, text).toMatch(/\p{L}{3}/u)
      if (slack.as(company.ben).hasForm()) await slack.as(company.ben).closeForm()
    }
    expect(slack.messages(company.service)).toEqual([])
    expect(slack.world.complaints).toEqual([])
    expect(story.virtual.faults).toEqual([])
  })

  it('mean the same in a direct message to the bot', async () => {
    await using story = await begin()
    const { slack, company } = story
    const acts = slack.as(company.ana)
    const before = acts.inbox().length
    await acts.write('hilfe')
    await story.to('2026-12-07T08:01')
    const answer = await slack.journal.until('an answer', () => acts.inbox()[before + 1])
    expect(shownText(answer)).toMatch(/\p{L}{3}/u)
    expect(slack.world.complaints).toEqual([])
  })

  it('from somebody whom nobody knows are answered kindly', async () => {
    await using story = await begin()
    const stranger = story.slack.person({ name: 'Nele Neu' })
    expect(await say(story, stranger, 'hilfe')).toContain('Nordlicht')
  })
})

describe('the Home tab', () => {
  it('shows what is open, is renewed when something was done, and is there for everyone', async () => {
    await using story = await begin()
    await story.to('2026-12-07T09:30')
    const { slack, company } = story
    for (const person of [company.lead, ...company.staff]) {
      const acts = slack.as(person)
      await acts.openHome()
      const home = await slack.journal.until(`a Home tab for ${person.name}`, acts.home)
      expect(textOf(home.blocks)).toContain('Morgenrunde')
    }
    const acts = slack.as(company.ana)
    const hash = acts.home()!.hash
    await acts.pressHome('.answer')
    await slack.journal.until('a form', acts.hasForm)
    // There is no message to show the thanks on, so the form itself says it.
    expect((await acts.submit({ 'field.done': 'Reifen' })).errors).toEqual({})
    expect(textOf(acts.form().blocks)).toContain('Danke')
    await acts.closeForm()
    const renewed = await slack.journal.until('a renewed Home tab', () => acts.home()!.hash !== hash && acts.home())
    expect(buttonsIn(renewed.blocks).length).toBeGreaterThan(0)
    expect(slack.world.complaints).toEqual([])
  })
})

describe('coming and going', () => {
  it('changes who is asked; whoever comes is welcomed and told by whom', async () => {
    let company: Company | undefined
    await using story = await tellInSlack({
      now: '2026-12-06T12:00',
      found(slack) {
        company = companyIn(slack)
        const manifest = manifestFor(company, MORNING) as {
          people: object[]
          teams: { membersFrom?: string; members: string[] }[]
        }
        manifest.people = []
        Object.assign(manifest.teams[0]!, { members: [], membersFrom: `slack:${company.service.id}` })
        slack.channel('other', [company.ana])
        return manifest
      },
    })
    const { slack } = story
    const { service, ana, lead } = company!
    await story.settle()
    const nele = slack.person({ name: 'Nele Neu' })
    await slack.as(nele).join(service, lead)
    await slack.as(slack.person({ name: 'Gast', kind: 'guest' })).join(service)
    await slack.as(slack.person({ name: 'Robo', kind: 'bot' })).join(service)
    await slack.as(ana).leave(service)
    await story.to('2026-12-07T09:30')
    const asked = (person: Person): boolean =>
      slack
        .as(person)
        .inbox()
        .some(({ ts }) => Number(ts) * 1000 > Date.parse('2026-12-07T07:59:00Z'))
    expect(asked(nele)).toBe(true)
    expect(asked(ana)).toBe(false)
    const others = [...slack.world.people.values()].filter(
      ({ id, kind }) => kind !== 'person' && id !== slack.world.bot.id,
    )
    for (const person of others) expect(slack.as(person).inbox()).toEqual([])
    const welcome = slack.as(nele).inbox().map(shownText).join('\n')
    expect(welcome).toContain(`Dazugeholt hat dich: ${lead.name}`)
    expect(welcome).toContain('gehen, ohne Begründung')
    expect(slack.world.complaints).toEqual([])
  })
})
