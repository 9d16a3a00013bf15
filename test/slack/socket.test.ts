/** Socket Mode on a bad line: connections that Slack moves or cuts, answers that never arrive, and two replicas side by side. */
import { describe, expect, it } from 'vitest'
import { createSlackAdapter } from '../../adapters/slack/adapter.ts'
import { composeHouse } from '../../src/compose.ts'
import { createEngine } from '../../src/engine/engine.ts'
import { companyIn, type Company, manifestFor, MORNING } from './company.ts'
import { type SlackStory, tellInSlack } from './house.ts'
import { shownText } from './reading.ts'

async function begin(generosity = 1): Promise<SlackStory & { company: Company }> {
  let company: Company | undefined
  const story = await tellInSlack({
    mode: 'socket',
    pace: { generosity },
    now: '2026-12-07T08:00',
    found(slack) {
      company = companyIn(slack)
      return manifestFor(company, MORNING)
    },
  })
  return { ...story, company: company! }
}

/** Until the bot is there again; it waits a little before each new attempt, by the story's clock. */
async function connected({ slack, virtual }: SlackStory, count: number): Promise<void> {
  for (let tries = 0; slack.sockets.connections() !== count && tries < 200; tries += 1) {
    await virtual.to(virtual.clock.now().add({ seconds: 1 }))
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(slack.sockets.connections()).toBe(count)
}

describe('a bot in Socket Mode', () => {
  it('comes back when Slack moves the connection, cuts it, or can’t be reached for a while', async () => {
    await using story = await begin(100)
    const { slack, company } = story
    const acts = slack.as(company.ana)
    const works = async (): Promise<void> => expect((await acts.command('heute')).status).toBe(200)
    await works()
    slack.sockets.refresh()
    await slack.journal
      .until('the old connection is gone', () => slack.sockets.connections() === 0, 500)
      .catch(() => {})
    await connected(story, 1)
    await works()
    slack.faults.next('apps.connections.open', { type: 'status', status: 500 })
    slack.faults.next('apps.connections.open', { type: 'drop-before' })
    slack.faults.next('apps.connections.open', { type: 'rate-limited', seconds: 5 })
    slack.sockets.cut()
    await new Promise((resolve) => setTimeout(resolve, 50))
    await connected(story, 1)
    await works()
    expect(slack.faults.left()).toBe(0)
    expect(slack.world.complaints).toEqual([])
  })

  it('does once what Slack brings again because the answer was lost', async () => {
    await using story = await begin()
    const { slack, company } = story
    const { ana } = company
    await story.to('2026-12-07T09:00')
    const acts = slack.as(ana)
    await acts.press('.answer')
    await slack.journal.until('a form', acts.hasForm)
    slack.sockets.loseNextAck()
    // Ana is told that it did not work; her form still stands open, and she sends it again.
    expect((await acts.submit({ 'field.done': 'Reifen' })).ack.status).toBe(0)
    slack.world.complaints.length = 0
    await connected(story, 1)
    expect((await acts.submit({ 'field.done': 'Reifen' })).closed).toBe(true)
    await story.settle()
    expect(await story.db.kysely.selectFrom('response').select('id').execute()).toHaveLength(1)
    expect(slack.world.complaints).toEqual([])
  })

  it('shares the work with a second replica, and each thing is done once', async () => {
    await using story = await begin()
    const { slack, house, virtual, company } = story
    const second = createSlackAdapter({
      botToken: slack.grants.botToken,
      appToken: slack.grants.appToken,
      apiUrl: slack.apiUrl,
      time: virtual.time,
    })
    const replica = await composeHouse({
      db: story.db,
      clock: house.clock,
      log: house.log,
      manifest: house.manifest,
      rituals: house.rituals as Map<string, never>,
      keyFolder: story.keyFolder,
      platforms: new Map([['slack', second]]),
      queue: virtual.queue,
    })
    // Slack lets one connection be opened a minute: the second replica waits its turn.
    await virtual.during(second.start(createEngine(replica).inbox))
    expect(slack.sockets.connections()).toBe(2)
    await story.to('2026-12-07T09:00')
    for (const person of company.staff) {
      await story.answer(person, { 'field.done': `von ${person.name}` })
      const submission = slack.journal.deliveries.at(-1)!
      // Once more, to the other replica.
      await slack.again(submission)
    }
    await story.to('2026-12-07T13:01')
    const thread = slack.messages(company.service).filter((message) => shownText(message).includes('von '))
    expect(thread).toHaveLength(company.staff.length)
    expect(await story.db.kysely.selectFrom('response').select('id').execute()).toHaveLength(company.staff.length)
    expect(slack.world.complaints).toEqual([])
    virtual.release()
    await second.stop()
  })
})
