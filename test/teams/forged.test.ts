/** Who may knock: Teams alone. Whatever is forged is refused before anything happens, and logged without what it says. */
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { openTeams } from './double.ts'
import { companyIn, manifestFor, MORNING } from './company.ts'
import { claimsFor } from './delivery.ts'
import { adapterFor, tellInTeams, type TeamsStory } from './house.ts'
import { newKeys, signedToken } from './keys.ts'
import type { Json } from './card-check.ts'
import { chatOf, type Person } from './world.ts'

const CANARY = 'Kanarienvogel 4711'

async function begin(): Promise<TeamsStory & { ana: Person }> {
  let ana: Person | undefined
  const story = await tellInTeams({
    now: '2026-12-07T12:00',
    found(teams) {
      const company = companyIn(teams)
      ana = company.ana
      return manifestFor(company, MORNING)
    },
  })
  return { ...story, ana: ana! }
}

describe('the door of Teams', () => {
  it('refuses every forged token, and logs nothing of what was said', async () => {
    await using story = await begin()
    const { teams, ana } = story
    const { world, keys } = teams
    const right = claimsFor(world, teams.serviceUrl())
    const now = Math.floor(Date.now() / 1000)
    const say = (more: Json = {}) => teams.activity(ana, chatOf(world, ana.id), 'message', { text: CANARY, ...more })
    const forged: [string, string | null, Json?][] = [
      ['none', null],
      ['no token at all', 'x'],
      ['another key', signedToken(newKeys(), right)],
      ['another key under the right name', signedToken({ ...newKeys(), kid: keys.kid }, right)],
      ['no signature', `${signedToken(keys, right).split('.').slice(0, 2).join('.')}.`],
      ['no algorithm', signedToken(keys, right, { alg: 'none' })],
      ['another issuer', signedToken(keys, { ...right, iss: 'https://sts.windows.net/evil/' })],
      ['another audience', signedToken(keys, { ...right, aud: '00000000-0000-0000-0000-000000000000' })],
      ['its time is over', signedToken(keys, { ...right, exp: now - 3600, nbf: now - 7200 })],
      ['its time has not come', signedToken(keys, { ...right, exp: now + 7200, nbf: now + 3600 })],
      ['another address in the token', signedToken(keys, { ...right, serviceurl: 'https://evil.example/' })],
      ['another address in the activity', signedToken(keys, right), { serviceUrl: 'https://evil.example/' }],
      ['no address in the activity', signedToken(keys, right), { serviceUrl: '' }],
      ['another channel', signedToken(keys, right), { channelId: 'emulator' }],
      ['of App Service', signedToken(keys, right), { channelId: 'AppService' }],
    ]
    const standing = chatOf(world, ana.id).messages.length
    for (const [what, token, more] of forged) {
      expect((await teams.bring(say(more), token)).status, what).toBe(401)
    }
    const elsewhere = { channelData: { tenant: { id: '11111111-1111-1111-1111-111111111111' } } }
    expect((await teams.bring(say(elsewhere), signedToken(keys, right))).status).toBe(403)
    await story.settle()
    expect(chatOf(world, ana.id).messages).toHaveLength(standing)
    const log = story.logged()
    expect(log.match(/was refused/g)).toHaveLength(forged.length + 1)
    expect(log).toContain('11111111-1111-1111-1111-111111111111')
    expect(log).not.toContain(CANARY)
    expect(log).not.toContain(signedToken(keys, right).slice(0, 30))
    expect((await teams.bring(say())).status).toBe(200)
  })

  it('answers 200 to whatever it does not know, and does nothing', async () => {
    await using story = await begin()
    const { teams, ana } = story
    const chat = chatOf(teams.world, ana.id)
    const standing = chat.messages.length
    const strange: [string, Json][] = [
      ['messageReaction', { reactionsAdded: [{ type: 'like' }] }],
      ['typing', {}],
      ['event', { name: 'application/vnd.microsoft.readReceipt', value: { lastReadMessageId: '1' } }],
      ['invoke', { name: 'composeExtension/query', value: {} }],
      ['invoke', { name: 'somethingNew', value: 'text' }],
      ['somethingOfTomorrow', { entities: [7, null, { type: 7 }], membersAdded: 'nobody', value: [[[]]] }],
      ['installationUpdate', { action: 7 }],
    ]
    for (const [type, more] of strange) {
      expect((await teams.bring(teams.activity(ana, chat, type, more))).status, type).toBe(200)
    }
    // Whoever has no account, such as another bot.
    expect((await teams.bring({ ...teams.activity(ana, chat, 'message'), from: { id: '28:other' } })).status).toBe(200)
    await story.settle()
    expect(chat.messages.length).toBe(standing)
    expect(story.virtual.faults).toEqual([])
  })

  it('refuses what is too long or can’t be read, and other methods', async () => {
    await using story = await begin()
    const { teams, ana, address } = story
    const token = signedToken(teams.keys, claimsFor(teams.world, teams.serviceUrl()))
    const send = (body: string, method = 'POST') =>
      fetch(address, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(method === 'GET' ? {} : { body }),
      }).then(({ status }) => status)
    expect(await send('', 'GET')).toBe(405)
    for (const body of ['', 'null', '[]', '{', '{"type":7}', '"text"']) expect(await send(body), body).toBe(400)
    const long = JSON.stringify(
      teams.activity(ana, chatOf(teams.world, ana.id), 'message', { text: 'x'.repeat(1_100_000) }),
    )
    expect(await send(long).catch(() => 413)).toBe(413)
    expect(story.logged()).not.toContain('xxxx')
  })

  it('opens for nobody without an app id, unless asked to, and then for this machine alone', async () => {
    await using teams = await openTeams()
    expect(() => adapterFor(teams, { appId: '' })).toThrow(/needs MicrosoftAppId/)
    expect(() => adapterFor(teams, { appId: undefined })).toThrow(/TEAMS_UNAUTHENTICATED_LOOPBACK/)
  })
})

