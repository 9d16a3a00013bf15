/** `teamrunde retention`: what is stored, for how long, how much of it, and what is overdue. */
import { textsOf } from '../compose.ts'
import { type AnyRitual, discoverRituals } from '../engine/discovery.ts'
import { boundsOf } from '../engine/overdue.ts'
import { type Deleted, sweep } from '../engine/retention.ts'
import { type Stock, stockOf } from '../engine/stock.ts'
import { readEnv } from '../env.ts'
import { ProblemError } from '../errors.ts'
import { type Database, secureErase } from '../store/database.ts'
import { PROCESSING } from '../store/records.ts'
import { instantText } from '../time/format.ts'
import { keptWith } from './agreement-parts.ts'
import { openToRead, openToWrite, unreachable } from './force.ts'
import { type InForce, manifestInForce } from './in-force.ts'

export interface RetentionWish {
  enforce?: boolean
  json?: boolean
}

interface Facts {
  force: InForce
  stock: ReadonlyMap<string, Stock>
  /** Null when nothing was to be enforced. */
  deleted: Deleted | null
}

const RUNNING = 'Teamrunde is running: it deletes what is overdue by itself, every day. There is nothing for you to do.'
const UNKNOWN: Stock = { rows: null, overdue: null }
/** Overwritten after deleting, so that nothing can be read from the file any more. */
const SWEPT = [
  'response',
  'result',
  'participant',
  'pairing',
  'promise',
  'feed_entry',
  'absence',
  'opt_out',
  'setting',
  'event',
  'delivery',
] as const

/** @throws ProblemError when something is to be deleted while the bot has the SQLite file, or by another manifest than the one in force */
export async function retention(
  environment: Record<string, string | undefined>,
  file: string | undefined,
  wish: RetentionWish = {},
): Promise<string> {
  const env = readEnv(environment)
  const rituals = await discoverRituals()
  const force = await manifestInForce(env, file, rituals)
  if (wish.enforce && !force.isApplied)
    throw new ProblemError('Only the manifest in force can be enforced. See `teamrunde apply`.')
  const deleted = wish.enforce ? await enforce(env.DATABASE_URL, force, rituals) : null
  const facts = { force, deleted, stock: await look(env.DATABASE_URL, force, rituals) }
  return wish.json ? JSON.stringify(asData(facts), null, 2) : asText(facts)
}

type Rituals = ReadonlyMap<string, AnyRitual>

const bounds = ({ manifest, now }: InForce) => boundsOf(manifest.privacy.retention, now)

async function enforce(url: string, force: InForce, rituals: Rituals): Promise<Deleted> {
  const db = await openToWrite(url, RUNNING)
  try {
    const deleted = await db.write((trx) => sweep(trx, bounds(force), textsOf(rituals)))
    await secureErase(db, SWEPT)
    return deleted
  } finally {
    await db.close()
  }
}

async function look(url: string, force: InForce, rituals: Rituals): Promise<ReadonlyMap<string, Stock>> {
  const db = await openToRead(url)
  if (db === null) return new Map()
  try {
    return await stockIn(db, force, rituals)
  } catch (error) {
    throw unreachable(db.place, error)
  } finally {
    await db.close()
  }
}

async function stockIn(db: Database, force: InForce, rituals: Rituals): Promise<ReadonlyMap<string, Stock>> {
  const tables = await db.kysely.introspection.getTables()
  if (!tables.some(({ name }) => name === 'delivery')) return new Map()
  const names = PROCESSING.map(({ table }) => table)
  return stockOf(db, names, bounds(force), textsOf(rituals))
}

function asData({ force, stock, deleted }: Facts) {
  const { retention: lengths, minimumGroup } = force.manifest.privacy
  return {
    at: instantText(force.now),
    inForce: force.isApplied,
    retention: lengths,
    minimumGroup,
    ...(deleted ? { deleted } : {}),
    tables: PROCESSING.map(({ table, personal, words }) => ({
      table,
      personal,
      ...words.en,
      kept: keptWith(lengths, 'en')(words.en.kept),
      ...(stock.get(table) ?? UNKNOWN),
    })),
  }
}

function asText(facts: Facts): string {
  const { tables, retention: lengths } = asData(facts)
  const kept = `answers with names for ${lengths.responses}, results of polls for ${lengths.results}`
  const width = Math.max(...tables.map(({ table }) => table.length)) + 2
  const line = (table: string, rows: string, overdue: string, rest: string): string =>
    `${table.padEnd(width)}${rows.padStart(8)}${overdue.padStart(9)}   ${rest}`
  return [
    facts.force.isApplied ? `In force: ${kept}.` : `Not in force yet: ${kept}.`,
    ...(facts.deleted ? [deletedText(facts.deleted)] : []),
    '',
    line('table', 'rows', 'overdue', 'what, and how long it is kept'),
    ...tables.flatMap(({ table, rows, overdue, what, kept: until }) => [
      line(table, number(rows), number(overdue), what),
      line('', '', '', `kept ${until}`),
    ]),
    '',
    'A dash: nothing is deleted there by age, or there is no such table. `--enforce` deletes what is overdue.',
  ].join('\n')
}

const number = (count: number | null): string => (count === null ? '–' : String(count))

function deletedText({ responses, results, events, deliveries }: Deleted): string {
  return `Deleted: ${responses} answers, ${results} results, ${events} ids of clicks; ${deliveries} messages emptied.`
}
