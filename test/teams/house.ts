/** A whole house in Teams: the engine, the adapter and a real database on one side, the double on the other, real HTTP between them, and one clock for both that is driven by hand. */
import { createTeamsAdapter, type TeamsAdapter } from '../../adapters/teams/adapter.ts'
import { contactsOf } from '../../src/store/contacts.ts'
import { type ChatHouse, type Entrance, type Ground, inZone, openChatHouse } from '../chat-house.ts'
import { virtualTime, type VirtualTime } from '../slack/virtual-time.ts'
import { openTeams, type Teams, type TeamsOptions } from './double.ts'
import type { Filling } from './reading.ts'
import type { Person } from './world.ts'

export interface TeamsStory extends ChatHouse {
  teams: Teams
  adapter: TeamsAdapter
  virtual: VirtualTime
  address: string
  /** Waits until the bot has done what it was given to do, without the clock going on. */
  settle(): Promise<void>
  /** Presses a button that opens a dialog, fills it in and sends it. @returns whether it has closed */
  answer(person: Person, fillings: Record<string, Filling>, button?: string): Promise<boolean>
}

export interface TeamsStoryOptions extends TeamsOptions {
  /** Local time in Berlin at which the story begins. */
  now: string
  /** Brings people and channels into the tenant; what it returns is the manifest, as data. */
  found(teams: Teams): object
}

/** The adapter as the program opens it. */
export function adapterFor(teams: Teams, more: Partial<Parameters<typeof createTeamsAdapter>[0]> = {}): TeamsAdapter {
  const keys = teams.environment()
  return createTeamsAdapter({
    appId: keys['MicrosoftAppId'],
    password: keys['MicrosoftAppPassword'],
    tenant: keys['MicrosoftAppTenantId'],
    cloud: {
      toChannelFromBotLoginUrl: keys['ToChannelFromBotLoginUrl'],
      toChannelFromBotOAuthScope: keys['ToChannelFromBotOAuthScope'],
      toBotFromChannelTokenIssuer: keys['ToBotFromChannelTokenIssuer'],
      toBotFromChannelOpenIdMetadataUrl: keys['ToBotFromChannelOpenIdMetadataUrl'],
      serviceUrl: keys['TEAMS_SERVICE_URL'],
    },
    contacts: {
      find: async () => null,
      ofPerson: async () => null,
      all: async () => [],
      save: async () => {},
      remove: async () => {},
    },
    ...more,
  })
}

export function teamsEntrance(
  teams: Teams,
  { clock, time }: VirtualTime,
  { db, log, defaults }: Ground,
): Entrance & { adapter: TeamsAdapter } {
  const adapter = adapterFor(teams, { log, time, contacts: contactsOf(db, clock, 'teams'), defaults })
  return { adapter, path: PATH, listenAt: (address) => teams.listenAt(address) }
}

const PATH = '/api/messages'

export async function tellInTeams({ now, found, ...options }: TeamsStoryOptions): Promise<TeamsStory> {
  const virtual = virtualTime(inZone(now, 'Europe/Berlin'))
  const teams = await openTeams({ clock: virtual.clock, ...options })
  let adapter: TeamsAdapter
  const chat = await openChatHouse(virtual, found(teams), (ground) => {
    const entrance = teamsEntrance(teams, virtual, ground)
    adapter = entrance.adapter
    return [entrance]
  })

  return {
    ...chat,
    teams,
    adapter: adapter!,
    virtual,
    address: `${chat.origin}${PATH}`,
    async settle() {
      const { calls, deliveries } = teams.journal
      for (let before = -1; before !== calls.length + deliveries.length;) {
        before = calls.length + deliveries.length
        await teams.idle()
        await virtual.settle()
        await new Promise((resolve) => setTimeout(resolve, PAUSE))
      }
    },
    async answer(person, fillings, button = 'answer') {
      const acts = teams.as(person)
      await acts.press(button)
      return acts.submit(fillings)
    },
    async [Symbol.asyncDispose]() {
      await chat[Symbol.asyncDispose]()
      await teams[Symbol.asyncDispose]()
    },
  }
}

/** Milliseconds without a call after which the bot has said what it had to say; what goes on after an answer is in no queue. */
const PAUSE = 30
