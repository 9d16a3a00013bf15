/** The few calls of the Bot Connector that are used, each made once: botbuilder would repeat them by itself, and so post twice. */
import {
  AuthenticationConstants,
  ClaimsIdentity,
  type ConnectorClient,
  TeamsConnectorClient,
} from 'botframework-connector'
import type { ServiceClientCredentialsFactory } from 'botframework-connector'
import { botFrameworkOf } from './authentication.ts'
import type { Cloud } from './cloud.ts'

export interface Connector {
  create(parameters: object): Promise<{ id?: string | undefined; activityId?: string | undefined }>
  send(conversation: string, activity: object): Promise<{ id?: string | undefined }>
  update(conversation: string, activity: string, content: object): Promise<{ id?: string | undefined }>
  members(conversation: string, after: string | undefined): Promise<{ members: unknown[]; after: string | undefined }>
  member(conversation: string, id: string): Promise<unknown>
  channels(team: string): Promise<string[]>
}

export type Connectors = (serviceUrl: string) => Promise<Connector>

/** Milliseconds. Teams takes longer than this only when it is in trouble. */
const TIMEOUT = 15_000
/** Microsoft gives 50 to 500 people on a page. */
const PAGE = 200
const MOST_ADDRESSES = 100

export function createConnectors(
  appId: string,
  cloud: Cloud,
  credentials: ServiceClientCredentialsFactory,
): Connectors {
  const claims = appId === '' ? [] : [{ type: AuthenticationConstants.AudienceClaim, value: appId }]
  const factory = botFrameworkOf(cloud, credentials).createConnectorFactory(new ClaimsIdentity(claims, true))
  const known = new Map<string, Promise<Connector>>()
  return (serviceUrl) => {
    const standing = known.get(serviceUrl)
    if (standing !== undefined) return standing
    if (known.size >= MOST_ADDRESSES) known.clear()
    const made = factory.create(serviceUrl).then((client) => asConnector(client, serviceUrl))
    known.set(serviceUrl, made)
    return made
  }
}

function asConnector(client: ConnectorClient, serviceUrl: string): Connector {
  const teams = new TeamsConnectorClient(client.credentials, { baseUri: serviceUrl })
  withoutRepeating(client)
  withoutRepeating(teams)
  const { conversations } = client
  const options = { timeout: TIMEOUT }
  return {
    create: (parameters) =>
      conversations.createConversation(parameters as Parameters<typeof conversations.createConversation>[0], options),
    send: (conversation, activity) => conversations.sendToConversation(conversation, activity, options),
    update: (conversation, activity, content) => conversations.updateActivity(conversation, activity, content, options),
    async members(conversation, after) {
      // Its type wants one even for the first page.
      const page = { ...options, pageSize: PAGE, continuationToken: after as string }
      const { members, continuationToken } = await conversations.getConversationPagedMembers(conversation, page)
      return { members: members ?? [], after: continuationToken }
    },
    member: (conversation, id) => conversations.getConversationMember(conversation, id, options),
    async channels(team) {
      const { conversations: found = [] } = await teams.teams.fetchChannelList(team, options)
      return found.flatMap(({ id }) => id ?? [])
    },
  }
}

interface Repeating {
  client?: { pipeline?: { removePolicy?(policy: { phase: string }): unknown } }
}

/** No option reaches the retries of the client inside; the phase in which they happen can be taken out. */
function withoutRepeating(client: object): void {
  const pipeline = (client as Repeating).client?.pipeline
  if (pipeline?.removePolicy === undefined) throw new Error('botframework-connector has another inside than expected')
  pipeline.removePolicy({ phase: 'Retry' })
}
