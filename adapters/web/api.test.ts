import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ProblemBody } from './answers.ts'
import { createWebAdapter } from './adapter.ts'
import type { Acted } from './replies.ts'
import type { State } from './state.ts'
import { createInMemory, type InMemory, prompt } from './in-memory-workspace.ts'

let ground: InMemory
let server: Server
let faults: unknown[]
let listener: ReturnType<typeof createWebAdapter>['listener']

beforeAll(async () => {
  server = createServer((incoming, outgoing) => listener(incoming, outgoing))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => void server.close())

beforeEach(async () => {
  ground = createInMemory()
  faults = []
  const adapter = createWebAdapter(ground.workspace, (fault) => faults.push(fault))
  listener = adapter.listener
  await adapter.start(ground.inbox)
})

interface ClockAnswer {
  now: string
  next: string | null
}

interface Answered {
  status: number
  headers: IncomingHttpHeaders
  text: string
  /** One of the API's answers; a test looks only at what it asked for. */
  body: State & Acted & ClockAnswer & ProblemBody
}

function call(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Answered> {
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      answer.on('end', () => {
        resolve({ status: answer.statusCode!, headers: answer.headers, text, body: parse(answer, text) })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** An empty object for whatever is no JSON. */
const parse = (answer: IncomingMessage, text: string) =>
  String(answer.headers['content-type']).startsWith('application/json') ? JSON.parse(text) : {}

const get = (path: string) => call('GET', `/playground/api/${path}`)
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  call('POST', `/playground/api/${path}`, JSON.stringify(body), { 'content-type': 'application/json', ...headers })

describe('a person in the playground', () => {
  test('sees who they are, what is new, and what they can do', async () => {
    ground.say('@jana.petersen', prompt())
    const { status, body } = await get('state?person=jana.petersen')
    expect(status).toBe(200)
    expect(body.person).toMatchObject({ id: 'jana.petersen', role: 'leader' })
    expect(body.clock).toEqual({ now: '2026-12-03T09:00:00.000Z', next: '2026-12-04T08:00:00.000Z' })
    expect(body.conversations.map((one) => [one.conversation, one.unread])).toEqual([
      ['@jana.petersen', 1],
      ['#after-sales', 0],
    ])
    expect(body.conversations[0]!.messages![0]).toMatchObject({
      delivery: 'd1',
      isNew: true,
      html: expect.stringContaining('<p'),
    })
    expect(body.people.find((one) => one.id === 'jana.petersen')?.unread).toBe(1)
    expect(body.commands.map((one) => one.words)).toContain('lücke')
  })

  test('reads, and it stays read after a restart', async () => {
    ground.say('@jana.petersen', prompt())
    ground.say('@jana.petersen', prompt())
    await post('read', { person: 'jana.petersen', conversation: '@jana.petersen', upTo: 'd1' })
    const later = createWebAdapter(ground.workspace)
    listener = later.listener
    const { body } = await get('state?person=jana.petersen')
    expect(body.conversations[0]!.messages!.map((one) => one.isNew)).toEqual([false, true])
  })

  test('presses, fills in the form, and sees the message change', async () => {
    ground.say('@ana.ferreira', prompt())
    const opened = await post('press', { person: 'ana.ferreira', delivery: 'd1', action: 'answer' })
    expect(opened.body.reply).toMatchObject({
      type: 'form',
      form: { title: 'Kurz berichtet' },
      introHtml: '<p dir="auto">Drei Fragen.</p>',
    })
    const answers = { done: '<b>Alles</b>', spirit: '4' }
    const sent = await post('submit', {
      id: 'e1',
      person: 'ana.ferreira',
      ticket: opened.body.reply.type === 'form' && opened.body.reply.ticket,
      answers,
    })
    expect(sent.body).toMatchObject({
      id: 'e1',
      reply: { type: 'replace' },
      changed: { delivery: 'd1', html: expect.stringContaining('Danke.') },
    })
    expect(ground.events).toMatchObject([
      {
        type: 'press',
        platform: 'web',
        person: 'ana.ferreira',
        action: 'answer',
        occurrence: 'o1',
        delivery: 'd1',
        inPlace: true,
      },
      { type: 'submit', id: 'e1', ticket: { occurrence: 'o1', form: 'answer', delivery: 'd1' }, answers },
    ])
  })

  test('is told at the field what does not fit', async () => {
    const { status, body } = await post('submit', {
      person: 'ana.ferreira',
      ticket: { form: 'answer' },
      answers: { done: '' },
    })
    expect(status).toBe(200)
    expect(body.reply).toEqual({ type: 'errors', errors: { done: 'Bitte schreib etwas.' } })
  })

  test('types a command, with or without its name in front', async () => {
    await post('command', { person: 'ana.ferreira', text: '/teamrunde  help', conversation: '#after-sales' })
    await post('command', { person: 'ana.ferreira', text: 'help' })
    expect(ground.events).toMatchObject([
      { type: 'command', text: 'help', conversation: '#after-sales' },
      { type: 'command', text: 'help', conversation: '@ana.ferreira' },
    ])
  })

  test('opens the overview', async () => {
    const { body } = await post('home', { person: 'ana.ferreira' })
    expect(body.reply).toMatchObject({ type: 'home', html: '<p dir="auto">Nichts offen.</p>' })
  })

  test('belongs to the groups that were opened with them', async () => {
    const adapter = createWebAdapter(ground.workspace)
    expect(await adapter.conversation(['jana.petersen', 'ana.ferreira'])).toBe('@ana.ferreira+jana.petersen')
    await Promise.all([adapter.conversation(['jana.petersen', 'ben']), adapter.conversation(['jana.petersen', 'linh'])])
    const { body } = await get('state?person=jana.petersen')
    const groups = body.conversations.filter((one) => one.kind === 'group')
    expect(groups.map((one) => one.name)).toEqual(['Ana Ferreira', 'Ben', 'Linh'])
  })
})

describe('the clock', () => {
  test.each([
    [{ by: 'PT1H' }, '2026-12-03T10:00:00.000Z'],
    [{ by: 'P1D' }, '2026-12-04T09:00:00.000Z'],
    [{ next: true }, '2026-12-04T08:00:00.000Z'],
    [{ to: '2026-12-24T18:00' }, '2026-12-24T17:00:00.000Z'],
    [{ to: '2026-12-24' }, '2026-12-23T23:00:00.000Z'],
    [{ to: '2026-12-24T18:00:00Z' }, '2026-12-24T18:00:00.000Z'],
    [{ to: '2026-12-24T18:00', zone: 'Europe/Lisbon' }, '2026-12-24T18:00:00.000Z'],
  ])('goes where it is told: %j', async (goal, now) => {
    expect((await post('clock', goal)).body.now).toBe(now)
  })

  test('a day later is the same time of day, when the clocks change in between, too', async () => {
    await post('clock', { to: '2027-03-27T10:00' })
    expect((await post('clock', { by: 'P1D' })).body.now).toBe('2027-03-28T08:00:00.000Z')
  })

  test.each([
    [{ to: '2026-12-01' }, 409, 'clock-backwards'],
    [{ by: '-PT1H' }, 400, 'invalid'],
    [{ by: 'P3Y' }, 409, 'clock-too-far'],
    [{ by: 'soon' }, 400, 'invalid'],
    [{ by: 'P9999999999D' }, 409, 'clock-too-far'],
    [{ to: '2026-02-31' }, 400, 'invalid'],
    [{ to: '2026-12-24T18:00', zone: 'Berlin' }, 400, 'invalid'],
    [{ next: 'yes' }, 400, 'invalid'],
    [{}, 400, 'invalid'],
    [{ by: 'P1D', next: true }, 400, 'invalid'],
  ])('never goes astray: %j', async (goal, status, code) => {
    const answered = await post('clock', goal)
    expect([answered.status, answered.body.error.code]).toEqual([status, code])
    expect(ground.workspace.now()).toBe('2026-12-03T09:00:00.000Z')
  })

  test('says so when nothing is planned', async () => {
    await post('clock', { next: true })
    expect((await post('clock', { next: true })).body.error.code).toBe('nothing-next')
  })
})

describe('what is wrong is named', () => {
  test.each([
    ['press', { delivery: 'd1', action: 'answer' }, 400, 'person'],
    ['press', { person: 7, action: 'answer' }, 400, 'person'],
    ['press', { person: 'jana.petersen', delivery: 'd1' }, 400, 'action'],
    ['press', { person: 'jana.petersen', delivery: 'd1', action: 'answer', vlaue: 'x' }, 400, 'vlaue'],
    ['press', { person: 'jana.petersen', delivery: 'nope', action: 'answer' }, 404, 'delivery'],
    ['press', { person: 'jana.petersen', delivery: 'd1', action: 'dance' }, 404, 'action'],
    ['press', { person: 'nobody', action: 'answer' }, 404, 'person'],
    ['submit', { person: 'jana.petersen', answers: {} }, 400, 'ticket'],
    ['submit', { person: 'jana.petersen', ticket: {}, answers: {} }, 400, 'ticket.form'],
    [
      'submit',
      { person: 'jana.petersen', ticket: { form: 'a', occurrence: 3 }, answers: {} },
      400,
      'ticket.occurrence',
    ],
    ['submit', { person: 'jana.petersen', ticket: { form: 'a' }, answers: [] }, 400, 'answers'],
    ['command', { person: 'jana.petersen', text: 'x'.repeat(2001) }, 400, 'text'],
    ['command', { person: 'jana.petersen', text: 'help', conversation: '@ben' }, 404, 'conversation'],
    ['read', { person: 'jana.petersen' }, 400, 'conversation'],
    ['simulate', { except: 'nobody' }, 404, 'person'],
  ])('%s %j', async (path, body, status, field) => {
    ground.say('@jana.petersen', prompt())
    const answered = await post(path, body)
    expect([answered.status, answered.body.error.field]).toEqual([status, field])
    expect(ground.events).toEqual([])
  })

  test('a question without a person, and one about nobody', async () => {
    expect((await get('state')).body.error).toMatchObject({ code: 'invalid', field: 'person' })
    expect((await get('state?person=nobody')).status).toBe(404)
    expect((await get('state?person=__proto__')).status).toBe(404)
    expect((await get('commands?person=ana.ferreira')).body.commands[0]).toMatchObject({ words: 'today' })
  })

  test('the wrong method, with the right one', async () => {
    const answered = await get('press')
    expect([answered.status, answered.headers.allow]).toEqual([405, 'POST'])
    expect((await post('state', {})).headers.allow).toBe('GET')
    expect((await get('nothing')).status).toBe(404)
    expect((await get('constructor')).status).toBe(404)
  })

  test('what is no JSON', async () => {
    const json = { 'content-type': 'application/json' }
    expect((await call('POST', '/playground/api/home', '{', json)).body.error.code).toBe('not-json')
    expect((await call('POST', '/playground/api/home', '[]', json)).body.error.code).toBe('not-json')
    expect((await call('POST', '/playground/api/home', 'person=jana')).status).toBe(415)
  })

  test('more than 64 KB, announced or not', async () => {
    const large = { person: 'jana.petersen', ticket: { form: 'a' }, answers: { done: 'x'.repeat(70_000) } }
    expect((await post('submit', large)).status).toBe(413)
    expect((await post('submit', large, { 'transfer-encoding': 'chunked' })).status).toBe(413)
    const fits = { ...large, answers: { done: 'ä'.repeat(20_000) } }
    expect((await post('submit', fits, { 'transfer-encoding': 'chunked' })).status).toBe(200)
    expect(ground.events).toMatchObject([{ answers: fits.answers }])
  })

  test('a fault inside, without giving anything away', async () => {
    ground.workspace.settle = () => Promise.reject(new Error('secret detail'))
    const { status, text } = await get('state?person=jana.petersen')
    expect(status).toBe(500)
    expect(text).not.toMatch(/secret|at .*\.ts/)
    expect(faults).toHaveLength(1)
  })

  test('that nothing is taken before the start', async () => {
    listener = createWebAdapter(ground.workspace).listener
    expect((await post('home', { person: 'jana.petersen' })).status).toBe(503)
  })
})

describe('only this machine, and only this page', () => {
  test.each(['localhost:3000', '127.0.0.1:3000', '127.8.8.8', '[::1]:3000', 'LOCALHOST'])(
    'answers as %s',
    async (host) => {
      expect((await call('GET', '/', undefined, { host })).status).toBe(200)
    },
  )

  test.each([
    'evil.example',
    '192.168.0.7:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost@evil.example',
  ])('does not answer as "%s", where a name may have been bent to point here', async (host) => {
    const answered = await call('GET', '/playground/api/state?person=jana.petersen', undefined, { host })
    expect(answered.status).not.toBe(200)
    expect(answered.text).not.toContain('Jana')
  })

  test.each(['https://evil.example', 'null', 'http://localhost:9', 'http://localhost:3000.evil.example'])(
    'takes nothing from a page of %s',
    async (origin) => {
      const headers = { host: 'localhost:3000', origin }
      expect((await post('home', { person: 'jana.petersen' }, headers)).body.error.code).toBe('foreign-page')
      expect(ground.events).toEqual([])
    },
  )

  test('takes it from its own', async () => {
    const headers = { host: 'localhost:3000', origin: 'http://localhost:3000' }
    expect((await post('home', { person: 'jana.petersen' }, headers)).status).toBe(200)
  })

  test('the page allows nothing that is not served beside it, and shows names as names', async () => {
    const { headers, text } = await call('GET', '/?as=ana.ferreira')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|\*/)
    expect(text).toContain('<html lang="en" data-person="ana.ferreira">')
    expect(text).toContain('Autohaus &lt;Nordlicht&gt;')
    expect(text).not.toMatch(/<script(?! type="module" src="\/playground\/pages\/main.js">)|style="|onclick=/)
  })

  test('an unknown name gets the first leader', async () => {
    expect((await call('GET', '/?as="><script>')).text).toContain('data-person="jana.petersen"')
  })

  test('files come from two folders and from nowhere else', async () => {
    const file = await call('GET', '/playground/pages/main.js')
    expect([file.status, file.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8'])
    const again = await call('GET', '/playground/pages/main.js', undefined, {
      'if-none-match': String(file.headers.etag),
    })
    expect([again.status, again.text]).toEqual([304, ''])
    for (const path of [
      'pages/..%2Fadapter.ts',
      'pages/tsconfig.json',
      'pages/../adapter.ts',
      'adapter.ts',
      'locales/fr.json',
    ]) {
      expect((await call('GET', `/playground/${path}`)).status).toBe(404)
    }
  })
})
