/** How long a start takes until answers can be taken, what memory it costs, and what it leaves on the shelf. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { said, startFlags, startProcess, type Running } from './processes.ts'
import { ask } from './product.ts'
import { judged, median, progress, rounded, type Result } from './result.ts'

const ROUNDS = 5

/** Needed only where their platform is set up. */
const HEAVY = ['botbuilder', 'botframework-connector', '@azure/msal-node', '@slack/bolt']

interface Start {
  /** Milliseconds until `/readyz` said yes. */
  ready: number
  /** Megabytes. */
  rss: number
}

export async function startBench(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-bench-'))
  try {
    const first = await measured(() => startMain(folder))
    const warm: Start[] = []
    const bare: Start[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(await measured(startBare))
      warm.push(await measured(() => startMain(folder)))
      const [ours, floor] = [warm.at(-1)!, bare.at(-1)!]
      progress(
        `  round ${round + 1} of ${ROUNDS}: ${rounded(ours.ready)} of ${rounded(floor.ready)} ms, ${rounded(ours.rss)} MB`,
      )
    }
    return [...resultsOf(first, warm, bare), await notLoaded(folder)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `npm start` on the sample company. Everything it keeps, Node's compile cache too, lies in `folder`. */
function startMain(folder: string, preload: string[] = []): Running {
  return startProcess('src/main.ts', {
    preload,
    flags: startFlags(),
    env: {
      PORT: '0',
      DATABASE_URL: `sqlite:${join(folder, 'start.db')}`,
      TEAMRUNDE_KEYS: join(folder, 'keys'),
      LOG_LEVEL: 'warn',
      TMPDIR: folder,
    },
  })
}

const startBare = (): Running => startProcess('test/bench/bare.js')

async function measured(start: () => Running): Promise<Start> {
  const begun = performance.now()
  const running = start()
  try {
    await untilReady(running)
    const ready = performance.now() - begun
    return { ready, rss: memoryOf(running.child.pid!) }
  } finally {
    const code = await running.stop()
    if (code !== 0) progress(`  a process ended with ${code}`)
  }
}

async function untilReady(running: Running): Promise<string> {
  const origin = await said(running, /(http:\/\/127\.0\.0\.1:\d+)/)
  const response = await fetch(`${origin}/readyz`)
  if (!response.ok) throw new Error(`/readyz answered ${response.status}.`)
  return origin
}

/** Megabytes that a process holds in memory now. */
function memoryOf(pid: number): number {
  const kilobytes =
    process.platform === 'linux'
      ? /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
  return (Number(kilobytes) * 1024) / 1e6
}

function resultsOf(first: Start, warm: Start[], bare: Start[]): Result[] {
  const ready = (starts: Start[]): number[] => starts.map((start) => start.ready)
  const rss = (starts: Start[]): number[] => starts.map((start) => start.rss)
  return [
    judged({
      name: 'start until ready, from the second time on',
      goal: 'under 1 s',
      unit: 'ms',
      value: median(ready(warm)),
      floor: median(ready(bare)),
      meets: (value) => value < 1000,
      details: { firstStart: rounded(first.ready), starts: ready(warm).map(rounded) },
    }),
    judged({
      name: 'memory once ready',
      goal: 'RSS under 160 MB',
      unit: 'MB',
      value: median(rss(warm)),
      floor: median(rss(bare)),
      meets: (value) => value < 160,
      details: { firstStart: rounded(first.rss), starts: rss(warm).map(rounded) },
    }),
  ]
}

/** Also after the page has been asked for what it shows. */
async function notLoaded(folder: string): Promise<Result> {
  const running = startMain(folder, ['loaded-modules.ts'])
  try {
    const origin = await untilReady(running)
    await ask(`${origin}/playground/api/state?person=jana.petersen`)
    running.send({})
    const loaded = (await running.told()) as string[]
    if (!loaded.some((url) => url.includes('/node_modules/hono/')))
      throw new Error('The list of loaded files is empty.')
    const heavy = HEAVY.filter((name) => loaded.some((url) => url.includes(`/node_modules/${name}/`)))
    return judged({
      name: 'Slack’s and Microsoft’s libraries loaded without their platform',
      goal: `none of ${HEAVY.join(', ')}`,
      unit: 'libraries',
      value: heavy.length,
      meets: (value) => value === 0,
      details: { heavy, modules: loaded.length },
    })
  } finally {
    await running.stop()
  }
}
