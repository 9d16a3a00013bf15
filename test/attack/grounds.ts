/** The two databases, outside of any test runner, with a look at every row and every byte that they leave behind. */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { sql } from 'kysely'
import { Client } from 'pg'
import { systemClock } from '../../src/clock.ts'
import { openQueue } from '../../src/jobs/open.ts'
import { backUp } from '../../src/store/backup.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'
import type { Engine, TestDatabase } from '../databases.ts'
import { startPostgres } from '../postgres-server.ts'

/** The folder of keys, in a place's folder. */
export const KEYS = 'keys'

/** One row as an intruder reads it: its values, and what the database adds by itself (`rowid`, `ctid`, `xmin`). */
export interface Row {
  table: string
  values: Record<string, string | number | null>
  /** Its place among the rows of its table, in the order in which the database keeps them. */
  position: number
  /** The transaction that wrote it; PostgreSQL only. */
  xmin: number | null
}

/** The bytes of one file. */
export interface Image {
  name: string
  bytes: Buffer
}

/** A database with nothing in it yet, and a folder of its own for keys and temporary files. */
export interface Place extends AsyncDisposable {
  readonly db: Database
  readonly folder: string
  rows(): Promise<Row[]>
  /** The database's own files; of the server's shared ones, such as its write-ahead log, only with `all`. */
  files(all: boolean): Promise<Image[]>
  /** What else lies about in the place's folder, the keys left out: temporary files above all. */
  litter(): Image[]
  /** A backup as the program makes it, of what is committed now; none where the database's own tools do that. */
  backup(): Image[]
}

export interface Ground {
  readonly name: 'SQLite' | 'PostgreSQL'
  /** For stories. */
  readonly engine: Engine
  open(): Promise<Place>
}

export interface Grounds extends AsyncDisposable {
  all: readonly Ground[]
}

