/** The connection in Socket Mode: Slack moves it, the way to Slack breaks it, and the bot is there again; two replicas share the work. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PlatformEvent } from '#platform'
import { createSlackAdapter, type SlackAdapter } from '../../adapters/slack/adapter.ts'
import { openSlack, type Slack } from './double.ts'
import type { Json, Person } from './world.ts'

let slack: Slack
let ana: Person
let heard: PlatformEvent[]
let logged: string[]
let adapters: SlackAdapter[]

beforeEach(async () => {
  slack = await openSlack({ pace: { generosity: 100 }, retries: [20, 20, 20] })
  ana = slack.person({ name: 'Ana' })
  heard = []
  logged = []
  adapters = []
})

afterEach(async () => {
  for (const adapter of adapters) await adapter.stop()
  await slack[Symbol.asyncDispose]()
})

async function connect(): Promise<void> {
  const keep = (details: object, message: string): void => void logged.push(JSON.stringify({ ...details, message }))
  const adapter = createSlackAdapter({
    botToken: slack.grants.botToken,
    appToken: slack.grants.appToken,
    apiUrl: slack.apiUrl,
    log: { info: keep, warn: keep, error: keep },
    // Pauses are as short as can be.
    time: {
      now: () => Date.now(),
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, Math.min(20, milliseconds))),
    },
  })
  adapters.push(adapter)
  await adapter.start({
    async handle(event) {
      heard.push(event)
      return { type: 'nothing' }
    },
  })
}

const until = async (what: () => boolean): Promise<void> => {
  for (const end = Date.now() + 8000; !what();) {
    if (Date.now() > end) throw new Error(`It did not come about.\n${logged.join('\n')}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const reconnected = (opened: number): Promise<void> =>
  until(
    () =>
      slack.journal.calls.filter(({ method }) => method === 'apps.connections.open').length > opened &&
      slack.sockets.connections() === 1,
  )

const opens = (): number => slack.journal.calls.filter(({ method }) => method === 'apps.connections.open').length

describe('a connection', () => {
  it('that Slack moves or that breaks is opened anew, and people are heard again', async () => {
    await connect()
    for (const leave of [() => slack.sockets.refresh(), () => slack.sockets.cut()]) {
      const before = opens()
      leave()
      await reconnected(before)
      expect((await slack.as(ana).openHome()).status).toBe(200)
    }
    expect(heard).toHaveLength(2)
  })

  it('is tried again while Slack can’t give one', async () => {
    await connect()
    const before = opens()
    slack.faults.next('apps.connections.open', { type: 'status', status: 500 }, 2)
    slack.faults.next('apps.connections.open', { type: 'drop-before' })
    slack.sockets.cut()
    await reconnected(before)
    await until(() => slack.faults.left() === 0)
    expect((await slack.as(ana).openHome()).status).toBe(200)
    expect(logged.join()).toContain('no connection to Slack; trying again')
  })

  it('is given up when the token is revoked, and that is said once', async () => {
    await connect()
    slack.grants.revoked = 'token_revoked'
    slack.faults.next('apps.connections.open', { type: 'refuse', error: 'invalid_auth' }, 50)
    slack.sockets.cut()
    await until(() => logged.some((line) => line.includes('shut the bot out')))
    const before = opens()
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(opens()).toBe(before)
  })

  it('survives what nobody can read', async () => {
    await connect()
    const odd: Json[] = [
      {},
      { event: null },
      { event: { type: 'of tomorrow' } },
      { type: 'block_actions', actions: [] },
    ]
    for (const payload of odd) {
      for (const type of ['events_api', 'interactive', 'slash_commands'] as const) {
        void slack.again({ type, payload, at: 0, attempt: 0, status: 200, body: null, milliseconds: 0 })
      }
    }
    expect((await slack.as(ana).openHome()).status).toBe(200)
    expect(heard).toHaveLength(1)
  })

  it('is not needed to hear everything once where there are two', async () => {
    await connect()
    await connect()
    expect(slack.sockets.connections()).toBe(2)
    for (let time = 0; time < 4; time += 1) await slack.as(ana).openHome()
    expect(heard).toHaveLength(4)
    expect(new Set(heard.map(({ id }) => id)).size).toBe(4)
  })

  it('brings an event again whose acknowledgement was lost, under the same id', async () => {
    await connect()
    slack.sockets.loseNextAck()
    await slack.as(ana).openHome()
    await until(() => heard.length === 2)
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1)
  })
})
