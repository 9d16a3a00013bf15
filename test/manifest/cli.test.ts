import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ProblemError } from '../../src/errors.ts'
import { apply, check, plan, schema } from '../../src/manifest/commands.ts'
import { openDatabase } from '../../src/store/database.ts'
import { databases } from '../databases.ts'

const cli = new URL('../../src/cli.ts', import.meta.url).pathname
const sample = readFileSync(new URL('../../manifest/teamrunde.yaml', import.meta.url), 'utf8')

const inForce = 'Nothing to change: this manifest is in force.'

/** A folder of its own with a manifest. */
function house(manifest = sample) {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'teamrunde.yaml')
  const url = `sqlite:${join(folder, 'data', 'teamrunde.db')}`
  writeFileSync(file, manifest)
  writeFileSync(join(folder, '.env'), `DATABASE_URL=${url}\nTEAMRUNDE_MANIFEST=teamrunde.yaml\n`)
  return { folder, file, url, environment: { DATABASE_URL: url } }
}

/** The real program in a folder. */
function run(cwd: string, ...words: string[]) {
  const { PATH = '' } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...words], {
    cwd,
    env: { PATH },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

// A process takes a second, or several on a machine that has other things to do.
describe('as a process', { timeout: 120_000 }, () => {
  test('check: a sound manifest, and what will disappoint', () => {
    const { status, stdout, stderr } = run(house().folder, 'check')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^teamrunde.yaml:\d+:\d+ {2}rituals\[4\].team {2}workshop-west has 3 members: /)
    expect(stdout).toContain('teamrunde.yaml is sound: 24 people, 4 teams, 8 rituals.')
  })

  test('check: all mistakes on standard error, exit code 1, no stack', () => {
    const wrong = sample.replace('kind: pulse', 'kind: puls').replace('at: 09:00', 'at: 9 Uhr')
    const { status, stdout, stderr } = run(house(wrong).folder, 'check')
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(
        /^teamrunde.yaml:\d+:\d+ {2}rituals\[0\].schedule.at {2}expected .*, found "9 Uhr". Did you mean "09:00"\?$/,
      ),
      expect.stringMatching(
        /^teamrunde.yaml:\d+:\d+ {2}rituals\[1\].kind {2}expected check-in, coffee, one-on-one, pulse or retro, found "puls". Did you mean "pulse"\?$/,
      ),
      '2 mistakes. Nothing has been changed.',
      '',
    ])
  })

  test('apply, then the bot runs: plan still looks, apply steps back', async () => {
    const { folder, url } = house()
    expect(run(folder, 'apply').stdout.trimEnd().split('\n').slice(-2)).toEqual(['+ ritual one-on-one', 'Applied.'])
    const bot = await openDatabase(url)
    try {
      expect(run(folder, 'plan').stdout.trimEnd().endsWith(inForce)).toBe(true)
      expect(run(folder, 'apply')).toEqual({
        status: 1,
        stdout: '',
        stderr: 'Teamrunde is running: restart it, it applies the manifest at its start.\n',
      })
    } finally {
      await bot.close()
    }
  })

  test('a misspelt command is told with the right one', () => {
    expect(run(house().folder, 'chek')).toMatchObject({
      status: 1,
      stderr: "error: unknown command 'chek'\n(Did you mean check?)\n",
    })
  })
})

test('plan before there is a database, apply, plan again, apply again, plan a change', async () => {
  const { file, environment } = house()
  const first = await plan(environment, file, undefined)
  expect(first).toMatch(
    /^\+ team-spirit {3,}pulse {3,}After Sales {3,}every week, Thursday 10:00 \(member's time\), window 26 hours$/m,
  )
  expect(first.endsWith('Nothing has been changed. Run `teamrunde apply`, or restart.')).toBe(true)
  expect((await apply(environment, file)).endsWith('Applied.')).toBe(true)
  expect((await plan(environment, file, undefined)).endsWith(inForce)).toBe(true)
  expect(await apply(environment, file)).toBe(inForce)
  writeFileSync(file, sample.replace('window: 26h', 'window: 28h'))
  expect(await plan(environment, file, undefined)).toContain('    schedule.window  26h → 28h\n')
})

test('plan and apply on PostgreSQL, from an empty database on', async () => {
  await using db = await databases.find(({ dialect }) => dialect === 'postgres')!.openEmpty()
  const { file } = house()
  const environment = { DATABASE_URL: db.url }
  expect(await plan(environment, file, undefined)).toContain('+ 24 people\n')
  expect(await apply(environment, file)).toContain(
    'Applied.\nA Teamrunde that is running takes it up at its next start.',
  )
  expect((await plan(environment, file, undefined)).endsWith(inForce)).toBe(true)
})

test('a database that is not there is told without its password', async () => {
  const { file } = house()
  const environment = { DATABASE_URL: 'postgres://bot:secret@127.0.0.1:1/teamrunde' }
  for (const command of [plan(environment, file, undefined), apply(environment, file)]) {
    const error: unknown = await command.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ProblemError)
    expect(String(error)).toContain("The database 127.0.0.1:1/teamrunde can't be opened: nothing answers there.")
    expect(String(error)).not.toContain('secret')
  }
})

test('plan --until something that is no day to come', async () => {
  const { file, environment } = house()
  const until = (date: string) => plan(environment, file, date)
  await expect(until('2026-11-31')).rejects.toThrow(
    '--until: expected a date such as 2026-12-31, found "2026-11-31". Did you mean 2026-11-30?',
  )
  await expect(until('soon')).rejects.toThrow('--until: expected a date such as 2026-12-31, found "soon".')
  await expect(until('2020-01-01')).rejects.toThrow('--until: expected a day from today')
  await expect(until('2099-01-01')).rejects.toThrow('--until: expected a day until ')
})

test('a misspelt file or setting is told with the right one', async () => {
  const { folder } = house()
  await expect(check({}, join(folder, 'teamrunde.yml'))).rejects.toThrow('Did you mean "')
  await expect(check({ TEAMRUNDE_MANIFESTO: 'x' })).rejects.toThrow('Did you mean TEAMRUNDE_MANIFEST?')
})

test('schema writes beside the manifest what lies beside it in the project', async () => {
  const { folder, file } = house()
  expect(await schema({}, file)).toBe(`Written: ${join(folder, 'teamrunde.schema.json')}`)
  const project = readFileSync(new URL('../../manifest/teamrunde.schema.json', import.meta.url), 'utf8')
  expect(readFileSync(join(folder, 'teamrunde.schema.json'), 'utf8')).toBe(project)
})
