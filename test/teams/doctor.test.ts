/** `teamrunde doctor` against a tenant that is set up right, and against everything that can be wrong with one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Contact, ContactBook } from '../../adapters/teams/contacts.ts'
import { examine, type TeamsKeys } from '../../adapters/teams/doctor.ts'
import { doctor } from '../../src/doctor.ts'
import { openTeams, type Teams } from './double.ts'
import { CERTIFICATE } from './login.ts'
import type { Conversation, Person } from './world.ts'

let teams: Teams
let ana: Person
let ben: Person
let service: Conversation
beforeEach(async () => {
  teams = await openTeams({ generosity: 100 })
  ana = teams.person({ name: 'Ana Roth' })
  ben = teams.person({ name: 'Ben Otto', email: 'b.otto@elsewhere.example' })
  service = teams.channel('service', [ana, ben])
})
afterEach(() => teams[Symbol.asyncDispose]())

const manifest = (): string =>
  JSON.stringify({
    organisation: { name: 'Nordlicht', language: 'de', zone: 'Europe/Berlin' },
    admins: [ana.email],
    people: [
      { email: ana.email, name: ana.name },
      {
        email: 'ben@runde.example',
        name: ben.name,
        identities: { teams: `${teams.world.tenant}/${ben.id}`.toUpperCase() },
      },
    ],
    teams: [
      {
        id: 'service',
        name: 'Service',
        leaders: [ana.email],
        members: ['ben@runde.example'],
        channels: [`teams:${service.id}`],
      },
    ],
  })

/** The whole program's way, from the environment to the exit code. */
async function look(environment: Record<string, string> = teams.environment()) {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-doctor-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'teamrunde.yaml')
  writeFileSync(file, manifest())
  const { text, healthy } = await doctor({
    ...environment,
    DATABASE_URL: `sqlite:${join(folder, 'none.db')}`,
    TEAMRUNDE_MANIFEST: file,
  })
  return { text: text.slice(text.indexOf('Teams\n')), healthy }
}

describe('the doctor in Teams', () => {
  it('finds nothing wrong where all is well, and leaves no trace there', async () => {
    const address = await frontDoor(401)
    const { text, healthy } = await look({ ...teams.environment(), TEAMRUNDE_URL: address })
    const said = text
      .replaceAll(teams.world.app.id, 'APP')
      .replaceAll(teams.world.tenant, 'TENANT')
      .replaceAll(service.id, 'CHANNEL')
      .replaceAll(address, 'https://teamrunde.example')
    expect(said).toMatchInlineSnapshot(`
      "Teams
        ✓ The bot signs in as APP in the tenant TENANT.
        ✓ The bot answers at https://teamrunde.example/api/messages, and refuses whoever is not Teams. Enter it in the Azure Bot under Configuration as the messaging endpoint.
        ✓ The bot is in the team of CHANNEL, with 2 people.
        ✓ 2 people of the manifest are in Teams.
        ! The bot has not heard anything from Teams yet.
          → Start it, and write to it in Teams: help, in a chat of your own with it.

      Teamrunde can work. 1 to look at."
    `)
    expect(healthy).toBe(true)
    expect(teams.messages(service)).toEqual([])
    expect([...teams.world.conversations.values()].filter(({ kind }) => kind === 'personal')).toEqual([])
  })

  it('says what to do about a secret that Microsoft refuses', async () => {
    teams.login.shutOut(true)
    const { text, healthy } = await look()
    expect(text).toContain('✗ Microsoft does not let the bot sign in (invalid_client). Look at MicrosoftAppId')
    expect(text).toContain('→ The secret is the Value (not the Secret ID)')
    expect(text).not.toContain(teams.world.app.password)
    expect(healthy).toBe(false)
  })

  it('knocks at the address, and says what stands behind it', async () => {
    const addresses: [string | undefined, string][] = [
      [undefined, 'TEAMRUNDE_URL is not set'],
      ['http://teamrunde.example', 'Teams brings nothing to http://teamrunde.example/api/messages: it wants https.'],
      [await frontDoor(404), 'answers with 404, so it does not lead to the bot'],
      [await frontDoor(200), 'takes messages of anybody'],
      [await frontDoor(302), 'answers with 302'],
      [await frontDoor(502), 'the bot is not running behind it'],
      ['https://127.0.0.1:9', 'could not be reached from here'],
    ]
    for (const [address, said] of addresses) {
      const found = await problems({ address })
      expect(found, said).toEqual([expect.stringContaining(said)])
    }
    expect(await problems()).toEqual([])
  })

  it('finds channels whose ids can’t be right, that are gone, or without the app', async () => {
    const channels = ['C0123ABC', '19:nobody@thread.tacv2', service.id]
    expect(await problems({}, { channels })).toEqual([
      'C0123ABC is no id of a channel in Teams.',
      'The bot sees no channel 19:nobody@thread.tacv2: there is none, it is private, or the app is not in its team.',
    ])
    teams.world.withBot.clear()
    expect(await problems({}, { channels: [service.id] })).toEqual([
      `The bot sees no channel ${service.id}: there is none, it is private, or the app is not in its team.`,
    ])
  })

  it('finds people who are nowhere, guests, without the app, or who removed it', async () => {
    const guest = teams.person({ name: 'Gast', kind: 'guest', email: 'gast@elsewhere.example' })
    service.members.add(guest.id)
    const people = [ana, ben, guest].map(({ name, email }) => ({ name, email, id: null }))
    const known = { people: [...people, nobody], channels: [service.id] }
    expect(await problems({ contacts: bookWith([ana, true], [ben, false]) }, known)).toEqual([
      '1 of the manifest is nowhere that the bot is in Teams: Nele (nele@runde.example).',
      '1 of the manifest is in Teams as guests or from elsewhere: Gast (gast@elsewhere.example).',
      '1 of the manifest is without the app, which they removed or blocked: Ben Otto (b.otto@elsewhere.example).',
    ])
    expect(
      await problems({ contacts: bookWith([ben, true]) }, { people: people.slice(0, 2), channels: [service.id] }),
    ).toEqual([
      '1 of the manifest is in a team with the bot, so far without its app in their own list: Ana Roth (ana.roth@runde.example).',
    ])
  })

  it('says how to begin where the app is nowhere yet', async () => {
    teams.world.withBot.clear()
    const { text, healthy } = await look()
    expect(text).toContain(
      '! The app has not been seen in Teams yet.\n    → Write its package with `teamrunde teams-package`',
    )
    expect(text).toContain('2 of the manifest are nowhere that the bot is in Teams')
    expect(healthy).toBe(false)
  })

  it('warns of the switch for a local client, and asks Microsoft nothing then', async () => {
    const { text, healthy } = await look({ TEAMS_UNAUTHENTICATED_LOOPBACK: '1' })
    expect(text).toContain('! TEAMS_UNAUTHENTICATED_LOOPBACK=1: nobody who speaks with the bot is asked who they are')
    expect(healthy).toBe(true)
    expect(teams.journal.calls).toEqual([])
  })
})

