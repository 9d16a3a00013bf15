/** One process on an SQLite file, with Slack's double for a platform: it dies by SIGKILL at one commit after the other, and is begun anew; then calm, and the books. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../src/store/database.ts'
import { luckOf } from '../attack/chance.ts'
import { quickPlace } from '../quick-folder.ts'
import { openSlack } from '../slack/double.ts'
import { prepare, settled } from './around.ts'
import { balance } from './books.ts'
import { type CompanySize, foundCompany } from './company.ts'
import type { Tally } from './monkey.ts'
import { openCrowd } from './people.ts'
import { createReplica, type Replica } from './replica.ts'
import { PACE, type Report, reportOf } from './run.ts'

export interface DeathOptions extends CompanySize {
  seed: string
  /** How often it dies: each time at another commit, before or after it, until it has died at all of the first so many. */
  deaths: number
  /** 60 when left out: the first few see it begin, the others ask, answer, report and send. */
  commits?: number
  logs?: string | undefined
  progress(text: string): void
}

export async function runDeaths(options: DeathOptions): Promise<Report> {
  const folder = mkdtempSync(join(quickPlace(), 'teamrunde-deaths-'))
  const file = join(folder, 'teamrunde.db')
  const slack = await openSlack({ pace: { generosity: 2 * PACE }, retries: [0, 1000, 2000, 4000], pageSize: 1000 })
  const company = foundCompany(slack, options)
  const env = {
    ...slack.environment('socket'),
    TEAMRUNDE_MANIFEST: join(folder, 'manifest.yaml'),
    TEAMRUNDE_KEYS: join(folder, 'keys'),
  }
  const replica = await createReplica({
    number: 0,
    databasePort: 0,
    file,
    skew: 0,
    pace: PACE,
    env,
    logs: options.logs,
  })
  try {
    writeFileSync(join(folder, 'manifest.yaml'), company.manifest)
    const owned = await openDatabase(`sqlite:${file}`)
    const from = await prepare(owned, company.manifest)
    await owned.close()
    const crowd = openCrowd(slack, company, luckOf(`${options.seed} people`), THINKING)
    const deeds = await dieOften(replica, options)
    await replica.start()
    options.progress('calm')
    await crowd.goHome()
    const db = await openDatabase(`sqlite:${file}`, { access: 'read' })
    try {
      const until = await settled(db, options.progress)
      const code = await replica.terminate()
      const world = { db, slack, company, answers: crowd.answers, replicas: [replica], from, until }
      return reportOf(await balance(world), deeds, crowd, [replica], [code])
    } finally {
      await db.close()
    }
  } finally {
    await replica.kill()
    await replica.way[Symbol.asyncDispose]()
    await slack[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Milliseconds in which somebody comes to answer. */
const THINKING = 3000

/** Milliseconds. Where so few commits come, it dies at some other moment. */
const PATIENCE = 5000

async function dieOften(replica: Replica, { seed, deaths, commits = 60, progress }: DeathOptions): Promise<Tally> {
  const moments = Array.from({ length: commits }, (_, index) => index + 1).flatMap((nth) =>
    ['before', 'after'].map((when) => ({ nth, when })),
  )
  const order = luckOf(`${seed} deaths`).shuffled(moments)
  const tally: Tally = {}
  const count = (what: string): void => void (tally[what] = (tally[what] ?? 0) + 1)
  for (let death = 0; death < deaths; death += 1) {
    const { nth, when } = order[death % order.length]!
    progress(`death ${death + 1} of ${deaths}: ${when} commit ${nth}`)
    await replica.start({ CHAOS_DEATH: `${nth} ${when}` })
    const isLate = await Promise.race([replica.ended.then(() => false), later(PATIENCE)])
    await replica.kill()
    count(isLate ? 'killed while nothing was committed' : `killed right ${when} a commit`)
  }
  return tally
}

const later = (milliseconds: number): Promise<true> =>
  new Promise((resolve) => void setTimeout(() => resolve(true), milliseconds))
