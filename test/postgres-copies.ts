/**
 * Copies of a PostgreSQL database, taken and put back as the README says: with `pg_dump` and `pg_restore`. The package of the tests' server has none of
 * its own, and they must not be older than the server they speak to: so where a machine has older ones with a server of theirs, that one is used. A
 * machine that has none copies every row in one snapshot into a database with the same schema, which is what the two would do.
 */
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { migrate } from '../src/store/migrate.ts'
import { openDatabase } from '../src/store/database.ts'
import { startPostgres } from './postgres-server.ts'

export interface Copies extends AsyncDisposable {
  /** How copies are made here, for the name of a test. */
  name: string
  /** A database without any table. @returns its address */
  empty(): Promise<string>
  take(url: string, file: string): Promise<void>
  putBack(file: string, url: string): Promise<void>
  /** Everything that is in a copy, as text. */
  read(file: string): Promise<string>
}

const run = promisify(execFile)
const LARGEST = 200_000_000

/** @param server the tests' own */
export async function openCopies(server: string): Promise<Copies> {
  const major = Number((await ask(server, 'show server_version')).split('.')[0])
  const folders = toolFolders()
  const fitting = folders.find((folder) => majorOf(folder) >= major)
  if (fitting) return withTools(fitting, server, async () => {})
  const own = folders.find((folder) => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')))
  if (!own) return withRows(server)
  const older = await startPostgres({ binaries: join(own, '..') })
  return withTools(own, older.url, older.stop)
}

/** Newest first. */
function toolFolders(): string[] {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : []
  const onPath = (process.env['PATH'] ?? '').split(delimiter)
  const all = [...new Set([...versions, ...onPath])].filter((folder) => existsSync(join(folder, 'pg_dump')))
  return all.toSorted((a, b) => majorOf(b) - majorOf(a))
}

/** `pg_dump (PostgreSQL) 15.18 (Debian …)` */
function majorOf(folder: string): number {
  const said = execFileSync(join(folder, 'pg_dump'), ['--version'], { encoding: 'utf8' })
  return Number(/\) (\d+)/.exec(said)?.[1] ?? 0)
}

function withTools(folder: string, server: string, stop: () => Promise<void>): Copies {
  const tool = (name: string, ...words: string[]) => run(join(folder, name), words, { maxBuffer: LARGEST })
  return {
    name: `pg_dump ${majorOf(folder)}`,
    empty: () => emptyOn(server),
    take: async (url, file) => void (await tool('pg_dump', '--format=custom', `--file=${file}`, url)),
    putBack: async (file, url) =>
      void (await tool('pg_restore', '--exit-on-error', '--no-owner', `--dbname=${url}`, file)),
    read: async (file) => (await tool('pg_restore', '--file=-', file)).stdout,
    [Symbol.asyncDispose]: stop,
  }
}

type Tables = Record<string, Record<string, unknown>[]>

function withRows(server: string): Copies {
  return {
    name: 'every row in one snapshot',
    empty: () => emptyOn(server),
    async take(url, file) {
      await using client = await connected(url)
      await client.query('begin isolation level repeatable read read only')
      const tables: Tables = {}
      for (const table of await tablesOf(client)) tables[table] = (await client.query(`select * from "${table}"`)).rows
      writeFileSync(file, JSON.stringify(tables))
    },
    async putBack(file, url) {
      const database = await openDatabase(url)
      await migrate(database)
      await database.close()
      await using client = await connected(url)
      // As pg_restore does: rows come before what watches over them.
      await client.query('set session_replication_role = replica')
      const tables = JSON.parse(readFileSync(file, 'utf8')) as Tables
      for (const [table, rows] of Object.entries(tables)) {
        await client.query(`delete from "${table}"`)
        await client.query(
          `insert into "${table}" overriding system value select * from json_populate_recordset(null::"${table}", $1)`,
          [JSON.stringify(rows)],
        )
        await countOn(client, table)
      }
    },
    read: async (file) => readFileSync(file, 'utf8'),
    [Symbol.asyncDispose]: async () => {},
  }
}

const tablesOf = async (client: Client): Promise<string[]> => {
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  )
  return rows.map(({ name }) => name)
}

/** Numbers that the database gives go on after the ones that were put back. */
async function countOn(client: Client, table: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select column_name as name from information_schema.columns where table_name = $1 and is_identity = 'YES'",
    [table],
  )
  for (const { name } of rows)
    await client.query(
      `select setval(pg_get_serial_sequence('"${table}"', '${name}'), coalesce(max("${name}"), 0) + 1) from "${table}"`,
    )
}

async function connected(url: string): Promise<Client & AsyncDisposable> {
  const client = new Client({ connectionString: url })
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}

async function ask(url: string, question: string): Promise<string> {
  await using client = await connected(url)
  return String(Object.values((await client.query<Record<string, unknown>>(question)).rows[0]!)[0])
}

let made = 0

async function emptyOn(server: string): Promise<string> {
  const name = `copy_${process.pid}_${(made += 1)}`
  await using client = await connected(server)
  await client.query(`create database ${name} template template0`)
  return server.replace(/\/postgres$/, `/${name}`)
}
