/** The product, whole: engine, playground, http server and the database's own queue, on a clock that is driven by hand. */
import { join } from 'node:path'
import { pino } from 'pino'
import type { Platform } from '#platform'
import { createWebAdapter } from '../../adapters/web/adapter.ts'
import type { TravelClock } from '../../src/clock.ts'
import { composeHouse } from '../../src/compose.ts'
import { slotOf } from '../../src/engine/ballot-box.ts'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { createEngine, type Engine } from '../../src/engine/engine.ts'
import type { House } from '../../src/engine/house.ts'
import { deliveryId } from '../../src/engine/outbox.ts'
import { pollKeys } from '../../src/engine/poll-keys.ts'
import { createLog, fault, type Logger } from '../../src/log.ts'
import { memberId } from '../../src/manifest/apply-people.ts'
import { createMetrics, type Metrics } from '../../src/meter.ts'
import { metricsDoor } from '../../src/metrics-door.ts'
import { applyManifest } from '../../src/manifest/apply.ts'
import { parseManifest } from '../../src/manifest/read.ts'
import { createWorkspace } from '../../src/playground.ts'
import { type Door, type RunningServer, startServer } from '../../src/server.ts'
import { instantText } from '../../src/time/format.ts'
import { emailOf, LEADER, manifestOf, nameOf, people } from './company.ts'
import { type Ground, imagesIn, KEYS, type Place } from './grounds.ts'
import { type Ballot, METRICS, type Said, type Sight, type Subject } from './subject.ts'

const TEAM = 'team'
const FIRST = '2026-12-03'
/** What a leader and admin may type; none of these changes anything. The first ones tell most. */
const QUESTIONS = ['status', 'gap', 'report', 'today', 'plan', 'why', 'privacy', 'export', 'help']
/** What any page on this machine may ask of the server. */
const PAGES = ['/healthz', '/readyz', METRICS, `/playground/api/state?person=${LEADER}`]
const KEYS_OF_DELIVERIES = ['prompt', 'reminder', 'reminder/extra']

/** @param questions how many of the leader's questions are asked at each look */
export async function openProduct(ground: Ground, size: number, questions = QUESTIONS.length): Promise<Subject> {
  const place = await ground.open()
  const staff = people(size)
  const said: Said[] = []
  const clock = manualClock(local(FIRST, '08:00'))
  const metrics = createMetrics()
  const house = await houseIn(place, clock, staff, said, metrics)
  const engine = createEngine(house)
  const server = await startPlayground(house, engine, clock, said, metricsDoor(house, metrics))
  await applyManifest(house.db, house.manifest, instantText(clock.now()))
  await engine.start()
  await engine.drain()
  const api = apiAt(`http://127.0.0.1:${server.port}`, said)
  const keys = pollKeys(join(place.folder, KEYS))
  let week = -1
  let poll = ''

  const day = (): Temporal.PlainDate => Temporal.PlainDate.from(FIRST).add({ weeks: week })
  const to = (date: Temporal.PlainDate, time: string) => travel(house, engine, clock, local(date.toString(), time))
  const openForm = (person: string) => api.act(person, 'press', { action: 'answer', occurrence: poll })

  return {
    place,
    staff,
    said,
    async open() {
      week += 1
      await to(day(), '10:00')
      poll = await openPoll(house)
      return poll
    },
    async fields() {
      const { reply } = await openForm(staff[0]!)
      return reply.form!.fields.map(({ name }) => name)
    },
    async vote(person, ballot, id) {
      if (ballot === null) return void (await api.act(person, 'press', { id, action: 'decline', occurrence: poll }))
      const { reply } = await openForm(person)
      const { type } = (await api.act(person, 'submit', { id, ticket: reply.ticket, answers: wire(ballot) })).reply
      if (type !== 'replace') throw new Error(`A vote was answered with ${type}.`)
    },
    hesitate: async (person) => void (await openForm(person)),
    async blunder(person, text) {
      const { reply } = await openForm(person)
      const answers = { [reply.form!.fields[0]!.name]: text, unasked: text }
      await api.act(person, 'submit', { ticket: reply.ticket, answers })
    },
    goAway: async (person) => void (await api.act(person, 'command', { text: `away ${day().toString()}` })),
    urge: async () => void (await api.act(LEADER, 'command', { text: 'remind' })),
    remind: () => to(day(), '15:00'),
    async close() {
      await to(day().add({ days: 1 }), '12:30')
      const row = await house.db.kysely
        .selectFrom('result')
        .select('document')
        .where('occurrence_id', '=', poll)
        .executeTakeFirstOrThrow()
      return (JSON.parse(row.document) as { answered: number | null }).answered
    },
    async look(): Promise<Sight> {
      const asked = QUESTIONS.slice(0, questions).map((text) => ['command', { text }] as const)
      const acts = [...asked, ['home', {}] as const]
      const replies = await Promise.all(acts.map(([act, body]) => api.act(LEADER, act, body)))
      const pages = await Promise.all(PAGES.map(api.get))
      return Object.fromEntries([
        ...acts.map(([act, body], index) => [`/${act} ${JSON.stringify(body)}`, replies[index]!.reply]),
        ...PAGES.map((page, index) => [page, pages[index]]),
      ])
    },
    marks: (person) => [person, nameOf(person), memberId(emailOf(person))],
    traces: (id, person) => KEYS_OF_DELIVERIES.map((key) => deliveryId(id, key, `member:${memberId(emailOf(person))}`)),
    async stuff(person, ballot, id) {
      const ticket = { occurrence: poll, form: 'ballot', delivery: null }
      await api.act(person, 'submit', { id, ticket, answers: wire(ballot) })
    },
    async counted(id, person) {
      const own = await house.ballots.own(house.db.kysely, id, memberId(emailOf(person)))
      return own ? [own.answers as Ballot | null] : []
    },
    slot(id, person) {
      const key = keys.read(id)
      return key && slotOf(key, memberId(emailOf(person)))
    },
    key: (id) => keys.read(id),
    keys: () => imagesIn(join(place.folder, KEYS)),
    async [Symbol.asyncDispose]() {
      await server.close(0)
      await house.queue.stop(1000)
      await place[Symbol.asyncDispose]()
    },
  }
}

