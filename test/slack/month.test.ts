/** Twelve people and every ritual in Slack, with faults in between: nothing that Slack refuses, nothing twice, nothing that looks broken. */
import { describe, expect, it } from 'vitest'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { seeded } from '../../src/engine/seed.ts'
import { DEEP } from '../depth.ts'
import { type Company, companyIn, manifestFor } from './company.ts'
import type { Fault } from './faults.ts'
import { type SlackStory, tellInSlack } from './house.ts'
import { type Draw, live } from './living.ts'
import type { Person } from './world.ts'

/** From a Wednesday on which all begin. */
const DAYS = DEEP ? 31 : 2
const FIRST = Temporal.PlainDate.from('2026-12-09')

const FAULTS: [string, Fault][] = [
  ['chat.postMessage', { type: 'status', status: 500 }],
  ['chat.postMessage', { type: 'drop-after' }],
  ['chat.postMessage', { type: 'rate-limited', seconds: 20 }],
  ['chat.update', { type: 'drop-before' }],
  ['chat.update', { type: 'rate-limited', seconds: 5 }],
  ['conversations.open', { type: 'status', status: 503 }],
]

const EVERY: Record<string, object> = {
  'check-in': { every: 'week', on: ['mon', 'tue', 'wed', 'thu', 'fri'], at: '09:00', window: '4h' },
  pulse: { every: 'week', on: 'thu', at: '10:00', window: '26h' },
  retro: { every: '2 weeks', on: 'wed', at: '11:00' },
  coffee: { every: 'week', on: 'wed', at: '10:00' },
  'one-on-one': { every: 'week', on: 'wed', at: '09:30' },
}

describe('a team in Slack', () => {
  it.each(['http', 'socket'] as const)(
    `lives with all rituals for ${DAYS} days (%s)`,
    { timeout: 120_000 + DAYS * 30_000 },
    async (mode) => {
      const kinds = [...(await discoverRituals()).keys()]
      let company: Company | undefined
      await using story = await tellInSlack({
        mode,
        now: '2026-12-08T12:00',
        found(slack) {
          company = companyIn(slack, 11)
          const rituals = kinds.map((kind) => ({ id: kind, kind, team: 'service', schedule: EVERY[kind] }))
          return manifestFor(company, ...rituals)
        },
      })
      const people = [company!.lead, ...company!.staff]
      const draw = seeded(`a month in Slack over ${mode}`)
      for (let day = 0; day < DAYS; day += 1) await liveADay(story, people, FIRST.add({ days: day }), draw)
      expect(refusals(story)).toEqual([])
      expect(twice(story)).toEqual([])
      expect([...new Set(story.slack.world.complaints)]).toEqual([])
      expect(story.virtual.faults).toEqual([])
    },
  )
})

async function liveADay(story: SlackStory, people: Person[], day: Temporal.PlainDate, draw: Draw): Promise<void> {
  for (const hour of [8, 9, 10, 11, 13, 15, 17]) {
    await story.to(`${day.toString()}T${String(hour).padStart(2, '0')}:20`)
    if (draw() < 0.3) {
      const [method, fault] = FAULTS[Math.floor(draw() * FAULTS.length)]!
      story.slack.faults.next(method, fault)
    }
    for (const person of people) if (draw() < 0.5) await live(story, person, draw)
  }
  story.slack.faults.clear()
  await story.to(`${day.toString()}T23:00`)
}

/** What Slack refused that a bot should have known beforehand. */
function refusals({ slack }: SlackStory): string[] {
  const refused = slack.journal.calls.filter(({ status, result }) => status === 200 && result['ok'] !== true)
  const told = refused.map(({ method, result }) => `${method}: ${JSON.stringify(result)}`)
  const expected = /expired_trigger_id|internal_error|missing_scope/
  const limits = [...slack.pace.hits].map(([limit, count]) => `${limit}: ${count} times too fast`)
  return [...new Set([...told.filter((each) => !expected.test(each)), ...limits])].slice(0, 10)
}

/** Deliveries whose first part stands more than once in one conversation. */
function twice({ slack }: SlackStory): string[] {
  return [...slack.world.conversations.values()].flatMap(({ messages }) => {
    const ids = messages.filter(({ only }) => only === null).map(({ blocks }) => blocks[0]?.block_id)
    return ids.filter((id, index) => id?.startsWith('d.') && ids.indexOf(id) !== index).map(String)
  })
}