describe('a client on this machine', () => {
  it('is heard without a token; web pages, other names and other addresses are not', async () => {
    await using teams = await openTeams()
    const warnings: string[] = []
    const log = { info() {}, error() {}, warn: (_: object, said: string) => void warnings.push(said) }
    const adapter = adapterFor(teams, { appId: undefined, unauthenticated: true, log })
    const { createServer } = await import('node:http')
    const server = createServer((request, response) => adapter.listener(request, response))
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    await adapter.start({ handle: async () => ({ type: 'nothing' }) })
    expect(warnings.join()).toContain('nobody who speaks with the bot is asked who they are')
    const ana = teams.person({ name: 'Ana' })
    const said = (serviceUrl: string) =>
      JSON.stringify({ ...teams.activity(ana, chatOf(teams.world, ana.id), 'typing'), serviceUrl })
    const local = said(teams.serviceUrl())
    const post = (headers: Record<string, string>, body = local) => raw(port, headers, body)
    const json = { host: `127.0.0.1:${port}`, 'content-type': 'application/json' }
    expect(await post(json)).toBe(200)
    expect(await post({ ...json, origin: 'https://evil.example' })).toBe(403)
    expect(await post({ ...json, host: 'evil.example' })).toBe(403)
    expect(await post({ ...json, 'content-type': 'text/plain' })).toBe(403)
    expect(await post(json, said('https://evil.example/'))).toBe(403)
    await adapter.stop()
    server.closeAllConnections()
    server.close()
  })
})

/** A request whose Host is whatever it says. */
function raw(port: number, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' })
    socket.on('data', (data) => resolve(Number(/^HTTP\/1.1 (\d+)/.exec(data.toString())?.[1])))
    socket.on('error', reject)
    socket.end(
      `POST /api/messages HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${body}`,
    )
  })
}
