/**
 * Slack over a WebSocket, without a public address. Bolt's receiver with a reconnecting of ours: the SDK's own lets the process die when Slack can't be reached
 * while it reconnects, and waits five seconds before it tries.
 */
import { type App, SocketModeReceiver, webApi } from '@slack/bolt'
import { type AdapterLog, faultName, pauseAsked, type Time } from '#platform'
import { clientOptions } from './clients.ts'
import { refusalIn } from './errors.ts'
import type { Gate } from './gate.ts'
import { sdkLogger } from './log.ts'
import { teamIn } from './origin.ts'
import { type Belongs, passOn, type Receiver } from './receiver.ts'
import { hasShape } from './shape.ts'

export interface SocketOptions {
  appToken: string
  apiUrl?: string | undefined
  belongs: Belongs
  gate: Gate
  log: AdapterLog
  time: Time
}

/** Milliseconds for a call that opens a connection. */
const TIMEOUT = 10_000
/** Milliseconds that Slack gets to say goodbye. */
const GOODBYE = 500
const LONGEST_PAUSE = 30_000

export function createSocketReceiver({ appToken, apiUrl, belongs, gate, log, time }: SocketOptions): Receiver {
  const { client, ...rest } = quiet(
    new SocketModeReceiver({
      appToken,
      logger: sdkLogger(log),
      autoReconnectEnabled: false,
      installerOptions: { clientOptions: clientOptions({ apiUrl, log }, TIMEOUT) },
    }),
    log,
  )
  const state = { isStopped: true, isConnecting: false }

  client.on('disconnected', () => {
    if (!state.isStopped && !state.isConnecting) void reconnect()
  })

  async function connect(): Promise<void> {
    state.isConnecting = true
    try {
      await client.start()
    } finally {
      state.isConnecting = false
    }
  }

  async function reconnect(): Promise<void> {
    for (let attempt = 0; !state.isStopped; attempt += 1) {
      try {
        await connect()
        return
      } catch (fault) {
        const refusal = refusalIn(fault)
        if (refusal !== null && HOPELESS.has(refusal)) return gate.shut(refusal)
        log.warn({ attempt, ...faultName(fault), refusal }, 'no connection to Slack; trying again')
        await time.wait(Math.max(pauseBefore(attempt), askedToWait(fault)))
      }
    }
  }

  /** Slack lets few connections be opened in a minute: replicas that start at once wait for one another. */
  async function connectInTurn(): Promise<void> {
    while (!state.isStopped) {
      try {
        return await connect()
      } catch (fault) {
        const milliseconds = askedToWait(fault)
        if (milliseconds === 0) throw fault
        log.warn({ milliseconds }, 'Slack lets no more connections be opened just now; waiting')
        await time.wait(milliseconds)
      }
    }
  }

  return {
    init(app) {
      rest.init(receiving(app, belongs, log))
    },
    async start() {
      state.isStopped = false
      await connectInTurn()
    },
    async stop() {
      if (state.isStopped) return
      state.isStopped = true
      await Promise.race([client.disconnect(), time.wait(GOODBYE)])
    },
  }
}

const HOPELESS = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'app_uninstalled',
  'user_removed_from_team',
  'team_disabled',
])

/** Milliseconds that Slack asks to wait when it was called too often, else 0. */
const askedToWait = (fault: unknown): number =>
  fault instanceof webApi.WebAPIRateLimitedError ? pauseAsked(fault.retryAfter) * 1000 : 0

/** At once the first time: Slack ends every connection after some hours and says so. */
const pauseBefore = (attempt: number): number =>
  attempt === 0 ? 500 : Math.min(LONGEST_PAUSE, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2)

/** Bolt hands every payload to the app it was given: to this one, which knows what counts as received. */
function receiving(app: App, belongs: Belongs, log: AdapterLog): App {
  const through = Object.create(app) as App
  through.processEvent = async ({ body, ack, retryNum }) => {
    if (!isObject(body) || !belongs(body) || !hasShape(body)) {
      const why = !isObject(body) || belongs(body) ? 'nothing that can be read' : 'another workspace'
      log.warn({ why, team: teamIn(body) }, 'something from Slack was refused')
      return ack()
    }
    await passOn(app, { body, retryNum: retryNum ?? 0, ack: (answer) => ack(answer), fail: () => {} })
  }
  return through
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An envelope without what the SDK expects in it must not end the process. */
function quiet(receiver: SocketModeReceiver, log: AdapterLog): Pick<SocketModeReceiver, 'client' | 'init'> {
  const { client } = receiver
  const [read] = client.listeners('ws_message')
  client.removeAllListeners('ws_message')
  client.on('ws_message', (...message: unknown[]) => {
    const reading: unknown = Reflect.apply(read!, client, message)
    Promise.resolve(reading).catch(() => log.warn({}, 'something from Slack could not be read'))
  })
  return { client, init: (app) => receiver.init(app) }
}
