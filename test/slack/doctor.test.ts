/** `teamrunde doctor` against a workspace that is set up right, and against everything that can be wrong with one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { examine, type SlackKeys } from '../../adapters/slack/doctor.ts'
import { doctor } from '../../src/doctor.ts'
import { openSlack, type Slack } from './double.ts'
import { MINIMAL } from './scopes.ts'
import type { Conversation, Person } from './world.ts'

let slack: Slack
let ana: Person
let ben: Person
let service: Conversation
beforeEach(async () => {
  slack = await openSlack({ pace: { generosity: 100 } })
  ana = slack.person({ name: 'Ana Roth' })
  ben = slack.person({ name: 'Ben Otto', email: 'b.otto@elsewhere.example' })
  service = slack.channel('service', [ana, ben])
})
afterEach(() => slack[Symbol.asyncDispose]())

const manifest = (): string =>
  JSON.stringify({
    organisation: { name: 'Nordlicht', language: 'de', zone: 'Europe/Berlin' },
    admins: [ana.email],
    people: [
      { email: ana.email, name: ana.name },
      { email: 'ben@runde.example', name: ben.name, identities: { slack: `${slack.world.team.id}/${ben.id}` } },
    ],
    teams: [
      {
        id: 'service',
        name: 'Service',
        leaders: [ana.email],
        members: ['ben@runde.example'],
        channels: [`slack:${service.id}`],
      },
    ],
  })

/** The whole program's way, from the environment to the exit code. */
async function look(environment: Record<string, string> = slack.environment('socket')) {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-doctor-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'teamrunde.yaml')
  writeFileSync(file, manifest())
  return doctor({ ...environment, DATABASE_URL: `sqlite:${join(folder, 'none.db')}`, TEAMRUNDE_MANIFEST: file })
}

describe('the doctor', () => {
  it('finds nothing where all is well, and leaves no trace in Slack', async () => {
    const { text, healthy } = await look()
    expect(text.slice(text.indexOf('Database'))).toMatchInlineSnapshot(`
      "Database
        ✓ There is no database yet; the first start makes one.

      Slack
        ✓ The bot is @teamrunde in Runde.
        ✓ The clock of this machine agrees with Slack’s.
        ✓ All scopes that the bot needs are granted.
        ✓ Optional: with the scope dnd:read the bot could see who does not want to be disturbed, beside what people write in their status.
        ✓ Socket Mode: the app token opens connections.
        ✓ The bot is in #service (C00000006).
        ✓ 2 people of the manifest are in Slack.

      All is well."
    `)
    expect(healthy).toBe(true)
    expect(slack.world.conversations.size).toBe(1)
  })

  it('says that there is nothing to set up in the playground', async () => {
    expect((await look({})).text).toContain('playground, which needs nothing')
  })

  it('says what to do about tokens that Slack refuses', async () => {
    const { SLACK_APP_TOKEN: _app, ...http } = slack.environment('socket')
    const { text, healthy } = await look({
      ...http,
      SLACK_BOT_TOKEN: 'xoxb-gone',
      SLACK_SIGNING_SECRET: 'x'.repeat(16),
    })
    expect(text).toContain(
      '✗ Slack does not know the bot token.\n    → In the app’s settings, open OAuth & Permissions',
    )
    expect(healthy).toBe(false)
    slack.grants.appToken = 'xapp-another'
    const keys = { ...keysOf(slack), appToken: 'xapp-gone' }
    expect(await problems(keys)).toContainEqual(expect.stringContaining('Slack refuses the app token: invalid_auth'))
    slack.grants.revoked = 'account_inactive'
    expect(await problems()).toEqual(['The app has been removed from the workspace.'])
  })

  it('names every scope that is missing, what it is for, and one too many', async () => {
    slack.grants.scopes = MINIMAL.filter((scope) => scope !== 'groups:read').concat('channels:history')
    const found = await problems()
    expect(found).toContain(
      'The scope groups:read is missing: the bot needs it to see who is in a private channel that it was invited to.',
    )
    expect(found).toContain(
      'The scope channels:history lets the bot read what people write in channels. It never does.',
    )
    expect(found.filter((what) => what.includes('scope'))).toHaveLength(2)
  })

  it('finds channels that are gone, archived, or without the bot', async () => {
    const silent = slack.channel('silent', [ana], { withBot: false })
    const closed = slack.channel('closed', [ana], { kind: 'private', withBot: false })
    const old = slack.channel('old', [ana])
    old.archived = true
    const channels = [silent, closed, old].map(({ id }) => id)
    expect(await problems(keysOf(slack), { channels })).toEqual([
      `The bot is not in #silent (${silent.id}), so reports can’t be posted there.`,
      `The bot sees no channel ${closed.id}: there is none, or it is private and the bot is not in it.`,
      `#old (${old.id}) is archived; nobody can write there.`,
    ])
  })

  it('finds people who are not there, gone, or guests', async () => {
    const people = (['deactivated', 'guest', 'stranger'] as const).map((kind) => slack.person({ name: kind, kind }))
    const expected = [...people.map(({ name, email }) => ({ name, email: email!, id: null })), nobody]
    expect(await problems(keysOf(slack), { people: expected })).toEqual([
      '1 of the manifest is not in this Slack workspace: Nele (nele@runde.example).',
      '1 of the manifest is deactivated in Slack: deactivated (deactivated@runde.example).',
      '2 of the manifest are in Slack as guests or from elsewhere: guest (guest@runde.example), stranger (stranger@runde.example).',
    ])
  })

  it('notices a clock that is wrong, and a Slack that is not there', async () => {
    const at = (minutes: number) => () => Temporal.Now.instant().add({ minutes })
    expect(await problems(keysOf(slack), { now: at(2) })).toEqual([
      expect.stringMatching(/^The clock of this machine is 1\d\d seconds ahead of Slack’s\.$/),
    ])
    expect(await problems(keysOf(slack), { now: at(-10) })).toEqual([expect.stringContaining('taken for old ones')])
    const nowhere = { ...keysOf(slack), apiUrl: 'http://127.0.0.1:9/api/' }
    expect(await problems(nowhere)).toEqual([expect.stringContaining('Slack can’t be reached at http://127.0.0.1:9')])
  })
})

const nobody = { name: 'Nele', email: 'nele@runde.example', id: null }

const keysOf = ({ apiUrl, grants }: Slack): SlackKeys => ({
  apiUrl,
  botToken: grants.botToken,
  appToken: grants.appToken,
})

/** What is not fine. */
async function problems(keys = keysOf(slack), expected: object = {}): Promise<string[]> {
  const expectation = { channels: [], people: [], now: () => Temporal.Now.instant(), ...expected }
  const findings = await examine(keys, expectation)
  for (const { level, todo } of findings) expect(level === 'fine' || todo !== undefined).toBe(true)
  return findings.filter(({ level }) => level !== 'fine').map(({ what }) => what)
}
