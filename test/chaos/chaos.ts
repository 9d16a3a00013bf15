/**
 * `npm run chaos -- --seed=spring --minutes=10 --replicas=3`: replicas as real processes on a real PostgreSQL, with Slack's double for a platform; they are killed,
 * frozen, cut off, restarted, their clocks are minutes apart, and Slack has a bad day. In the end the books must balance. The same seed draws the same.
 * `--deaths=120`: instead one process on SQLite, which is killed so often, right before and after its commits.
 */
import { parseArgs } from 'node:util'
import { runDeaths } from './deaths.ts'
import { runChaos } from './run.ts'
import { isBalanced, tableOf } from './table.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now()) },
    minutes: { type: 'string', default: '10' },
    replicas: { type: 'string', default: '3' },
    teams: { type: 'string', default: '40' },
    polls: { type: 'string', default: '4' },
    door: { type: 'string', default: 'http' },
    deaths: { type: 'string' },
    logs: { type: 'string' },
  },
})

console.error(`seed ${values.seed}`)
// What was started must not outlive the run.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

const common = {
  seed: values.seed,
  checkInTeams: Number(values.teams),
  pollTeams: Number(values.polls),
  logs: values.logs,
  progress: (text: string) => console.error(text),
}
const report =
  values.deaths === undefined
    ? await runChaos({
        ...common,
        milliseconds: Number(values.minutes) * 60_000,
        replicas: Number(values.replicas),
        door: values.door === 'socket' ? 'socket' : 'http',
      })
    : await runDeaths({ ...common, deaths: Number(values.deaths) })
console.log(tableOf(report))
process.exitCode = isBalanced(report) ? 0 : 1
