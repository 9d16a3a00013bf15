/**
 * `npm run bench` measures everything; `npm run bench -- start planning` only what is named. Prints one JSON document, or writes it where
 * `--out` says; the exit code is 1 when a goal is not met. Only ratios of one run mean anything: other work on the machine changes all numbers.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { answerPathBench } from './answer-path.ts'
import { answerPathOnPostgresBench } from './answer-path-postgres.ts'
import { drawingBench } from './drawing.ts'
import { dueLagBench } from './due-lag.ts'
import { commit, machine } from './machine.ts'
import { millionBench } from './million.ts'
import { planningBench } from './planning.ts'
import { pulseBench } from './pulse.ts'
import { pairingBench } from './pairing.ts'
import type { Recorded } from './record.ts'
import { judged, progress, type Result } from './result.ts'
import { slackBench } from './slack.ts'
import { startBench } from './start.ts'
import { stormBench } from './storm.ts'
import { teamsBench } from './teams.ts'

const benches: Record<string, () => Promise<Result[]>> = {
  'answer-path': answerPathBench,
  'answer-path-postgres': answerPathOnPostgresBench,
  start: startBench,
  planning: planning,
  pairing: pairingBench,
  drawing: drawingBench,
  million: millionBench,
  pulse: pulseBench,
  slack: slackBench,
  teams: teamsBench,
  'due-lag': dueLagBench,
  storm: stormBench,
}

async function planning(): Promise<Result[]> {
  const { name, seconds, occurrences, heapGrowthMB, floor } = await planningBench()
  return [
    judged({
      name,
      goal: 'under 5 s, and less than 20 MB more memory at its end than after its first tenth',
      unit: 's',
      value: seconds,
      floor: floor.seconds,
      meets: (value) => value < 5 && heapGrowthMB < 20,
      details: { occurrences, heapGrowthMB, floor: floor.name },
    }),
  ]
}

const { out, named } = asked()
const unknown = named.filter((name) => !Object.hasOwn(benches, name))
if (unknown.length > 0) {
  progress(`There is no bench named ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`)
  process.exit(2)
}

// What was started must not outlive the bench: processes.ts ends it on the way out.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

const recorded: Recorded = { machine: machine(), commit: commit(), measuredAt: new Date().toISOString(), results: [] }
keep()
for (const [name, bench] of Object.entries(benches)) {
  if (named.length > 0 && !named.includes(name)) continue
  progress(`${name} …`)
  recorded.results.push(...(await bench()))
  keep()
}
if (out === undefined) process.stdout.write(textOf(recorded))
process.exitCode = recorded.results.every((result) => result.met) ? 0 : 1

function asked(): { out: string | undefined; named: string[] } {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } })
    return { out: values.out, named: positionals }
  } catch (error) {
    progress(error instanceof Error ? error.message : String(error))
    process.exit(2)
  }
}

/** From the start on: a file that can't be written is told before minutes have passed, and a bench that breaks takes no other's figures along. */
function keep(): void {
  if (out !== undefined) writeFileSync(out, textOf(recorded))
}

function textOf(record: Recorded): string {
  return `${JSON.stringify(record, null, 2)}\n`
}
