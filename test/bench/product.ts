/** The product under measurement: a process of its own on a database of its own, with all check-ins of the bench's company open. */
import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { type AnswerDatabase, numberIn } from './answer-database.ts'
import { ANSWERS, BACKGROUND, companyManifest, OPEN } from './company.ts'
import { said, startFlags, startProcess, type Running, type StartOptions } from './processes.ts'

export interface Product {
  origin: string
  running: Running
  /** The bodies of submits, one per person and check-in, people taking turns; they begin anew when all have answered. */
  nextBodies(count: number): string[]
  /** Resolves when everything that the answers have caused is done. */
  settled(): Promise<void>
}

interface Place {
  person: string
  occurrence: string
  delivery: string
}

type Options = Pick<StartOptions, 'preload' | 'flags'>

export async function startProduct(folder: string, database: AnswerDatabase, options?: Options): Promise<Product> {
  writeFileSync(manifestIn(folder), companyManifest())
  const { origin, running } = await startReplica(folder, database, options)
  await openCheckIns(origin)
  await settled(database)
  const places = await placesIn(database)
  let next = 0
  return {
    origin,
    running,
    nextBodies: (count) => Array.from({ length: count }, () => bodyFor(places[next++ % places.length]!, next)),
    settled: () => settled(database),
  }
}

/** One more process on the same database, once a first one has put the clock ahead. */
export async function startReplica(
  folder: string,
  database: AnswerDatabase,
  options?: Options,
): Promise<Pick<Product, 'origin' | 'running'>> {
  const running = startProcess('src/main.ts', {
    ...options,
    flags: [...startFlags(), ...(options?.flags ?? [])],
    env: {
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: database.url,
      TEAMRUNDE_MANIFEST: manifestIn(folder),
      TEAMRUNDE_KEYS: join(folder, 'keys'),
      LOG_LEVEL: 'warn',
      TMPDIR: folder,
    },
  })
  return { running, origin: await said(running, /(http:\/\/127\.0\.0\.1:\d+)/) }
}

const manifestIn = (folder: string): string => join(folder, 'manifest.yaml')

async function settled(database: AnswerDatabase): Promise<void> {
  const waiting = `select count(*) from delivery where state in ('queued', 'sending')`
  while ((await numberIn(database, waiting)) !== 0) await new Promise((resolve) => setTimeout(resolve, 50))
}

/** Puts the clock on the first Wednesday that is not over, half an hour after the check-ins have opened. */
async function openCheckIns(origin: string): Promise<void> {
  const state = (await ask(`${origin}/playground/api/state?person=p0.t0`)) as { clock: { now: string } }
  let day = Temporal.Instant.from(state.clock.now).toZonedDateTimeISO('Europe/Berlin').toPlainDate().add({ days: 1 })
  while (day.dayOfWeek !== 3) day = day.add({ days: 1 })
  await ask(`${origin}/playground/api/clock`, { to: `${day.toString()}T${OPEN}` })
}

export async function ask(address: string, body?: object): Promise<unknown> {
  const request = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  const response = await fetch(address, request)
  if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`)
  return response.json()
}

/** Who is asked where, as it stands in the outbox: what the page would learn by opening one form after the other. */
async function placesIn(database: AnswerDatabase): Promise<Place[]> {
  const places = await database.rows<Place>(
    `select identity.external_id as person, delivery.occurrence_id as occurrence, delivery.id as delivery
     from delivery
     join occurrence on occurrence.id = delivery.occurrence_id and occurrence.state = 'open'
     join identity on identity.platform = 'web' and 'member:' || identity.member_id = delivery.recipient
     where delivery.key = 'prompt' and delivery.sent_revision > 0 and occurrence.ritual_id not like '${BACKGROUND}-%'
     order by occurrence.ritual_id, identity.external_id`,
  )
  if (places.length === 0) throw new Error('No check-in is open.')
  return places
}

const bodyFor = ({ person, occurrence, delivery }: Place, number: number): string =>
  JSON.stringify({
    id: `bench-${number}`,
    person,
    ticket: { occurrence, form: 'answer', delivery },
    answers: { ...ANSWERS, done: `${number}: ${ANSWERS.done}` },
  })
