/**
 * Microsoft Teams: the platform port on botbuilder, which checks who knocks and makes the calls; everything in between is plain data. One bot for one tenant,
 * or a few that are allowed.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type AdapterLog,
  type Inbox,
  type Places,
  type Platform,
  realTime,
  SetupError,
  silent,
  type Time,
} from '#platform'
import { createAuthentication, type Refusal } from './authentication.ts'
import { createCalls } from './calls.ts'
import { type CloudOptions, cloudOf } from './cloud.ts'
import { createConnectors } from './connector.ts'
import { type ContactBook, createContacts } from './contacts.ts'
import { BOTS_TENANT, credentialsOf } from './credentials.ts'
import { createListener } from './http.ts'
import { objectIdIn } from './ids.ts'
import { isAddressHere, isFromHere } from './loopback.ts'
import { chatWith, userOf } from './mentions.ts'
import { createPace } from './pace.ts'
import { createPeople } from './people.ts'
import type { TeamsReader } from './reader.ts'
import { createReception } from './reception.ts'
import { createReplies } from './replies.ts'
import { createSending } from './sending.ts'
import { signIn } from './sign-in.ts'
import { createTaking } from './taking.ts'

export interface TeamsOptions {
  /** The app (client) id. Without one the bot speaks with a client on this machine, and that only if `unauthenticated` says so. */
  appId?: string | undefined
  password?: string | undefined
  type?: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI'
  /** The tenant the people are in. */
  tenant?: string | undefined
  /** Further tenants that may speak with the bot. */
  tenants?: readonly string[]
  unauthenticated?: boolean
  cloud?: CloudOptions
  contacts: ContactBook
  places?: Places | undefined
  time?: Time
  log?: AdapterLog
  /** In which language and zone Teams is spoken to people of whom it has not said theirs. */
  defaults?: Omit<TeamsReader, 'alone'>
}

export interface TeamsAdapter extends Platform {
  /** Serves `/api/messages`. */
  listener(request: IncomingMessage, response: ServerResponse): void
}

/** Milliseconds that answers on their way get when the bot stops. */
const LAST_ANSWERS = 1500

export function createTeamsAdapter(options: TeamsOptions): TeamsAdapter {
  const { password, type = 'SingleTenant', log = silent, time = realTime } = options
  const appId = appIdOf(options)
  const tenant = options.tenant?.toLowerCase() ?? ''
  const defaults = options.defaults ?? { language: 'en', zone: 'UTC' }
  let inbox: Inbox | null = null
  const running = new Set<Promise<unknown>>()

  const cloud = cloudOf(options.cloud ?? {}, type === 'MultiTenant' ? BOTS_TENANT : tenant)
  const credentials = credentialsOf({ appId, password, type }, cloud)
  const contacts = createContacts(options.contacts)
  const connectors = createConnectors(appId ?? '', cloud, credentials)
  const pace = createPace({ time, places: options.places })
  const serviceUrl = appId === null ? null : cloud.serviceUrl
  const calls = createCalls({ connectors, contacts, pace, time, log, tenant, serviceUrl })
  const people = createPeople(calls, contacts, () => time.now())
  // The one client that comes without signing in has no dialogs.
  const plain = appId === null
  const sending = createSending({ calls, contacts, people, bot: `28:${appId ?? ''}`, plain })
  const replies = createReplies({ sending, time, log })
  const take = createTaking(
    createReception({
      inbox: () => inbox!,
      calls,
      contacts,
      people,
      replies,
      sending,
      time,
      log,
      defaults: { ...defaults, plain },
      track(work) {
        const tracked = work.finally(() => running.delete(tracked))
        running.add(tracked)
      },
    }),
  )
  const tenants = new Set([tenant, ...(options.tenants ?? []).map((each) => each.toLowerCase())])
  const authenticate = appId === null ? null : createAuthentication({ appId, tenants, cloud, credentials })

  const listener = createListener({
    log,
    isOpen: () => inbox !== null,
    knock(request) {
      if (authenticate === null) return isFromHere(request) ? null : NOT_HERE
      return request.headers.authorization === undefined ? { status: 401, why: 'no token' } : null
    },
    async check(activity, request) {
      if (authenticate !== null) return authenticate(activity, request.headers.authorization)
      return activity.serviceUrl === undefined || isAddressHere(activity.serviceUrl) ? null : NOT_HERE
    },
    take,
  })

  async function chatUser(person: string): Promise<string> {
    const name = await people.signInName(person)
    return name === null ? userOf(objectIdIn(person)) : encodeURIComponent(name)
  }

  return {
    name: 'teams',
    groups: false,
    async start(opened) {
      // A secret that is wrong is found out before anybody waits for a message.
      if (appId === null) log.warn({}, SHOUT)
      else await signIn(appId, credentials, cloud)
      inbox = opened
    },
    async stop() {
      if (inbox === null) return
      await Promise.race([Promise.allSettled(running), time.wait(LAST_ANSWERS)])
      inbox = null
    },
    send: sending.send,
    update: sending.update,
    conversation: sending.conversation,
    chatLink: async (asked) => chatWith(await Promise.all(asked.map(chatUser))),
    roster: people.roster,
    profile: people.profile,
    lookUp: people.lookUp,
    availability: people.availability,
    listener,
  }
}

const NOT_HERE: Refusal = { status: 403, why: 'not from this machine' }

const SHOUT =
  'TEAMS_UNAUTHENTICATED_LOOPBACK=1: nobody who speaks with the bot is asked who they are. For a client on this machine only, never for people'

/** An empty app id would switch every check off, which nobody may do by leaving something out. */
function appIdOf({ appId, unauthenticated }: TeamsOptions): string | null {
  if (appId !== undefined && appId !== '') return appId.toLowerCase()
  if (unauthenticated) return null
  throw new SetupError(
    'Microsoft Teams needs MicrosoftAppId. For a client on this machine, set TEAMS_UNAUTHENTICATED_LOOPBACK=1 instead.',
  )
}