const nobody = { name: 'Nele', email: 'nele@runde.example', id: null }

/** What stands at the public address. */
async function frontDoor(status: number): Promise<string> {
  const server = createServer(
    { cert: readFileSync(CERTIFICATE), key: readFileSync(CERTIFICATE.replace('certificate', 'key')) },
    (request, response) => {
      const isRight =
        request.method === 'POST' && request.url === '/api/messages' && request.headers.authorization === undefined
      response.writeHead(isRight ? status : 418).end()
    },
  )
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** What the bot has learnt of these people, and whether they have its app. */
function bookWith(...known: [Person, boolean][]): ContactBook {
  const { tenant } = teams.world
  const contacts = known.map(([person, installed]): Contact => ({
    conversation: `a:${person.id}`,
    person: `${tenant}/${person.id}`,
    details: { tenant, serviceUrl: teams.serviceUrl(), rosterId: person.rosterId, installed },
  }))
  return {
    find: async () => null,
    ofPerson: async (person) => contacts.find((contact) => contact.person === person) ?? null,
    all: async () => contacts,
    save: async () => {},
    remove: async () => {},
  }
}

/** What is not fine; with everything right that is not said. */
async function problems(keys: Partial<TeamsKeys> = {}, expected: object = {}): Promise<string[]> {
  const settings = teams.environment()
  const findings = await examine(
    {
      appId: settings['MicrosoftAppId'],
      password: settings['MicrosoftAppPassword'],
      type: 'SingleTenant',
      tenant: settings['MicrosoftAppTenantId'],
      cloud: {
        toChannelFromBotLoginUrl: settings['ToChannelFromBotLoginUrl'],
        toChannelFromBotOAuthScope: settings['ToChannelFromBotOAuthScope'],
        toBotFromChannelTokenIssuer: settings['ToBotFromChannelTokenIssuer'],
        toBotFromChannelOpenIdMetadataUrl: settings['ToBotFromChannelOpenIdMetadataUrl'],
        serviceUrl: settings['TEAMS_SERVICE_URL'],
      },
      contacts: bookWith([ana, true], [ben, true]),
      ...('address' in keys ? {} : { address: await frontDoor(401) }),
      ...keys,
    },
    { channels: [], people: [], now: () => Temporal.Now.instant(), ...expected },
  )
  for (const { level, todo } of findings) expect(level === 'fine' || todo !== undefined).toBe(true)
  return findings.filter(({ level }) => level !== 'fine').map(({ what }) => what)
}