export async function openGrounds(): Promise<Grounds> {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-attack-'))
  const before = process.env['TMPDIR']
  const server = await startPostgres()
  await makeTemplate(server.url)
  return {
    all: [sqliteGround(folder), postgresGround(folder, server.url)],
    async [Symbol.asyncDispose]() {
      if (before === undefined) delete process.env['TMPDIR']
      else process.env['TMPDIR'] = before
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function sqliteGround(root: string): Ground {
  const open = async (): Promise<Place> => {
    const folder = makeFolder(root)
    const db = await openDatabase(`sqlite:${join(folder, 'teamrunde.db')}`)
    await migrate(db)
    return {
      db,
      folder,
      rows: () => sqliteRows(db),
      files: async () => imagesIn(folder).filter(isDatabase),
      litter: () => litterIn(folder),
      backup: () => backupOf(root, join(folder, 'teamrunde.db')),
      [Symbol.asyncDispose]: () => db.close(),
    }
  }
  return { name: 'SQLite', engine: engineOf('SQLite', 'sqlite', open), open }
}

function postgresGround(root: string, admin: string): Ground {
  const open = async (): Promise<Place> => {
    const folder = makeFolder(root)
    const name = `attack_${randomUUID().replaceAll('-', '')}`
    await asAdmin(admin, `create database ${name} template attack_template`)
    const db = await openDatabase(admin.replace(/\/postgres$/, `/${name}`))
    return {
      db,
      folder,
      rows: () => postgresRows(db),
      files: (all) => postgresFiles(db, all),
      litter: () => litterIn(folder),
      backup: () => [],
      [Symbol.asyncDispose]: () => db.close(),
    }
  }
  return { name: 'PostgreSQL', engine: engineOf('PostgreSQL', 'postgres', open), open }
}

/** Temporary files of whoever runs in here go into the place's own folder, so that they are found and told apart. */
function makeFolder(root: string): string {
  const folder = mkdtempSync(join(root, 'place-'))
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary)
  process.env['TMPDIR'] = temporary
  return folder
}

function engineOf(name: string, dialect: Engine['dialect'], open: () => Promise<Place>): Engine {
  const opened = async <S>(): Promise<TestDatabase<S>> => {
    const { db } = await open()
    return { ...(db as unknown as Database<S>), [Symbol.asyncDispose]: () => db.close() }
  }
  return { name, dialect, open: opened, openEmpty: opened }
}

async function makeTemplate(admin: string): Promise<void> {
  await asAdmin(admin, 'create database attack_template')
  const db = await openDatabase(admin.replace(/\/postgres$/, '/attack_template'))
  await migrate(db)
  const queue = await openQueue(db, systemClock, { warn: () => {}, error: () => {} })
  await queue.stop()
  await db.close()
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

async function sqliteRows(db: Database): Promise<Row[]> {
  const tables = await sql<{ name: string; text: string }>`
    select name, sql as text from sqlite_master where type = 'table' and name not like 'sqlite_%'`.execute(db.kysely)
  const rows: Row[] = []
  for (const { name, text } of tables.rows) {
    // Without a rowid the order is that of the key.
    const order = /without rowid/i.test(text) ? sql`` : sql`order by rowid`
    const found = await sql<Row['values']>`select * from ${sql.table(name)} ${order}`.execute(db.kysely)
    rows.push(...found.rows.map((values, position) => ({ table: name, values, position, xmin: null })))
  }
  return rows
}

async function postgresRows(db: Database): Promise<Row[]> {
  const tables = await sql<{ schema: string; name: string }>`
    select schemaname as schema, tablename as name from pg_tables where schemaname in ('public', 'pgboss')`.execute(
    db.kysely,
  )
  const rows: Row[] = []
  for (const { schema, name } of tables.rows) {
    const found = await sql<{ xmin: string; row: string }>`
      select xmin::text, row_to_json(t)::text as row from only ${sql.id(schema, name)} t order by ctid`.execute(
      db.kysely,
    )
    const table = schema === 'public' ? name : `${schema}.${name}`
    rows.push(
      ...found.rows.map(({ xmin, row }, position) => ({
        table,
        values: flat(JSON.parse(row) as object),
        position,
        xmin: Number(xmin),
      })),
    )
  }
  return rows
}

const flat = (row: object): Row['values'] =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value === null || typeof value === 'number' ? value : typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )

/** What the server has written so far, after it was made to write all of it. */
async function postgresFiles(db: Database, all: boolean): Promise<Image[]> {
  await sql`checkpoint`.execute(db.kysely)
  const { rows } = await sql<{ folder: string; oid: string }>`
    select current_setting('data_directory') as folder, oid::text
    from pg_database where datname = current_database()`.execute(db.kysely)
  const { folder, oid } = rows[0]!
  const own = await sql<{ file: string; name: string }>`
    select pg_relation_filepath(c.oid) as file, coalesce(i.indrelid, c.oid)::regclass::text as name
    from pg_class c left join pg_index i on i.indexrelid = c.oid
    where c.relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace) and pg_relation_filepath(c.oid) is not null
      or c.relname like 'pg_toast_%' and c.relkind = 't'`.execute(db.kysely)
  const images = own.rows.map(({ file, name }) => ({ name, bytes: readFileSync(join(folder, file)) }))
  if (!all) return images
  const rest = imagesIn(join(folder, 'base', oid)).filter(
    ({ name }) => !own.rows.some(({ file }) => file.endsWith(name)),
  )
  return [...images, ...rest, ...imagesIn(join(folder, 'pg_wal'))]
}

function backupOf(root: string, file: string): Image[] {
  const folder = mkdtempSync(join(root, 'backup-'))
  backUp(file, join(folder, 'backup.db'))
  const images = imagesIn(folder)
  rmSync(folder, { recursive: true })
  return images
}

const isDatabase = ({ name }: Image): boolean => name.startsWith('teamrunde.db')

const litterIn = (folder: string): Image[] =>
  imagesIn(folder).filter((image) => !isDatabase(image) && !image.name.startsWith(KEYS))

/** A log's segment is made at full length and filled from its beginning. */
function written(bytes: Buffer): Buffer {
  let end = bytes.length
  while (end >= BLOCK && bytes.subarray(end - BLOCK, end).equals(EMPTY)) end -= BLOCK
  return bytes.subarray(0, end)
}

const BLOCK = 8192
const EMPTY = Buffer.alloc(BLOCK)

/** Every file below a folder, named by its path; one that goes away meanwhile is no file. */
export function imagesIn(folder: string): Image[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name)
      try {
        return [{ name: relative(folder, path), bytes: written(readFileSync(path)) }]
      } catch {
        return []
      }
    })
}
