/** `/metrics` of a running program: what operations look at, and nothing by which anyone could be told. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type App, start } from '../src/start.ts'

let app: App
const at = (path: string): string => `http://127.0.0.1:${app.port}${path}`

beforeAll(async () => {
  const folder = mkdtempSync(join(inject('testFolder'), 'metrics-'))
  const environment = {
    PORT: '0',
    DATABASE_URL: `sqlite:${join(folder, 'teamrunde.db')}`,
    TEAMRUNDE_KEYS: join(folder, 'keys'),
    LOG_LEVEL: 'silent',
  }
  app = await start(environment, [])
  const moved = await fetch(at('/playground/api/clock'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ by: 'P7D' }),
  })
  expect(moved.status).toBe(200)
})
afterAll(() => app.stop())

const scrape = async (): Promise<string> => (await fetch(at('/metrics'))).text()
const valueOf = (text: string, line: string): number => {
  const found = text.split('\n').find((each) => each.startsWith(`${line} `))
  if (!found) throw new Error(`${line} is not measured`)
  return Number(found.slice(line.length + 1))
}

describe('the metrics', () => {
  it('tell what was sent, how late, how fast answers are, and that nothing waits', async () => {
    const before = await scrape()
    expect(valueOf(before, 'teamrunde_delivery_lag_seconds_count{platform="web",outcome="sent"}')).toBeGreaterThan(20)
    expect(valueOf(before, 'teamrunde_due_lag_seconds_count')).toBeGreaterThan(3)
    expect(valueOf(before, 'teamrunde_overdue_occurrence_seconds')).toBe(0)
    expect(valueOf(before, 'teamrunde_database_up')).toBe(1)
    expect(valueOf(before, 'teamrunde_jobs{state="dead"}')).toBe(0)
    expect(valueOf(before, 'teamrunde_database_errors_total')).toBe(0)
    const said = await fetch(at('/playground/api/command'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: 'jana.petersen', text: 'today' }),
    })
    expect(said.status).toBe(200)
    const line = 'teamrunde_answer_seconds_count{platform="web",type="command"}'
    expect(valueOf(await scrape(), line)).toBe(1)
  })

  it('name nobody: labels are few, and their values fixed', async () => {
    const text = await scrape()
    const labels = [...text.matchAll(/^teamrunde_\w+\{([^}]*)\}/gm)].flatMap(([, inner]) => inner!.split(','))
    const values = new Set(labels.filter((label) => !label.startsWith('le=')))
    const known =
      /^(platform="(web|slack|teams)"|outcome="(sent|later|failed|unknown)"|type="(press|submit|command|home|roster)"|state="(waiting|running|dead)")$/
    for (const value of values) expect(value).toMatch(known)
    expect(text).not.toMatch(/nordlicht|jana|team-spirit|after-sales/i)
  })
})
