/** The database goes away under a running program in every way it can, and comes back: the program says so, lives on, and needs no restart. */
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { type PostgresServer, startPostgres } from '../postgres-server.ts'
import { type Proxy, startProxy } from '../proxy.ts'
import { company, round } from './company.ts'
import { type Program, runProgram, startProgram } from './program.ts'

const manifest = company({
  organisation: 'holidays: none',
  rituals: round("every: day, at: '09:00', window: 4h, reminder: none"),
})

interface Health {
  status: number
  retryAfter: string | null
}

async function ask({ url }: Program, path: string): Promise<Health> {
  const response = await fetch(`${url}${path}`)
  await response.text()
  return { status: response.status, retryAfter: response.headers.get('retry-after') }
}

/** @returns milliseconds */
async function untilReady(program: Program, status: number): Promise<number> {
  const begun = performance.now()
  await vi.waitFor(async () => expect((await ask(program, '/readyz')).status).toBe(status), {
    timeout: 30_000,
    interval: 50,
  })
  return performance.now() - begun
}

/** It says that it is away and when to come back, answers in time, and still lives. */
async function expectAway(program: Program): Promise<void> {
  await untilReady(program, 503)
  const begun = performance.now()
  expect(await ask(program, '/readyz')).toEqual({ status: 503, retryAfter: '5' })
  expect(performance.now() - begun).toBeLessThan(10_000)
  const asked = performance.now()
  expect((await ask(program, '/healthz')).status).toBe(200)
  expect(performance.now() - asked).toBeLessThan(5000)
}

/** Somebody's word is taken and kept. */
async function expectAtWork(program: Program): Promise<void> {
  await untilReady(program, 200)
  const said = await program.post('command', { person: 'ana', text: 'weg bis morgen' })
  expect(said.status).toBe(200)
  expect(said.body.reply).not.toMatchObject({ type: 'nothing' })
  expect(said.text).not.toContain('schiefgegangen')
}

describe('PostgreSQL', () => {
  let server: PostgresServer
  let way: Proxy
  let program: Program

  beforeAll(async () => {
    server = await startPostgres({ durable: true })
    way = await startProxy(server.port)
    const folder = mkdtempSync(join(inject('testFolder'), 'away-'))
    const env = { DATABASE_URL: `postgres://postgres@127.0.0.1:${way.port}/postgres`, TEAMRUNDE_PLAYGROUND: '1' }
    program = await startProgram({ folder, manifest, env })
  })
  afterAll(async () => {
    await program.kill()
    await way[Symbol.asyncDispose]()
    await server.stop()
  })

  it.each(['fast', 'crash'] as const)('is stopped (%s) and started again', async (how) => {
    await expectAtWork(program)
    await server.halt(how)
    await expectAway(program)
    await server.resume()
    await expectAtWork(program)
  })

  it('says nothing any more, and the connections never come back to life', async () => {
    await expectAtWork(program)
    way.stall()
    await expectAway(program)
    way.heal()
    await expectAtWork(program)
  })

  it('is locked by somebody', async () => {
    await expectAtWork(program)
    const somebody = new Client({ connectionString: server.url })
    await somebody.connect()
    await somebody.query('begin; lock table occurrence in access exclusive mode')
    await expectAway(program)
    await somebody.query('rollback')
    await expectAtWork(program)
    await somebody.end()
  })

  it('may only be read for a while', async () => {
    await expectAtWork(program)
    const somebody = new Client({ connectionString: server.url })
    await somebody.connect()
    await somebody.query('alter system set default_transaction_read_only = on')
    await somebody.query('select pg_reload_conf()')
    await expectAway(program)
    await somebody.query('alter system reset default_transaction_read_only')
    await somebody.query('select pg_reload_conf()')
    await expectAtWork(program)
    await somebody.end()
  })

  it('has ended none of this by a complaint of the process about itself', () => {
    expect(program.lines.filter((line) => /unhandled|uncaught/i.test(line))).toEqual([])
  })

  it('says nothing any more when the program is asked to end: it ends in its time, and says so', async () => {
    await expectAtWork(program)
    way.stall()
    const begun = performance.now()
    expect(await program.terminate()).toBe(0)
    expect(performance.now() - begun).toBeLessThan(11_000)
    expect(program.lines.at(-1)).toContain('stopped without the database')
  })
})

describe('PostgreSQL that takes connections and says nothing', () => {
  const deaf = createServer()
  const spoken = (): Promise<unknown> => once(deaf, 'connection')
  let env: Record<string, string>
  beforeAll(async () => {
    await once(deaf.listen(0, '127.0.0.1'), 'listening')
    const { port } = deaf.address() as AddressInfo
    env = { DATABASE_URL: `postgres://postgres@127.0.0.1:${port}/postgres`, TEAMRUNDE_PLAYGROUND: '1' }
  })
  afterAll(() => void deaf.close())
  const begin = (signal?: AbortSignal) =>
    runProgram({ folder: mkdtempSync(join(inject('testFolder'), 'deaf-')), manifest, env }, signal)

  it('ends the start with a sentence', async () => {
    const { code, said } = await begin()
    expect(code).toBe(1)
    expect(said).toMatch(/^The database 127\.0\.0\.1:\d+\/postgres can't be opened: it does not answer\./)
  })

  it('does not keep the program from ending when it is asked to, also before it is at work', async () => {
    const asked = new AbortController()
    const ending = begin(asked.signal)
    await spoken()
    const begun = performance.now()
    asked.abort()
    expect(await ending).toEqual({ code: 0, said: 'Asked to end before it was at work.' })
    expect(performance.now() - begun).toBeLessThan(4000)
  })
})

describe('SQLite', () => {
  it('is locked by another program for longer than anybody waits', async () => {
    const folder = mkdtempSync(join(inject('testFolder'), 'away-'))
    await using program = await startProgram({ folder, manifest })
    await expectAtWork(program)
    const somebody = new BetterSqlite(join(folder, 'teamrunde.db'))
    somebody.exec('begin immediate')
    await expectAway(program)
    somebody.exec('rollback')
    somebody.close()
    await expectAtWork(program)
  })
})
