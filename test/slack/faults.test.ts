/** Slack having a bad day: what breaks off, comes late, is refused or limited. Nobody gets a message twice, and nothing is lost in silence. */
import { describe, expect, it } from 'vitest'
import { companyIn, type Company, manifestFor, MORNING } from './company.ts'
import type { Slack } from './double.ts'
import type { Fault } from './faults.ts'
import { type SlackStory, type SlackStoryOptions, tellInSlack } from './house.ts'
import { shownText } from './reading.ts'
import type { Person, StoredMessage } from './world.ts'

type Told = SlackStory & { company: Company }

async function begin(
  prepare: (slack: Slack, company: Company) => void = () => {},
  options: Partial<SlackStoryOptions> = {},
) {
  let company: Company | undefined
  const story = await tellInSlack({
    now: '2026-12-06T12:00',
    found(slack) {
      company = companyIn(slack)
      prepare(slack, company)
      return manifestFor(company, MORNING)
    },
    ...options,
  })
  return { ...story, company: company! }
}

/** The morning's question, as often as it stands before this person. */
const prompts = ({ slack }: Told, person: Person): StoredMessage[] =>
  slack
    .as(person)
    .inbox()
    .filter((message) => /geschafft|get done|done/i.test(shownText(message)) && isMonday(message))

const isMonday = ({ ts }: StoredMessage): boolean => Number(ts) * 1000 >= Date.parse('2026-12-07T00:00:00Z')

const isTo = (slack: Slack, person: Person) => (args: Record<string, unknown>) =>
  [person.id, slack.direct(person).id].includes(String(args['channel']))

const FAULTS: [string, Fault][] = [
  ['Slack answers 500', { type: 'status', status: 500 }],
  ['Slack answers 503', { type: 'status', status: 503 }],
  ['the way there breaks', { type: 'drop-before' }],
  ['the way back breaks when the message stands', { type: 'drop-after' }],
  ['Slack answers with a page', { type: 'garbage' }],
  ['Slack asks for patience', { type: 'rate-limited', seconds: 40 }],
  ['Slack says that something went wrong inside', { type: 'refuse', error: 'internal_error' }],
]

/** What the admins were told about somebody or some place. */
const toldAbout = ({ slack, company }: Told, what: string): string[] =>
  slack
    .as(company.lead)
    .inbox()
    .map(shownText)
    .filter((text) => text.includes(what))

describe('a question in a direct message', () => {
  it.each(FAULTS)('stands once, although %s', async (_, fault) => {
    await using story = await begin()
    const { slack, company } = story
    for (const each of [1, 2]) {
      void each
      slack.faults.next('chat.postMessage', fault, 1, isTo(slack, company.ana))
    }
    await story.to('2026-12-07T09:30')
    expect(slack.faults.left()).toBeLessThan(2)
    expect(prompts(story, company.ana)).toHaveLength(1)
    // Nobody else has waited for it.
    for (const person of company.staff) expect(prompts(story, person)).toHaveLength(1)
    expect((await story.answer(company.ana, { 'field.done': 'Reifen' })).closed).toBe(true)
    expect(slack.world.complaints).toEqual([])
  })
})

describe('a report in a channel', () => {
  it('of which nobody knows whether it arrived is not sent again, and the admins learn of it', async () => {
    await using story = await begin()
    const { slack, company } = story
    await story.to('2026-12-07T09:00')
    await story.answer(company.ana, { 'field.done': 'Reifen' })
    slack.faults.next('chat.postMessage', { type: 'drop-after' }, 1, ({ channel }) => channel === company.service.id)
    await story.to('2026-12-07T14:00')
    expect(slack.messages(company.service).filter(({ thread }) => thread === null)).toHaveLength(1)
    const states = await story.db.kysely.selectFrom('delivery').select('state').where('state', '=', 'unknown').execute()
    expect(states).toHaveLength(1)
    expect(toldAbout(story, company.service.id)).toHaveLength(1)
  })

  it('that can’t be posted is told to the admins, once and in words', async () => {
    await using story = await begin((slack, company) => company.service.members.delete(slack.world.bot.id))
    const { slack, company } = story
    await story.to('2026-12-10T14:00')
    expect(slack.messages(company.service)).toEqual([])
    const told = toldAbout(story, company.service.id)
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(/\/invite|einladen|lade/i)
  })
})

describe('people', () => {
  it('who were deactivated are not tried again, and hold up nobody', async () => {
    await using story = await begin()
    const { slack, company } = story
    await story.to('2026-12-06T20:00')
    Object.assign(slack.world.people.get(company.ana.id)!, { kind: 'deactivated' })
    await story.to('2026-12-07T12:00')
    expect(prompts(story, company.ben)).toHaveLength(1)
    const tries = slack.journal.calls.filter(({ result }) => result['error'] === 'user_disabled')
    expect(tries.length).toBeLessThanOrEqual(3)
  })
})

describe('a bot that was uninstalled', () => {
  it.each([
    ['app_uninstalled', { type: 'app_uninstalled' }],
    ['tokens_revoked', { type: 'tokens_revoked', tokens: { oauth: [], bot: ['U0BOT'] } }],
  ])('falls silent on %s, and says so in the log', async (_, event) => {
    await using story = await begin()
    const { slack } = story
    await story.to('2026-12-07T08:00')
    slack.grants.revoked = 'token_revoked'
    await slack.event(event)
    await story.settle()
    const before = slack.journal.calls.length
    await story.to('2026-12-07T12:00')
    expect(slack.journal.calls.length).toBe(before)
    expect(story.logged()).toContain(event.type)
  })
})
