/**
 * Slack: the platform port on @slack/bolt. Socket Mode where there is an app token, else HTTP on the house's own server. One workspace, which is the one the
 * bot's token belongs to; whatever comes for another is refused.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { App } from '@slack/bolt'
import { type AdapterLog, faultName, type Inbox, type Platform, realTime, SetupError, silent } from '#platform'
import { createAnswering } from './answering.ts'
import { clientOptions, createClients } from './clients.ts'
import { refusalIn } from './errors.ts'
import { createGate } from './gate.ts'
import { createHttpReceiver } from './http.ts'
import { listen } from './listening.ts'
import { sdkLogger } from './log.ts'
import { isOurs, type Workspace } from './origin.ts'
import { createPace, type PaceOptions } from './pace.ts'
import { createPeople } from './people.ts'
import type { SlackReader } from './reader.ts'
import { createReception } from './reception.ts'
import { createReplies } from './replies.ts'
import { createSending } from './sending.ts'
import { createSocketReceiver } from './socket.ts'

export interface SlackOptions extends PaceOptions {
  botToken: string
  /** For Socket Mode; wins over the signing secret. */
  appToken?: string | undefined
  /** For HTTP. */
  signingSecret?: string | undefined
  /** Another address of the Web API, such as `https://slack.com/api/`. */
  apiUrl?: string | undefined
  /** In which language and zone Slack is spoken to people of whom it has not said theirs. */
  defaults?: SlackReader
  log?: AdapterLog
}

export interface SlackAdapter extends Platform {
  /** Serves `/slack/events` in HTTP mode; in Socket Mode there is nothing to serve. */
  listener(request: IncomingMessage, response: ServerResponse): void
}

export function createSlackAdapter(options: SlackOptions): SlackAdapter {
  const { botToken, appToken, signingSecret, apiUrl, log = silent, time = realTime } = options
  const defaults = options.defaults ?? { language: 'en', zone: 'UTC' }
  let inbox: Inbox | null = null
  let workspace: Workspace | null = null
  const running = new Set<Promise<unknown>>()

  const gate = createGate(log)
  const pace = createPace({ ...options, time })
  const { sending: sender, front } = createClients({ botToken, apiUrl, log })
  const team = (): string => workspace?.team ?? ''
  const sending = createSending(sender, pace, gate)
  const people = createPeople(sender, team, pace, gate, time)
  const replies = createReplies({ front, sending, answering: createAnswering(), pace, time, log })
  const belongs = (body: unknown): boolean => inbox !== null && workspace !== null && isOurs(body, workspace)

  const overHttp =
    appToken === undefined ? createHttpReceiver(needed(signingSecret), belongs, log, () => Date.now()) : null
  const receiver = overHttp ?? createSocketReceiver({ appToken: needed(appToken), apiUrl, belongs, gate, log, time })
  const bolt = createBolt()
  const hall = createReception({
    inbox: () => inbox!,
    people,
    replies,
    sending,
    gate,
    time,
    log,
    team,
    defaults,
    track(work) {
      const tracked = work.finally(() => running.delete(tracked))
      running.add(tracked)
    },
  })
  listen(bolt, hall)

  function createBolt(): App {
    const app = new App({
      receiver,
      logger: sdkLogger(log),
      clientOptions: clientOptions({ apiUrl, log }, FRONT_TIMEOUT),
      // Whose a payload is has been looked at before it comes here.
      authorize: async () => ({ botToken, teamId: team(), botUserId: workspace?.bot ?? '' }),
      // What conversations are about is kept by the house.
      convoStore: false,
    })
    app.error(async (fault) => {
      log.error(faultName(fault), 'what came from Slack could not be handled')
      throw fault
    })
    return app
  }

  /** Asked once: a token belongs to one workspace. */
  async function introduced(): Promise<Workspace> {
    workspace ??= await introduce()
    return workspace
  }

  async function introduce(): Promise<Workspace> {
    try {
      const { team_id, enterprise_id, user_id, is_enterprise_install } = await sender.auth.test()
      if (!team_id || !user_id) throw new SetupError('Slack does not say whose SLACK_BOT_TOKEN this is.')
      return { team: team_id, bot: user_id, enterprise: is_enterprise_install ? (enterprise_id ?? null) : null }
    } catch (fault) {
      throw setupError(fault, 'SLACK_BOT_TOKEN', 'OAuth & Permissions')
    }
  }

  return {
    name: 'slack',
    groups: true,
    async start(opened) {
      await introduced()
      inbox = opened
      try {
        await bolt.start()
      } catch (fault) {
        inbox = null
        throw setupError(fault, 'SLACK_APP_TOKEN', 'Basic Information, App-Level Tokens')
      }
    },
    async stop() {
      if (inbox === null) return
      await bolt.stop()
      await Promise.race([Promise.allSettled(running), time.wait(LAST_ANSWERS)])
      inbox = null
    },
    ...sending,
    // A group has its own conversation here.
    chatLink: async () => null,
    roster: (channel) => introduced().then(() => people.roster(channel)),
    profile: (person) => introduced().then(() => people.profile(person)),
    lookUp: (emails) => introduced().then(() => people.lookUp(emails)),
    availability: (asked) => introduced().then(() => people.availability(asked)),
    listener: overHttp?.listener ?? ((_, response) => void response.writeHead(404).end()),
  }
}

const FRONT_TIMEOUT = 2800
/** Milliseconds that answers on their way get when the bot stops. */
const LAST_ANSWERS = 1500

function needed(value: string | undefined): string {
  if (value === undefined) {
    throw new SetupError('Slack needs SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.')
  }
  return value
}

function setupError(fault: unknown, variable: string, place: string): Error {
  if (fault instanceof SetupError) return fault
  const refusal = refusalIn(fault)
  if (refusal !== null) {
    return new SetupError(
      `Slack does not take ${variable} (${refusal}). Copy it anew from the app's settings: ${place}.`,
    )
  }
  return new SetupError(
    `Slack could not be reached (${faultName(fault).fault}). Look at the network, or at SLACK_API_URL.`,
  )
}
