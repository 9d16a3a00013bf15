/** What does not come from Slack, or not for this bot, or not in a shape it can have, is refused; and the log says so without saying what it was. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { companyIn, type Company, manifestFor, MORNING } from './company.ts'
import type { Envelope } from './delivery.ts'
import { post, signature, signedRequest } from './http-transport.ts'
import { type SlackStory, tellInSlack } from './house.ts'
import { commandPayload, eventPayload } from './payloads.ts'
import { newTrigger, type Json } from './world.ts'

/** Stands in everything that is sent here, and may stand in no line of the log. */
const CANARY = 'kanarienvogel-7'

let story: SlackStory
let company: Company
beforeAll(async () => {
  story = await tellInSlack({
    now: '2026-12-06T12:00',
    found(slack) {
      company = companyIn(slack)
      return manifestFor(company, MORNING)
    },
  })
})
afterAll(() => story[Symbol.asyncDispose]())

const command = (more: Json = {}): Envelope => {
  const { world } = story.slack
  const actor = { world, person: company.ana, trigger: newTrigger(world, company.ana.id) }
  const payload = commandPayload(actor, story.slack.direct(company.ana), '/teamrunde', CANARY, 'http://127.0.0.1/none')
  return { type: 'slash_commands', payload: { ...payload, ...more }, attempt: 0, reason: null }
}

const event = (more: Json = {}): Envelope => ({
  type: 'events_api',
  payload: {
    ...eventPayload(story.slack.world, { type: 'app_home_opened', user: company.ana.id, tab: 'home', note: CANARY }),
    ...more,
  },
  attempt: 0,
  reason: null,
})

const send = (envelope: Envelope, secret = story.slack.signingSecret, skew = 0) =>
  post(story.address, signedRequest(envelope, secret, skew))

/** Signed as it should be, whatever it is. */
const sendRaw = (body: string, contentType: string) => {
  const timestamp = Math.floor(Date.now() / 1000)
  return post(story.address, {
    body,
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signature(story.slack.signingSecret, timestamp, body),
    },
  })
}

/** How many calls the bot has made: whatever is refused leads to none. */
const calls = (): number => story.slack.journal.calls.length

async function expectRefused(work: () => Promise<{ status: number }>, least = 400): Promise<void> {
  const before = calls()
  const { status } = await work()
  expect(status).toBeGreaterThanOrEqual(least)
  expect(status).toBeLessThan(500)
  await story.settle()
  expect(calls()).toBe(before)
  expect(story.logged()).not.toContain(CANARY)
}

describe('a request', () => {
  it('with a wrong signature, or none, is refused and logged', async () => {
    const lines = story.logged().length
    await expectRefused(() => send(command(), 'another-signing-secret'))
    await expectRefused(() => post(story.address, { body: signedRequest(event(), 'x').body, headers: {} }))
    expect(story.logged().length).toBeGreaterThan(lines)
  })

  it('that was signed too long ago, or lies in the future, is refused', async () => {
    await expectRefused(() => send(command(), undefined, -301))
    await expectRefused(() => send(command(), undefined, 301))
  })

  it('from another workspace leads to nothing', async () => {
    const before = calls()
    const strangers = { team_id: 'T0OTHER01', context_team_id: 'T0OTHER01', authorizations: [] }
    for (const envelope of [command({ team_id: 'T0OTHER01' }), event(strangers)]) await send(envelope)
    await story.settle()
    expect(calls()).toBe(before)
    expect(story.logged()).toContain('another workspace')
    expect(story.logged()).not.toContain(CANARY)
  })

  it('that is far too long is not read to its end', async () => {
    const long = `{"canary":"${CANARY}","text":"${'x'.repeat(3_000_000)}"}`
    await expectRefused(() => sendRaw(long, 'application/json'), 0)
  })

  it('that nobody can read is answered, and the next one is, too', async () => {
    const form = 'application/x-www-form-urlencoded'
    const broken: [string, string][] = [
      [`{"canary":"${CANARY}"`, 'application/json'],
      ['[]', 'application/json'],
      ['null', 'application/json'],
      ['', 'application/json'],
      [`payload=${CANARY}`, form],
      ['payload=%7B%22type%22%3A%22block_actions%22%7D', form],
      [`command=%2Fteamrunde&text=${CANARY}`, form],
      [`payload=${encodeURIComponent(JSON.stringify({ type: 'view_submission', view: { state: CANARY } }))}`, form],
    ]
    for (const [body, type] of broken) {
      expect((await sendRaw(body, type)).status).toBeLessThan(600)
      expect(story.logged()).not.toContain(CANARY)
    }
    const home = await story.slack.as(company.ana).openHome()
    expect(home.status).toBe(200)
    await story.slack.journal.until('the Home tab', story.slack.as(company.ana).home)
  })

  it('that is no POST, or goes elsewhere, finds nothing', async () => {
    expect((await fetch(story.address)).status).toBeGreaterThanOrEqual(400)
    expect((await fetch(`${story.address}/more`, { method: 'POST', body: CANARY })).status).toBeGreaterThanOrEqual(400)
  })

  it('that was taken before changes nothing the second time', async () => {
    const { slack } = story
    const acts = slack.as(company.ana)
    await acts.command('weg bis 24.12.')
    await story.settle()
    const absences = () => story.db.kysely.selectFrom('absence').selectAll().execute()
    const once = await absences()
    expect(once).toHaveLength(1)
    const first = slack.journal.deliveries.findLast(({ type }) => type === 'slash_commands')!
    await slack.again(first)
    await story.settle()
    expect(await absences()).toEqual(once)
  })
})

describe('the log', () => {
  it('never holds a token or the signing secret', () => {
    const { grants, signingSecret } = story.slack
    for (const secret of [grants.botToken, grants.appToken, signingSecret]) expect(story.logged()).not.toContain(secret)
  })
})
