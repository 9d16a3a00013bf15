/** Teams' answer path: an invoke that stores an answer through the whole adapter, against a bare CloudAdapter (press-path.ts). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CERTIFICATE } from '../teams/login.ts'
import { chatManifest, openIn } from './chat-company.ts'
import { type PressBench, pressPathBench } from './press-path.ts'
import { said, startFlags, startProcess } from './processes.ts'
import { progress, rounded, type Result } from './result.ts'
import { APP, teamsChat, TENANT } from './teams-chat.ts'
import { pressesIn } from './teams-presses.ts'

/** What they cause goes out at Teams' fifty a second, and is waited for before the other side's turn. */
const REQUESTS = 600

interface StandIn {
  serviceUrl: string
  token: string
  metadataUrl: string
  issuer: string
  loginUrl: string
}

export async function teamsBench(): Promise<Result[]> {
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
  writeFileSync(manifest, chatManifest(teamsChat, opens))
  const begun = performance.now()
  await openIn(teamsChat, `sqlite:${database}`, opens, join(folder, 'keys'))
  const standIn = startProcess('test/bench/teams-stand-in.ts')
  const told = (await standIn.told()) as StandIn
  const presses = pressesIn(database, told.serviceUrl)
  progress(`  ${presses.length} prompts stand in Teams (${rounded((performance.now() - begun) / 1000)} s)`)
  const args = [join(folder, 'floor.db'), told.metadataUrl, told.issuer, told.loginUrl]
  const floor = startProcess('test/bench/teams-floor.ts', { args })
  const { port } = (await floor.told()) as { port: number }
  const running = startProcess('src/main.ts', { flags: startFlags(), env: environment(folder, manifest, told) })
  const productPort = await said(running, /"port":(\d+)/)
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${told.token}` }
  let next = 0
  return {
    platform: 'Teams',
    bare: 'a bare CloudAdapter',
    path: '/api/messages',
    requests: REQUESTS,
    standIn,
    product: { origin: `http://127.0.0.1:${productPort}`, running },
    floor: { origin: `http://127.0.0.1:${port}`, running: floor },
    press() {
      next += 1
      return { body: JSON.stringify({ ...presses[next % presses.length]!, id: `f:${next}` }), headers }
    },
    prompts: presses.length,
  }
}

const environment = (folder: string, manifest: string, standIn: StandIn): Record<string, string> => ({
  PORT: '0',
  HOST: '127.0.0.1',
  DATABASE_URL: `sqlite:${join(folder, 'product.db')}`,
  TEAMRUNDE_MANIFEST: manifest,
  TEAMRUNDE_KEYS: join(folder, 'keys'),
  LOG_LEVEL: 'info',
  MicrosoftAppId: APP.id,
  MicrosoftAppPassword: APP.password,
  MicrosoftAppTenantId: TENANT,
  ToChannelFromBotLoginUrl: standIn.loginUrl,
  ToChannelFromBotOAuthScope: standIn.issuer,
  ToBotFromChannelTokenIssuer: standIn.issuer,
  ToBotFromChannelOpenIdMetadataUrl: standIn.metadataUrl,
  TEAMS_SERVICE_URL: standIn.serviceUrl,
  NODE_EXTRA_CA_CERTS: CERTIFICATE,
  TMPDIR: folder,
})
