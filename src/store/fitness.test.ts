/** What an administrator has to hear before the program moves in, in a sentence and without a stack. */
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { ProblemError } from '../errors.ts'
import { openDatabase } from './database.ts'
import { migrate } from './migrate.ts'

interface Scene {
  kind?: string
  sentences?: string[]
  /** Whether the one who starts is not the database's owner. */
  guest?: boolean
}

test.each<[string, Scene]>([
  [
    'its administrator has set default_transaction_read_only, so it may only be read',
    { sentences: ['alter database <db> set default_transaction_read_only = on'] },
  ],
  [
    "its encoding is LATIN1, in which not everything can be written. Create it with encoding 'UTF8'",
    { kind: `encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'` },
  ],
  ['this account may not create tables in its schema public. Make it the owner of the database', { guest: true }],
  [
    'this account may not create the schema pgboss in it. Make it the owner of the database',
    { guest: true, sentences: ['grant create on schema public to <guest>'] },
  ],
  [
    'its tables belong to another account. Start with that one',
    { guest: true, sentences: ['create table kysely_migration (name text)'] },
  ],
  ['there is no schema of its search_path in it', { sentences: ["alter database <db> set search_path = 'absent'"] }],
])('a PostgreSQL database is refused because %s', async (reason, { kind = '', sentences = [], guest = false }) => {
  const name = `unfit_${randomUUID().replaceAll('-', '')}`
  const role = `guest_${name}`
  const url = inject('postgresUrl').replace(/\/postgres$/, `/${name}`)
  await run(inject('postgresUrl'), `create database ${name} template template0 ${kind}`, `create role ${role} login`)
  onTestFinished(() => run(inject('postgresUrl'), `drop database ${name} with (force)`, `drop role ${role}`))
  await run(url, ...sentences.map((each) => each.replace('<db>', name).replace('<guest>', role)))
  const database = await openDatabase(guest ? url.replace('//postgres@', `//${role}@`) : url)
  try {
    const fault: unknown = await migrate(database).catch((error: unknown) => error)
    expect(fault).toBeInstanceOf(ProblemError)
    expect(String(fault)).toContain(`The database ${database.place} can't be used: ${reason}.`)
  } finally {
    await database.close()
  }
})

async function run(url: string, ...sentences: string[]): Promise<void> {
  const admin = new Client({ connectionString: url })
  await admin.connect()
  try {
    for (const sentence of sentences) await admin.query(sentence)
  } finally {
    await admin.end()
  }
}