async function houseIn(
  place: Place,
  clock: TravelClock,
  staff: string[],
  said: Said[],
  meter: Metrics,
): Promise<House> {
  const rituals = await discoverRituals()
  const reading = parseManifest(manifestOf([{ id: TEAM, members: staff }]), 'attack.yaml', rituals)
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems))
  const { manifest } = reading
  const keyFolder = join(place.folder, KEYS)
  const log = heard(said)
  return composeHouse({ db: place.db, clock, log, manifest, rituals, keyFolder, platforms: new Map(), meter })
}

/** The product's own logger, at its most talkative, with its ear on us. */
function heard(said: Said[]): Logger {
  const log = createLog('trace')
  const stream = { write: (text: string) => void said.push({ where: 'log', to: null, text }) }
  Reflect.set(log, pino.symbols.streamSym, stream)
  return log
}

async function startPlayground(
  house: House,
  engine: Engine,
  clock: TravelClock,
  said: Said[],
  door: Door,
): Promise<RunningServer> {
  const workspace = createWorkspace(house, engine, clock)
  const web = createWebAdapter(workspace, (error) => house.log.error(fault(error), 'the playground'))
  ;(house.platforms as Map<string, Platform>).set(web.name, overheard(web, said))
  await web.start(engine.inbox)
  const ready = async (): Promise<boolean> => true
  return startServer('127.0.0.1', 0, [door, { prefix: '/', listener: web.listener }], { ready })
}

/** Everything the platform is asked to send or change. */
function overheard(web: Platform, said: Said[]): Platform {
  const note = (to: string, what: unknown): void =>
    void said.push({ where: 'platform', to, text: JSON.stringify(what) })
  return {
    ...web,
    async send(outgoing) {
      note(outgoing.conversation, outgoing)
      return web.send(outgoing)
    },
    async update(reference, outgoing) {
      note(outgoing.conversation, { reference, outgoing })
      return web.update(reference, outgoing)
    },
  }
}

interface Acted {
  reply: {
    type: string
    ticket?: unknown
    form?: { fields: { name: string }[] }
  }
}

function apiAt(origin: string, said: Said[]) {
  const hear = async (to: string, response: Response): Promise<string> => {
    const text = await response.text()
    said.push({ where: 'reply', to, text: `${JSON.stringify([...response.headers])}\n${text}` })
    return text
  }
  return {
    async act(person: string, act: string, body: object): Promise<Acted> {
      const response = await fetch(`${origin}/playground/api/${act}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person, ...body }),
      })
      const text = await hear(person, response)
      if (!response.ok) throw new Error(`${act}: ${text}`)
      return JSON.parse(text) as Acted
    },
    async get(path: string): Promise<unknown> {
      const response = await fetch(`${origin}${path}`)
      const text = await hear(LEADER, response)
      if (path === METRICS) return measuredIn(text)
      return response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text
    },
  }
}

/** The product's own numbers; those of the process move all the time. */
const measuredIn = (text: string): Record<string, number> =>
  Object.fromEntries([...text.matchAll(/^(teamrunde_\S+) (\S+)$/gm)].map(([, name, value]) => [name!, Number(value)]))

/** As a browser sends it. */
const wire = (ballot: Ballot): Record<string, unknown> =>
  Object.fromEntries(Object.entries(ballot).map(([field, step]) => [field, step ?? 'abstain']))

async function openPoll(house: House): Promise<string> {
  const { id } = await house.db.kysely
    .selectFrom('occurrence')
    .select('id')
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
  return id
}

/** Lives through everything that is due on the way, as the playground's clock does. */
async function travel(house: House, engine: Engine, clock: TravelClock, target: Temporal.Instant): Promise<void> {
  await createWorkspace(house, engine, clock).travel(instantText(target))
  house.queue.poke()
}

const local = (date: string, time: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime('Europe/Berlin').toInstant()

function manualClock(start: Temporal.Instant): TravelClock {
  let now = start
  return { now: () => now, ahead: 0, travel: (instant) => void (now = instant) }
}
