/** The program as a process: killed, stopped, begun anew, and kept from starting. */
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer, request as httpRequest } from 'node:http'
import { type AddressInfo } from 'node:net'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { plainText } from '../../src/message/text.ts'
import { company, poll, round } from './company.ts'
import { type Acted, nextWeekday, type Program, runProgram, standingIn, startProgram, type State } from './program.ts'

const people = ['ana', 'ben', 'cem', 'dana', 'elif', 'finn'].map((name) => ({ name }))
const manifest = company({
  people,
  organisation: 'holidays: none',
  rituals:
    round("every: week, on: mon, at: '09:00', window: 4h, reminder: 2h") +
    poll("every: week, on: mon, at: '09:30', window: 26h, reminder: none"),
})

// Many a process has to start on a machine that has other things to do.
vi.setConfig({ testTimeout: 90_000 })

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(inject('testFolder'), 'kill-'))
})

const said = (message: Parameters<typeof plainText>[0]): string =>
  plainText(message, { language: 'de', zone: 'Europe/Berlin' })
const textsIn = (state: State, conversation: string): string[] =>
  standingIn(state, conversation).map(({ message }) => said(message))

/** Opens the newest question on which `action` can be pressed. */
async function open(
  program: Program,
  person: string,
  ritual: string,
  action = 'answer',
): Promise<Extract<Acted['reply'], { type: 'form' }>> {
  const { body, text } = await program.post('command', { person, text: `antworten ${ritual}` })
  if (body.reply.type !== 'form') throw new Error(`${person} could not ${action}: ${text}`)
  return body.reply
}

async function answer(program: Program, person: string, done: string): Promise<Acted['reply']> {
  const { ticket } = await open(program, person, 'runde')
  const { body } = await program.post('submit', { person, ticket, answers: { done, next: null, blocker: null } })
  return body.reply
}

async function vote(program: Program, person: string, step: number): Promise<Acted['reply']> {
  const { ticket, form } = await open(program, person, 'teamgeist')
  const answers = Object.fromEntries(form.fields.map(({ name }) => [name, step]))
  return (await program.post('submit', { person, ticket, answers })).body.reply
}

/** Everything everyone sees. */
async function everything(program: Program): Promise<State['conversations'][]> {
  const seen: State['conversations'][] = []
  for (const { name } of [...people, { name: 'lead' }]) seen.push((await program.state(name)).conversations)
  return seen
}

