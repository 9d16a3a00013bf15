/** The database of an answer path under measurement, looked into from outside, so that looking costs the product nothing. */
import { randomUUID } from 'node:crypto'
import BetterSqlite from 'better-sqlite3'
import { Client } from 'pg'

export interface AnswerDatabase {
  /** What the product opens. */
  url: string
  /** @param sql one that both databases understand */
  rows<Row>(sql: string): Promise<Row[]>
  close(): Promise<void>
}

/** The first column of the only row. */
export async function numberIn(database: AnswerDatabase, sql: string): Promise<number> {
  const [row] = await database.rows<Record<string, unknown>>(sql)
  return Number(Object.values(row!)[0])
}

export function sqliteAt(path: string): AnswerDatabase {
  let open: BetterSqlite.Database | undefined
  return {
    url: `sqlite:${path}`,
    rows: async <Row>(sql: string) => (open ??= new BetterSqlite(path, { readonly: true })).prepare<[], Row>(sql).all(),
    close: async () => void open?.close(),
  }
}

/** A new and empty one. @param server address of its maintenance database */
export async function postgresOn(server: string): Promise<AnswerDatabase> {
  const name = `bench_${randomUUID().replaceAll('-', '')}`
  await once(server, `create database ${name}`)
  const url = server.replace(/\/postgres$/, `/${name}`)
  return {
    url,
    rows: async <Row>(sql: string) => (await once(url, sql)) as Row[],
    close: async () => void (await once(server, `drop database ${name} with (force)`)),
  }
}

async function once(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
