/**
 * The Slack double: a workspace behind real HTTP and real WebSockets on this machine, which refuses what Slack refuses. The bot gets
 * `apiUrl` as SLACK_API_URL and the tokens; people act through `as(person)`; what the bot said stands in `world` and `journal`.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClock, type Clock } from '../../src/clock.ts'
import { type Acts, actsOf } from './acts.ts'
import { type Ack, attempt, deliver, type PostOffice, RETRIES } from './delivery.ts'
import { createFaults, type Faults } from './faults.ts'
import { httpTransport } from './http-transport.ts'
import { createJournal, type DeliveryRecord, type Journal } from './journal.ts'
import { createPace, type Pace, type PaceOptions } from './pace.ts'
import { eventPayload } from './payloads.ts'
import { personJson } from './people.ts'
import { serveResponse } from './response-url.ts'
import { MINIMAL } from './scopes.ts'
import { createSockets, type Sockets } from './socket-transport.ts'
import { type Api, serveApi } from './web-api.ts'
import {
  addConversation,
  addPerson,
  type Conversation,
  conversationWith,
  createWorld,
  type Json,
  type Person,
  type StoredMessage,
  type World,
} from './world.ts'

export interface SlackOptions {
  /** For messages, limits, triggers. Signatures are stamped with the real time, and answers are awaited in it. */
  clock?: Clock
  pace?: PaceOptions
  /** Items on a page of a list, however many are asked for. Small, so that whoever forgets the next page is found out. */
  pageSize?: number
  scopes?: readonly string[]
  /** Milliseconds before each new attempt to bring an event. */
  retries?: readonly number[]
}

export interface Slack extends AsyncDisposable {
  world: World
  journal: Journal
  faults: Faults
  pace: Pace
  sockets: Sockets
  apiUrl: string
  grants: Api['grants']
  signingSecret: string
  /** The variables that the program needs for Socket Mode or for HTTP. */
  environment(mode: 'socket' | 'http'): Record<string, string>
  /** HTTP mode from now on: where the bot listens, such as `http://127.0.0.1:3000/slack/events`. */
  listenAt(address: string): void
  person(given: Partial<Person> & { name: string }): Person
  /** A channel; the bot is in it unless `withBot` is false. */
  channel(name: string, people: Person[], more?: { kind?: 'public' | 'private'; withBot?: boolean }): Conversation
  as(person: Person): Acts
  /** What stands in a conversation, oldest first. */
  messages(conversation: Conversation): StoredMessage[]
  /** The bot's own conversation with these people. */
  direct(...people: Person[]): Conversation
  /** Something happens that nobody in particular does: `app_uninstalled`, `tokens_revoked`, `team_join`. */
  event(event: Json): Promise<Ack>
  /** Brings the same thing once more, as Slack does when it is unsure. */
  again(record: DeliveryRecord): Promise<Ack>
  /** Waits for everything that Slack is bringing or answering right now. */
  idle(): Promise<void>
}

export async function openSlack(options: SlackOptions = {}): Promise<Slack> {
  const world = createWorld(options.clock ?? systemClock)
  const journal = createJournal()
  const faults = createFaults()
  const pace = createPace(options.pace)
  const sockets = createSockets(world)
  const grants: Api['grants'] = {
    botToken: 'xoxb-000000000001-double-bot',
    appToken: 'xapp-1-A0DOUBLE-double-app',
    scopes: [...(options.scopes ?? MINIMAL)],
    revoked: null,
  }
  const signingSecret = 'a-signing-secret-of-the-double'
  let address: string | null = null
  const overHttp = httpTransport(
    () => address!,
    () => signingSecret,
  )
  const office: PostOffice = {
    world,
    journal,
    transport: { send: (envelope) => (address === null ? sockets : overHttp).send(envelope) },
    retries: options.retries ?? RETRIES,
    running: new Set(),
  }
  const origin = { url: '' }
  const api: Api = {
    world,
    journal,
    faults,
    pace,
    grants,
    pageSize: options.pageSize ?? 3,
    openSocket: () => sockets.ticket(origin.url),
  }
  const server = await listen(api, sockets)
  origin.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    world,
    journal,
    faults,
    pace,
    sockets,
    grants,
    signingSecret,
    apiUrl: `${origin.url}/api/`,
    environment: (mode) => ({
      SLACK_API_URL: `${origin.url}/api/`,
      SLACK_BOT_TOKEN: grants.botToken,
      ...(mode === 'socket' ? { SLACK_APP_TOKEN: grants.appToken } : { SLACK_SIGNING_SECRET: signingSecret }),
    }),
    listenAt(url) {
      address = url
    },
    person: (given) => addPerson(world, given),
    channel(name, people, { kind = 'public', withBot = true } = {}) {
      const members = [...(withBot ? [world.bot.id] : []), ...people.map(({ id }) => id)]
      return addConversation(world, kind, name, members)
    },
    as: (person) =>
      actsOf({ office, origin: origin.url, profile: (one) => personJson(world, one, grants.scopes, true) }, person),
    messages: ({ id }) => world.conversations.get(id)!.messages,
    direct: (...people) =>
      conversationWith(
        world,
        people.map(({ id }) => id),
      ),
    event: (event) => deliver(office, 'events_api', eventPayload(world, event)),
    again: ({ type, payload }) =>
      attempt(office, { type: type as 'events_api', payload, attempt: 1, reason: 'http_timeout' }),
    async idle() {
      while (office.running.size > 0) await Promise.allSettled(office.running)
    },
    async [Symbol.asyncDispose]() {
      sockets.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }
}

async function listen(api: Api, sockets: Sockets) {
  const server = createServer((request, response) => {
    const serve = request.url!.startsWith('/response/')
      ? serveResponse(api.world, api.journal, request, response)
      : serveApi(api, request, response)
    serve.catch((fault: unknown) => {
      // A fault of the double's own must not look like one of Slack's.
      api.world.complaints.push(`the double is at fault: ${String(fault instanceof Error ? fault.stack : fault)}`)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return server
}