describe('kill -9', () => {
  it('in the middle of a phase changes nothing that was confirmed, asked or set', async () => {
    const first = await startProgram({ folder, manifest })
    const monday = nextWeekday((await first.state('ana')).clock.now, 1)
    await first.to(`${monday}T10:00`)
    await answer(first, 'ana', 'Übergabe Ost')
    for (const [index, { name }] of people.entries()) if (index < 5) await vote(first, name, 4)
    const before = await everything(first)
    const { clock } = await first.state('ana')
    await first.kill()

    await using second = await startProgram({ folder, manifest })
    const after = await second.state('ana')
    expect(await everything(second)).toEqual(before)
    expect(after.clock.now >= clock.now && after.clock.now < `${monday}T11:00`).toBe(true)
    expect(after.clock.next).toBe(clock.next)

    await second.to(`${monday}T13:00`)
    const [report, ...thread] = textsIn(await second.state('lead'), '#service')
    expect(report).toContain('Eine Antwort.')
    expect(thread).toEqual([expect.stringContaining('Übergabe Ost')])
    const tuesday = nextWeekday(after.clock.now, 2)
    await second.to(`${tuesday}T11:30`)
    expect(textsIn(await second.state('lead'), '@lead').join()).toContain('5 von 6 haben geantwortet')
  })

  it('among many answers at once loses none that was confirmed', async () => {
    const first = await startProgram({ folder, manifest })
    const monday = nextWeekday((await first.state('ana')).clock.now, 1)
    await first.to(`${monday}T10:00`)
    const forms = new Map<string, Acted['reply'] & { type: 'form' }>()
    for (const { name } of people) forms.set(name, await open(first, name, 'runde'))
    const confirmed = new Map<string, string>()
    const storm = people.flatMap(({ name }) =>
      Array.from({ length: 20 }, async (_, count) => {
        const done = `${name} zum ${count + 1}. Mal.`
        const { ticket } = forms.get(name)!
        const { body } = await first.post('submit', {
          person: name,
          ticket,
          answers: { done, next: null, blocker: null },
        })
        if (body.reply.type === 'replace' || body.reply.type === 'notice') confirmed.set(name, done)
        if (confirmed.size === people.length) await first.kill()
      }),
    )
    await Promise.allSettled(storm)

    await using second = await startProgram({ folder, manifest })
    await second.to(`${monday}T13:00`)
    const thread = textsIn(await second.state('lead'), '#service').slice(1)
    expect(thread).toHaveLength(people.length)
    for (const { name } of people) expect(thread.filter((text) => text.includes(`\n${name} zum`))).toHaveLength(1)
  })

  it('right after somebody is forgotten leaves nothing of theirs to read in the files for longer than until the next start', async () => {
    const first = await startProgram({ folder, manifest })
    const monday = nextWeekday((await first.state('ana')).clock.now, 1)
    await first.to(`${monday}T10:00`)
    await answer(first, 'ana', 'Kanarienvogel')
    const file = join(folder, 'teamrunde.db')
    const inFiles = (): string[] =>
      [file, `${file}-wal`].filter((path) => existsSync(path) && readFileSync(path).includes('Kanarienvogel'))
    expect(inFiles()).not.toEqual([])

    // Somebody who reads the file keeps its log from being emptied, and the program at it until it dies.
    const reader = new BetterSqlite(file, { readonly: true })
    reader.exec('begin')
    reader.prepare('select count(*) from member').get()
    const forgotten = first.post('press', { person: 'ana', action: 'forget-me' }).catch(() => null)
    const isThere = (): boolean => {
      const other = new BetterSqlite(file, { readonly: true })
      const found = other.prepare(`select 1 from response where answers like '%Kanarienvogel%'`).get()
      other.close()
      return found !== undefined
    }
    await vi.waitFor(() => expect(isThere()).toBe(false), { timeout: 20_000, interval: 10 })
    await first.kill()
    await forgotten
    reader.close()

    await using second = await startProgram({ folder, manifest })
    await second.get('/healthz')
    expect(inFiles()).toEqual([])
  })
})

