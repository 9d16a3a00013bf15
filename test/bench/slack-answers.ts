/** Slack's answer path: a signed press against a bare Bolt app (press-path.ts). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteAt } from './answer-database.ts'
import { chatManifest, openIn } from './chat-company.ts'
import { type PressBench, pressPathBench } from './press-path.ts'
import { said, startFlags, startProcess } from './processes.ts'
import { progress, rounded, type Result } from './result.ts'
import { slackChat } from './slack-chat.ts'
import { pressesIn, SECRET, signed } from './slack-presses.ts'

const REQUESTS = 1200

export async function slackAnswersBench(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-bench-'))
  try {
    return await pressPathBench(folder, begin)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function begin(folder: string): Promise<PressBench> {
  const opens = Temporal.Now.instant().subtract({ minutes: 3 })
  const manifest = join(folder, 'manifest.yaml')
  const database = join(folder, 'product.db')
  writeFileSync(manifest, chatManifest(slackChat, opens))
  const begun = performance.now()
  await openIn(slackChat, `sqlite:${database}`, opens, join(folder, 'keys'))
  const presses = await pressesIn(sqliteAt(database))
  progress(`  ${presses.length} prompts stand in Slack (${rounded((performance.now() - begun) / 1000)} s)`)
  const standIn = startProcess('test/bench/slack-stand-in.ts')
  const { port: slackPort } = (await standIn.told()) as { port: number }
  const apiUrl = `http://127.0.0.1:${slackPort}/api/`
  const floor = startProcess('test/bench/slack-floor.ts', { args: [join(folder, 'floor.db'), SECRET, apiUrl] })
  const { port } = (await floor.told()) as { port: number }
  const running = startProcess('src/main.ts', { flags: startFlags(), env: environment(folder, manifest, apiUrl) })
  const productPort = await said(running, /"port":(\d+)/)
  const answerTo = `http://127.0.0.1:${slackPort}/response/1`
  let next = 0
  return {
    platform: 'Slack',
    bare: 'a bare Bolt app',
    path: '/slack/events',
    requests: REQUESTS,
    standIn,
    product: { origin: `http://127.0.0.1:${productPort}`, running },
    floor: { origin: `http://127.0.0.1:${port}`, running: floor },
    press: () => signed(presses[next++ % presses.length]!, answerTo),
    prompts: presses.length,
  }
}

const environment = (folder: string, manifest: string, apiUrl: string): Record<string, string> => ({
  PORT: '0',
  HOST: '127.0.0.1',
  DATABASE_URL: `sqlite:${join(folder, 'product.db')}`,
  TEAMRUNDE_MANIFEST: manifest,
  TEAMRUNDE_KEYS: join(folder, 'keys'),
  LOG_LEVEL: 'info',
  SLACK_BOT_TOKEN: 'xoxb-bench',
  SLACK_SIGNING_SECRET: SECRET,
  SLACK_API_URL: apiUrl,
  TMPDIR: folder,
})
