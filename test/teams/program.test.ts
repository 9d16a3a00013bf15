/** The program itself, in a process of its own, pointed at the double: it signs in, takes a command and answers; with a wrong secret it says so and ends. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { said, startProcess } from '../bench/processes.ts'
import { databases } from '../databases.ts'
import { companyIn, manifestFor, MORNING } from './company.ts'
import { openTeams, type Teams } from './double.ts'
import { CERTIFICATE } from './login.ts'

function start(teams: Teams, manifest: object, env: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-teams-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'manifest.yaml'), JSON.stringify(manifest))
  const running = startProcess('src/main.ts', {
    env: {
      ...teams.environment(),
      PORT: '0',
      DATABASE_URL: `sqlite:${join(folder, 'teams.db')}`,
      TEAMRUNDE_MANIFEST: join(folder, 'manifest.yaml'),
      TEAMRUNDE_KEYS: join(folder, 'keys'),
      NODE_EXTRA_CA_CERTS: CERTIFICATE,
      TMPDIR: folder,
      ...env,
    },
  })
  onTestFinished(() => void running.child.kill('SIGKILL'))
  return running
}

it('signs in, meets its people and answers them', async () => {
  await using teams = await openTeams()
  const company = companyIn(teams)
  const running = start(teams, manifestFor(company, MORNING))
  const port = await said(running, /"port":(\d+)/)
  teams.listenAt(`http://127.0.0.1:${port}/api/messages`)
  const acts = teams.as(company.ana)
  await acts.write('hilfe')
  await teams.journal.until('an answer', () => acts.chat().includes('Das kannst du mit mir machen'), 20_000)
  expect(teams.world.complaints).toEqual([])
  await running.stop()
})

it('answers at once on PostgreSQL, too, where its machine’s clock is minutes behind the database’s', async () => {
  await using db = await databases.find(({ dialect }) => dialect === 'postgres')!.openEmpty()
  await using teams = await openTeams()
  const company = companyIn(teams)
  const running = start(teams, manifestFor(company, MORNING), {
    DATABASE_URL: db.url,
    NODE_OPTIONS: `--import=${new URL('../chaos/preload.ts', import.meta.url).href}`,
    CHAOS_SKEW: '-120000',
  })
  const port = await said(running, /"port":(\d+)/)
  teams.listenAt(`http://127.0.0.1:${port}/api/messages`)
  const acts = teams.as(company.ana)
  await acts.write('hilfe')
  await teams.journal.until('an answer', () => acts.chat().includes('Das kannst du mit mir machen'), 20_000)
  await running.stop()
})

it('ends with a plain sentence when Microsoft does not take its secret', async () => {
  await using teams = await openTeams()
  const running = start(teams, manifestFor(companyIn(teams), MORNING), { MicrosoftAppPassword: 'another-secret' })
  const errors: string[] = []
  running.child.stderr?.on('data', (text: Buffer) => errors.push(text.toString()))
  const code = await new Promise((resolve) => running.child.once('exit', resolve))
  expect(code).toBe(1)
  expect(running.output() + errors.join('')).not.toContain('another-secret')
})