/** A request whose second half is sent when the time has come. */
function halfSent(program: Program, path: string, body: object): { finish(): Promise<number> } {
  const text = JSON.stringify(body)
  const request = httpRequest(`${program.url}/playground/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
  })
  const status = new Promise<number>((resolve, reject) => {
    request.once('response', (response) => resolve(response.resume().statusCode!))
    request.once('error', reject)
  })
  request.write(text.slice(0, 10))
  return {
    finish() {
      request.end(text.slice(10))
      return status
    },
  }
}

describe('SIGTERM', () => {
  it('lets requests finish and ends with 0 within ten seconds, whatever is going on', async () => {
    const first = await startProgram({ folder, manifest })
    const monday = nextWeekday((await first.state('ana')).clock.now, 1)
    await first.to(`${monday}T10:00`)
    const { ticket } = await open(first, 'ana', 'runde')
    const far = first.post('clock', { by: 'P400D' }).catch(() => null)
    const half = halfSent(first, 'submit', {
      person: 'ana',
      ticket,
      answers: { done: 'gerade noch', next: null, blocker: null },
    })
    await first.get('/healthz')
    const begun = performance.now()
    const ending = first.terminate()
    await vi.waitFor(() => expect(first.lines.join()).toContain('stopping'), { timeout: 9000 })
    expect(await half.finish()).toBe(200)
    expect(await ending).toBe(0)
    expect(performance.now() - begun).toBeLessThan(10_000)
    await far

    await using second = await startProgram({ folder, manifest })
    const { body } = await second.post('command', { person: 'ana', text: 'export' })
    expect(JSON.stringify(body)).toContain('gerade noch')
  })
})

describe('--fresh', () => {
  it('begins anew, and not while another process is at work', async () => {
    const first = await startProgram({ folder, manifest })
    const monday = nextWeekday((await first.state('ana')).clock.now, 1)
    await first.to(`${monday}T10:00`)
    await answer(first, 'ana', 'Übergabe Ost')
    const file = join(folder, 'teamrunde.db')
    const { ino } = statSync(file)
    const refused = await runProgram({ folder, manifest, args: ['--fresh'] })
    expect(refused.code).toBe(1)
    expect(refused.said).toContain('already in use by another Teamrunde')
    expect(statSync(file).ino).toBe(ino)
    expect(textsIn(await first.state('ana'), '@ana').join()).toContain('Danke')
    await first.kill()

    await using anew = await startProgram({ folder, manifest, args: ['--fresh'] })
    const { clock, conversations } = await anew.state('ana')
    expect(clock.now < `${monday}`).toBe(true)
    expect(conversations[0]!.messages!.map(({ message }) => said(message)).join()).not.toContain('Danke')
  })
})

describe('a start that can not be', () => {
  const refusal = async (options: { manifest?: string; env?: Record<string, string> }): Promise<string> => {
    const { code, said: text } = await runProgram({ folder, manifest, ...options })
    expect(code).toBe(1)
    // Whoever reads this can put it right; a stack would only be in the way.
    expect(text).not.toMatch(/^\s+at /m)
    return text
  }

  it('shows every mistake in the manifest at its line and column', async () => {
    const text = await refusal({
      manifest: manifest.replace('on: mon', 'on: moonday').replace('kind: pulse', 'kind: puls'),
    })
    expect(text).toMatch(/manifest\.yaml:\d+:\d+ .*moonday/)
    expect(text).toMatch(/manifest\.yaml:\d+:\d+ .*puls.*pulse/)
  })

  it('names the setting that was meant', async () => {
    expect(await refusal({ env: { TEAMRUNDE_MANIFST: 'x' } })).toContain('Did you mean TEAMRUNDE_MANIFEST?')
  })

  it('says which port is taken and how to choose another', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const text = await refusal({ env: { PORT: String(port) } })
    expect(text).toContain(String(port))
    expect(text).toContain('PORT')
    server.close()
  })

  it('leaves a database to the process that has it', async () => {
    await using first = await startProgram({ folder, manifest })
    const text = await refusal({})
    expect(text).toContain('already in use by another Teamrunde')
    expect((await first.get('/readyz')).status).toBe(200)
  })

  it('says that Microsoft can not be reached, without its secret', async () => {
    const id = '00000000-0000-0000-0000-000000000001'
    const env = {
      MicrosoftAppId: id,
      MicrosoftAppTenantId: id,
      MicrosoftAppPassword: 'secret-of-the-bot',
      ToChannelFromBotLoginUrl: 'https://127.0.0.1:1/tenant',
    }
    const text = await refusal({ env })
    expect(text).toContain('Microsoft could not be reached')
    expect(text).not.toContain('secret-of-the-bot')
  })

  it('says that Slack can not be reached, without its tokens', async () => {
    const env = {
      SLACK_BOT_TOKEN: 'xoxb-1-secret',
      SLACK_APP_TOKEN: 'xapp-1-secret',
      SLACK_API_URL: 'http://127.0.0.1:1/api/',
    }
    const text = await refusal({ env })
    expect(text).toContain('Slack')
    expect(text).not.toContain('secret')
  })

  it('says which database can not be reached, without its password', async () => {
    const text = await refusal({ env: { DATABASE_URL: 'postgres://bot:geheim@127.0.0.1:1/teamrunde' } })
    expect(text).toContain('DATABASE_URL')
    expect(text).toContain('127.0.0.1')
    expect(text).not.toContain('geheim')
  })

  it('says what is wrong with the folder of the keys', async () => {
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    expect(await refusal({ env: { TEAMRUNDE_KEYS: file } })).toContain('TEAMRUNDE_KEYS')
  })
})
