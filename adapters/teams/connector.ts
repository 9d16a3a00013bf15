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
/** Bytes of an answer. A page of people has some hundred thousand. */
const LONGEST_ANSWER = 10_000_000

export function createConnectors(
  appId: string,
  cloud: Cloud,
  credentials: ServiceClientCredentialsFactory,
  patience = TIMEOUT,
): Connectors {
  const claims = appId === '' ? [] : [{ type: AuthenticationConstants.AudienceClaim, value: appId }]
  const factory = botFrameworkOf(cloud, credentials).createConnectorFactory(new ClaimsIdentity(claims, true))
  const known = new Map<string, Promise<Connector>>()
  return (serviceUrl) => {
    const standing = known.get(serviceUrl)
    if (standing !== undefined) return standing
    if (known.size >= MOST_ADDRESSES) known.clear()
    const made = factory.create(serviceUrl).then((client) => asConnector(client, serviceUrl, patience))
    known.set(serviceUrl, made)
    return made
  }
}

function asConnector(client: ConnectorClient, serviceUrl: string, patience: number): Connector {
  const teams = new TeamsConnectorClient(client.credentials, { baseUri: serviceUrl })
  for (const each of [client, teams]) {
    without(each, { phase: 'Retry' })
    // What counts an answer's bytes hears of no fault of what unpacks it, which then would end the process.
    without(each, { name: 'decompressResponsePolicy' })
  }
  signsInTime(client.credentials, patience / 2)
  const { conversations } = client
  /** The client's own time limit is over with the head of an answer; its body may never come to an end, or be longer than anybody can keep. */
  const bounded = async <T>(call: (options: Bounds) => Promise<T>): Promise<T> => {
    const tooLong = new AbortController()
    const abortSignal = AbortSignal.any([AbortSignal.timeout(patience), tooLong.signal])
    const onDownloadProgress = ({ loadedBytes }: { loadedBytes: number }): void => {
      if (loadedBytes <= LONGEST_ANSWER) return
      const fault = Object.assign(new Error('The answer is too long.'), { code: 'ANSWER_TOO_LONG' })
      tooLong.abort(fault)
      // What has been read so far is let go by this.
      throw fault
    }
    const options = { timeout: patience, abortSignal, onDownloadProgress }
    return unlessLate(call(options), abortSignal, () => abortSignal.reason)
  }
  return {
    create: (parameters) =>
      bounded((options) =>
        conversations.createConversation(parameters as Parameters<typeof conversations.createConversation>[0], options),
      ),
    send: (conversation, activity) =>
      bounded((options) => conversations.sendToConversation(conversation, activity, options)),
    update: (conversation, activity, content) =>
      bounded((options) => conversations.updateActivity(conversation, activity, content, options)),
    async members(conversation, after) {
      // Its type wants one even for the first page.
      const page = { pageSize: PAGE, continuationToken: after as string }
      const { members, continuationToken } = await bounded((options) =>
        conversations.getConversationPagedMembers(conversation, { ...options, ...page }),
      )
      return { members: members ?? [], after: continuationToken }
    },
    member: (conversation, id) => bounded((options) => conversations.getConversationMember(conversation, id, options)),
    async channels(team) {
      const { conversations: found = [] } = await bounded((options) => teams.teams.fetchChannelList(team, options))
      return found.flatMap(({ id }) => id ?? [])
    },
  }
}

interface Bounds {
  timeout: number
  abortSignal: AbortSignal
  onDownloadProgress(progress: { loadedBytes: number }): void
}

function unlessLate<T>(work: Promise<T>, signal: AbortSignal, fault: () => unknown): Promise<T> {
  const late = Promise.withResolvers<never>()
  signal.addEventListener('abort', () => late.reject(fault()), { once: true })
  return Promise.race([work, late.promise])
}

/** Without a token nothing is sent: where Microsoft does not get round to giving one, that must not look as if the message might have arrived. */
function signsInTime(credentials: ConnectorClient['credentials'], patience: number): void {
  const sign = credentials.signRequest.bind(credentials)
  credentials.signRequest = (request) =>
    unlessLate(sign(request), AbortSignal.timeout(patience), () =>
      Object.assign(new Error('There was no token in time.'), { errorCode: 'network_timeout' }),
    )
}

interface Inside {
  client?: { pipeline?: { removePolicy?(policy: { phase?: string; name?: string }): { length: number } } }
}

/** No option reaches what the client inside does by itself, such as repeating a call; it can be taken out by its phase or name. */
function without(client: object, policy: { phase: string } | { name: string }): void {
  const pipeline = (client as Inside).client?.pipeline
  const removed = pipeline?.removePolicy?.(policy)
  if (removed === undefined || removed.length === 0)
    throw new Error('botframework-connector has another inside than expected')
}
