/**
 * The Teams double: a tenant behind real HTTP on this machine, which signs what it brings, wants the bot to sign in, and refuses what Teams refuses. People act through
 * `as(person)`; what the bot said stands in `world` and `journal`.
 */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClock, type Clock } from '../../src/clock.ts'
import { createFaults, type Faults } from '../slack/faults.ts'
import { activity } from './activities.ts'
import { type Acts, actsOf } from './acts.ts'
import type { Json } from './card-check.ts'
import { type Answer, deliver, type PostOffice } from './delivery.ts'
import { createJournal, type DeliveryRecord, type Journal } from './journal.ts'
import { type Keys, newKeys } from './keys.ts'
import { type Login, openLogin } from './login.ts'
import { createPace, type Pace } from './pace.ts'
import { ISSUER, serveRest } from './rest.ts'
import {
  addConversation,
  addPerson,
  type Conversation,
  createWorld,
  type Person,
  type StoredMessage,
  type World,
} from './world.ts'

export interface TeamsOptions {
  /** For messages and limits. Tokens are stamped with the real time, and answers are awaited in it. */
  clock?: Clock
  /** How much of everything is let through: 1 as Teams does. */
  generosity?: number
  /** People on a page, however many are asked for. Small, so that whoever forgets the next page is found out. */
  pageSize?: number
}

export interface Teams extends AsyncDisposable {
  world: World
  journal: Journal
  faults: Faults
  pace: Pace
  keys: Keys
  login: Login
  /** The variables that the program needs. */
  environment(): Record<string, string>
  /** Where the bot listens, such as `http://127.0.0.1:3000/api/messages`. */
  listenAt(address: string): void
  person(given: Partial<Person> & { name: string }): Person
  /** A channel of the one team; the bot is in it unless `withBot` is false. Whoever is in one is in the team. */
  channel(name: string, people: Person[], more?: { withBot?: boolean }): Conversation
  groupChat(people: Person[]): Conversation
  as(person: Person): Acts
  messages(conversation: Conversation): StoredMessage[]
  /** Teams moves to another address and says so with whatever it brings next. */
  move(): void
  serviceUrl(): string
  /** Brings an activity that nobody in particular made. @param token another than the right one */
  bring(activity: Json, token?: string | null): Promise<Answer>
  activity(person: Person, conversation: Conversation, type: string, more?: Json): Json
  /** Brings the same thing once more. */
  again(record: DeliveryRecord): Promise<Answer>
  /** The bot is added to the team of this channel. */
  addBot(by: Person, channel: Conversation): Promise<void>
  /** Waits for everything that Teams is bringing right now. */
  idle(): Promise<void>
}

const REGIONS = ['emea', 'amer', 'apac']

export async function openTeams(options: TeamsOptions = {}): Promise<Teams> {
  const world = createWorld(options.clock ?? systemClock)
  const journal = createJournal()
  const faults = createFaults()
  const pace = createPace(options.generosity)
  const keys = newKeys()
  const login = await openLogin(world.tenant, world.app)
  const origin = { url: '', region: 0 }
  const team = `19:${randomUUID().replaceAll('-', '')}@thread.tacv2`
  let address = 'http://127.0.0.1:9/api/messages'
  const office: PostOffice = { world, journal, keys: () => keys, address: () => address, running: new Set() }
  const serviceUrl = (): string => `${origin.url}/${REGIONS[origin.region % REGIONS.length]}/`
  const server = createServer((request, response) => {
    const rest = { world, journal, faults, pace, keys, login, pageSize: options.pageSize ?? 2, origin: origin.url }
    serveRest(rest, request, response).catch((fault: unknown) => {
      // A fault of the double's own must not look like one of Teams'.
      world.complaints.push(`the double is at fault: ${String(fault instanceof Error ? fault.stack : fault)}`)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  origin.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    world,
    journal,
    faults,
    pace,
    keys,
    login,
    serviceUrl,
    environment: () => ({
      MicrosoftAppId: world.app.id,
      MicrosoftAppPassword: world.app.password,
      MicrosoftAppTenantId: world.tenant,
      ToChannelFromBotLoginUrl: login.url,
      ToChannelFromBotOAuthScope: ISSUER,
      ToBotFromChannelTokenIssuer: ISSUER,
      ToBotFromChannelOpenIdMetadataUrl: `${origin.url}/.well-known/openidconfiguration`,
      TEAMS_SERVICE_URL: serviceUrl(),
    }),
    listenAt(url) {
      address = url
    },
    person: (given) => addPerson(world, given),
    channel(name, people, { withBot = true } = {}) {
      if (withBot) world.withBot.add(team)
      const id = [...world.conversations.keys()].includes(team) ? {} : { id: team }
      return addConversation(world, { kind: 'channel', name, members: people.map((each) => each.id), team, ...id })
    },
    groupChat: (people) =>
      addConversation(world, { kind: 'groupChat', name: '', members: people.map((each) => each.id) }),
    as: (person) => actsOf({ office, serviceUrl }, person),
    messages: ({ id }) => world.conversations.get(id)!.messages,
    move() {
      origin.region += 1
    },
    bring: (what, token) => deliver(office, what, token),
    activity: (person, conversation, type, more = {}) =>
      activity({ world, serviceUrl: serviceUrl(), person, conversation }, type, more),
    again: ({ activity: what }) => deliver(office, what),
    async addBot(by, channel) {
      world.withBot.add(channel.team!)
      const more = { membersAdded: [{ id: world.bot }] }
      await deliver(
        office,
        activity({ world, serviceUrl: serviceUrl(), person: by, conversation: channel }, 'conversationUpdate', more),
      )
    },
    async idle() {
      while (office.running.size > 0) await Promise.allSettled(office.running)
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
      await login.close()
    },
  }
}
