/** A replica dies, freezes or is cut off from the database while a message is in its hands: within fifteen seconds another has brought it to its end. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it, vi } from 'vitest'
import { createReplica, type Replica } from '../chaos/replica.ts'
import { noonZone } from '../bench/chat-company.ts'
import { databases } from '../databases.ts'
import { openSlack, type Slack } from '../slack/double.ts'
import type { Person } from '../slack/world.ts'

const postgres = databases.find((engine) => engine.dialect === 'postgres')!

/** Milliseconds. */
const IN_TIME = 15_000
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

function companyIn(slack: Slack): { manifest: string; people: Person[] } {
  const zone = noonZone(Temporal.Now.instant())
  const [ana, ben] = [slack.person({ name: 'Ana', zone }), slack.person({ name: 'Ben', zone })]
  const channel = slack.channel('service', [ana, ben])
  const manifest = {
    organisation: { name: 'Nordlicht', language: 'de', zone, holidays: 'none', workWeek: DAYS },
    admins: [ana.email],
    people: [ana, ben].map(({ id, name, email }) => ({
      email,
      name,
      identities: { slack: `${slack.world.team.id}/${id}` },
    })),
    teams: [
      { id: 'service', name: 'Service', leaders: [ana.email], members: [ben.email], channels: [`slack:${channel.id}`] },
    ],
    rituals: [
      {
        id: 'morning',
        kind: 'check-in',
        team: 'service',
        schedule: { every: 'week', on: 'mon', at: '09:00' },
        options: { leaderTakesPart: false },
      },
    ],
  }
  return { manifest: JSON.stringify(manifest), people: [ana, ben] }
}

/** Milliseconds that processes may take to start and to be found, on a machine that has other things to do. */
const PATIENCE = 60_000

/** Whoever has the message in hand at which Slack fell silent. */
function holderOf(replicas: readonly Replica[]): Replica {
  const holders = replicas.filter(({ sendings }) => sendings.some(({ until }) => until === Infinity))
  expect(holders).toHaveLength(1)
  return holders[0]!
}

async function takenOver(befall: (victim: Replica) => Promise<void>): Promise<{ after: number; stand: number }> {
  const db = await postgres.openEmpty()
  const slack = await openSlack({ pace: { generosity: 100 } })
  const { manifest, people } = companyIn(slack)
  const [ana, ben] = people as [Person, Person]
  const standWith = (person: Person): number => slack.messages(slack.direct(person)).length
  const folder = mkdtempSync(join(inject('testFolder'), 'take-over-'))
  writeFileSync(join(folder, 'manifest.yaml'), manifest)
  const databasePort = Number(new URL(db.url).port)
  const env = {
    ...slack.environment('http'),
    TEAMRUNDE_MANIFEST: join(folder, 'manifest.yaml'),
    TEAMRUNDE_KEYS: join(folder, 'keys'),
  }
  const replicas = await Promise.all(
    [-60_000, 60_000].map((skew, number) =>
      createReplica({ number, databasePort, databaseName: new URL(db.url).pathname.slice(1), skew, pace: 1, env }),
    ),
  )
  try {
    await Promise.all(replicas.map((replica) => replica.start()))
    // Everyone is welcomed once; then ana has ben asked.
    await slack.journal.until('a welcome for each', () => people.every((one) => standWith(one) > 0), PATIENCE)
    slack.listenAt(`http://127.0.0.1:${replicas[0]!.port}/slack/events`)
    slack.faults.next('chat.postMessage', { type: 'silent' })
    await slack.as(ana).command('/teamrunde start morning')
    await slack.journal.until('a message in the air', () => slack.faults.left() === 0, PATIENCE)
    const victim = await vi.waitFor(() => holderOf(replicas), PATIENCE)
    const before = standWith(ben)
    const begun = performance.now()
    const trouble = befall(victim)
    await slack.journal.until('the message', () => standWith(ben) > before, PATIENCE)
    const after = performance.now() - begun
    await trouble
    // Whoever was only held up may now send what it has lost, if it doesn't know.
    await new Promise((resolve) => setTimeout(resolve, 1000))
    return { after, stand: standWith(ben) - before }
  } finally {
    await Promise.all(replicas.map((replica) => replica.kill()))
    await Promise.all(replicas.map(({ way }) => way[Symbol.asyncDispose]()))
    await slack[Symbol.asyncDispose]()
    await db.close()
  }
}

describe('a message in the hands of a replica', () => {
  it.concurrent.each<[string, (victim: Replica) => Promise<void>]>([
    ['is killed', (victim) => victim.kill()],
    ['is frozen, and goes on', (victim) => victim.freeze(16_000)],
    ['is cut off from the database, and comes back', (victim) => victim.stall(16_000)],
  ])('that %s is sent by another within 15 s, and stands once', async (_, befall) => {
    const { after, stand } = await takenOver(befall)
    expect(after).toBeLessThan(IN_TIME)
    expect(stand).toBe(1)
  })
})
