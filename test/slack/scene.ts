/** A small Slack workspace for the contract of platforms. Time passes only where the adapter waits. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Inbox, Platform } from '#platform'
import { createSlackAdapter } from '../../adapters/slack/adapter.ts'
import { placeIn } from '../../adapters/slack/parts.ts'
import type { Scene } from '../contract/platform.ts'
import { openSlack } from './double.ts'
import { shownText } from './reading.ts'

const BEGIN = Date.parse('2026-12-03T09:00:00Z')

export async function openSlackScene(): Promise<Scene> {
  let now = BEGIN
  const slack = await openSlack({
    clock: { now: () => Temporal.Instant.fromEpochMilliseconds(now) },
    pace: { tolerance: 0 },
    retries: [],
  })
  const adapter = createSlackAdapter({
    botToken: slack.grants.botToken,
    signingSecret: slack.signingSecret,
    apiUrl: slack.apiUrl,
    time: {
      now: () => now,
      async wait(milliseconds) {
        now += milliseconds
      },
    },
  })
  const server = createServer((request, response) => adapter.listener(request, response))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  slack.listenAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`)

  // From its start on the adapter knows which workspace it is in.
  await adapter.start({ handle: async () => ({ type: 'nothing' }) })
  await adapter.stop()
  const ana = slack.person({ name: 'Ana Roth' })
  const ben = slack.person({ name: 'Ben Otto' })
  const guest = slack.person({ name: 'Gast', kind: 'guest' })
  const channel = slack.channel('after-sales', [ana, ben, guest])
  const idOf = (user: string): string => `${slack.world.team.id}/${user}`
  const { platform, heard } = overheard(adapter)

  return {
    platform,
    people: [idOf(ana.id), idOf(ben.id)],
    channel: channel.id,
    send: (outgoing) => platform.send(outgoing),
    async update(reference, outgoing) {
      await platform.update(reference, outgoing)
    },
    async shown(conversation) {
      const { messages } = slack.world.conversations.get(conversation)!
      const deliveryOf = (ts: string | null): string | null =>
        placeIn(messages.find((message) => message.ts === ts)?.blocks[0]?.block_id)?.delivery ?? null
      return messages.map((message) => ({
        id: deliveryOf(message.ts)!,
        text: shownText(message),
        under: deliveryOf(message.thread),
      }))
    },
    async act(person) {
      const before = heard()
      const { status } = await slack.as(person.endsWith(ana.id) ? ana : ben).openHome()
      if (status !== 200) throw new Error(`Slack was answered ${status}.`)
      // Slack has its answer before the house has the event.
      const until = Date.now() + PATIENCE
      while (heard() === before) {
        if (Date.now() > until) throw new Error('Nobody heard of it.')
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    async [Symbol.asyncDispose]() {
      await adapter.stop()
      server.closeAllConnections()
      server.close()
      await slack[Symbol.asyncDispose]()
    },
  }
}

/** Milliseconds. */
const PATIENCE = 1000

/** The same platform, and how many events it has handed on. */
function overheard(adapter: Platform): { platform: Platform; heard: () => number } {
  let count = 0
  const start = (inbox: Inbox): Promise<void> =>
    adapter.start({
      async handle(event) {
        const reply = await inbox.handle(event)
        count += 1
        return reply
      },
    })
  return { platform: { ...adapter, start }, heard: () => count }
}
