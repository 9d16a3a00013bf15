/** What goes wrong, one thing after the other or several at once, as the seed has it. */
import type { Luck } from '../attack/chance.ts'
import type { PostgresServer } from '../postgres-server.ts'
import type { Slack } from '../slack/double.ts'
import type { Fault } from '../slack/faults.ts'
import type { Replica } from './replica.ts'
import { Client } from 'pg'

export interface Victims {
  replicas: readonly Replica[]
  server: PostgresServer
  slack: Slack
  /** By how many times everything is shorter than on a long day. */
  haste: number
}

/** How often each thing has happened. */
export type Tally = Record<string, number>

type Deed = (victims: Victims, luck: Luck) => Promise<void>

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
const up = ({ replicas }: Victims): Replica[] => replicas.filter(({ state }) => state === 'up')
const between = ({ haste }: Victims, luck: Luck, least: number, most: number): number =>
  (least + luck.next() * (most - least)) / haste

const FAULTS: Fault[] = [
  { type: 'status', status: 500 },
  { type: 'status', status: 503 },
  { type: 'drop-before' },
  { type: 'drop-after' },
  { type: 'garbage' },
  { type: 'rate-limited', seconds: 2 },
  { type: 'slow', milliseconds: 1500 },
  // Longer than the bot waits for an answer.
  { type: 'slow', milliseconds: 11_000 },
  { type: 'silent' },
]

const BRIEF = FAULTS.filter((fault) => fault.type !== 'silent' && !(fault.type === 'slow' && fault.milliseconds > 2000))

const METHODS = [
  'chat.postMessage',
  'chat.postMessage',
  'chat.update',
  'conversations.open',
  'conversations.history',
  'views.open',
]

/** With how many tickets each thing is in the draw. */
const DEEDS: [number, string, Deed][] = [
  [
    4,
    'killed',
    async (victims, luck) => {
      const [victim] = luck.shuffled(up(victims))
      await victim?.kill()
      await pause(between(victims, luck, 500, 8000))
      await victim?.start()
    },
  ],
  [
    3,
    'frozen',
    async (victims, luck) => {
      const [victim] = luck.shuffled(up(victims))
      await victim?.freeze(between(victims, luck, 9000, 20_000))
    },
  ],
  [
    2,
    'cut off from the database',
    async (victims, luck) => {
      const [victim] = luck.shuffled(up(victims))
      await victim?.stall(between(victims, luck, 5000, 18_000))
    },
  ],
  [
    2,
    'asked to end, and replaced',
    async (victims, luck) => {
      const [victim] = luck.shuffled(up(victims))
      if (!victim) return
      const code = await victim.terminate()
      if (code !== 0) (victim.complaints as string[]).push(`${victim.number}: ended with ${code} when asked to`)
      await victim.start()
    },
  ],
  [3, 'connections broken', async (victims, luck) => luck.pick(victims.replicas).way.cut()],
  [2, 'all connections ended by the server', ({ server }) => endConnections(server.url)],
  [
    1,
    'database restarted',
    async (victims, luck) => {
      await victims.server.halt(luck.coin() ? 'fast' : 'crash')
      await pause(between(victims, luck, 300, 4000))
      await victims.server.resume()
    },
  ],
  [
    8,
    'Slack at fault',
    async ({ slack, haste }, luck) => {
      slack.faults.next(luck.pick(METHODS), luck.pick(haste > 1 ? BRIEF : FAULTS), 1 + luck.below(6))
    },
  ],
]

async function endConnections(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()')
    await client.end()
  } catch {
    // It is just being restarted.
  }
}

/** Milliseconds between two deeds. */
const REST = { least: 400, most: 3500 }

/** Goes on until `milliseconds` are over and everything it has begun is finished. */
export async function letLoose(
  victims: Victims,
  luck: Luck,
  milliseconds: number,
  progress: (text: string) => void,
): Promise<Tally> {
  const tally: Tally = {}
  const tickets = DEEDS.flatMap((deed) => Array.from({ length: deed[0] }, () => deed))
  const running = new Map<string, Promise<void>>()
  const end = performance.now() + milliseconds
  const names = (): string => victims.replicas.map(({ number, state }) => `${number} ${state}`).join(', ')
  while (performance.now() < end) {
    await pause(between(victims, luck, REST.least, REST.most))
    const [, name, deed] = luck.pick(tickets)
    // Each thing happens to one at a time, and somebody is left.
    if (running.has(name) || (takesOne(name) && up(victims).length < 2)) continue
    tally[name] = (tally[name] ?? 0) + 1
    running.set(
      name,
      deed(victims, luck).finally(() => running.delete(name)),
    )
  }
  const waiting = setInterval(() => progress(`${[...running.keys()].join(', ')}; replicas: ${names()}`), 10_000)
  await Promise.all(running.values())
  clearInterval(waiting)
  victims.slack.faults.clear()
  return tally
}

const takesOne = (name: string): boolean => ['killed', 'frozen', 'asked to end, and replaced'].includes(name)
