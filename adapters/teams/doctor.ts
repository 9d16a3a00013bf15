/**
 * What is wrong with a Teams set-up, in words, and what to do about each: signing in, the address, channels, people, who has the app. Changes nothing in
 * Teams, and is told nothing there but what the bot is told anyway.
 */
import { type Expectation, type Finding, realTime, SetupError, silent } from '#platform'
import { createCalls } from './calls.ts'
import { type CloudOptions, cloudOf } from './cloud.ts'
import { createConnectors } from './connector.ts'
import { type ContactBook, createContacts } from './contacts.ts'
import { BOTS_TENANT, credentialsOf } from './credentials.ts'
import { channelFindings } from './doctor-channels.ts'
import { addressFinding } from './doctor-address.ts'
import { appFindings, peopleFindings } from './doctor-people.ts'
import { createPace } from './pace.ts'
import { createPeople, type People } from './people.ts'
import { signIn } from './sign-in.ts'

export interface TeamsKeys {
  appId?: string | undefined
  password?: string | undefined
  type: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI'
  tenant?: string | undefined
  cloud?: CloudOptions
  /** At which Teams reaches this bot, such as `https://teamrunde.example.org`. */
  address?: string | undefined
  /** What the bot has learnt so far; empty before its first start. */
  contacts: ContactBook
}

const fine = (what: string): Finding => ({ level: 'fine', what })
const wrong = (what: string, todo: string): Finding => ({ level: 'wrong', what, todo })

/** Never throws: whatever keeps it from looking is a finding. */
export async function examine(keys: TeamsKeys, expectation: Expectation): Promise<Finding[]> {
  if (keys.appId === undefined) return [UNAUTHENTICATED]
  const address = await addressFinding(keys.address)
  const { appId, tenant = '', type } = keys
  const cloud = cloudOf(keys.cloud ?? {}, type === 'MultiTenant' ? BOTS_TENANT : tenant)
  try {
    const credentials = credentialsOf({ appId, password: keys.password, type }, cloud)
    await signIn(appId, credentials, cloud)
    const contacts = createContacts(keys.contacts)
    const connectors = createConnectors(appId, cloud, credentials)
    const { serviceUrl } = cloud
    const calls = createCalls({
      connectors,
      contacts,
      pace: createPace(),
      time: realTime,
      log: silent,
      tenant: tenant.toLowerCase(),
      serviceUrl,
    })
    const people = createPeople(calls, contacts, () => realTime.now())
    const signedIn = fine(`The bot signs in as ${appId}${tenant === '' ? '' : ` in the tenant ${tenant}`}.`)
    return [signedIn, address, ...(await here(people, keys.contacts, expectation))]
  } catch (error) {
    return [signInProblem(error), address]
  }
}

/** What needs the bot to be signed in. */
async function here(people: People, contacts: ContactBook, { channels, people: expected }: Expectation) {
  const rosters: Awaited<ReturnType<People['roster']>> = []
  const ofChannels = await channelFindings(people, channels, (roster) => rosters.push(...roster))
  const ofPeople = await attempted('people', () => peopleFindings(people, rosters, expected))
  return [
    ...ofChannels,
    ...ofPeople,
    ...(await attempted('installations', () => appFindings(contacts, rosters, expected))),
  ]
}

/** One part that can't be looked at must not hide the others. */
async function attempted(part: string, work: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await work()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [wrong(`The ${part} could not be looked at: ${reason}.`, 'Put the findings above right, then try again.')]
  }
}

const UNAUTHENTICATED: Finding = {
  level: 'look',
  what: 'TEAMS_UNAUTHENTICATED_LOOPBACK=1: nobody who speaks with the bot is asked who they are. It hears this machine alone.',
  todo: 'That is for a local client such as the Agents Playground. For people, set MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId.',
}

const SECRET =
  'The secret is the Value (not the Secret ID) under Certificates & secrets of the app registration; make a new one when it has expired.'

function signInProblem(error: unknown): Finding {
  const reason = error instanceof SetupError ? error.message : 'The bot could not sign in.'
  return wrong(reason, SECRET)
}
