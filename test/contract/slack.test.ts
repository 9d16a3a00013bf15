/** Slack keeps the contract of platforms, over a WebSocket and over HTTP. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSlackAdapter } from '../../adapters/slack/adapter.ts'
import { openSlack, type Slack } from '../slack/double.ts'
import type { BlockJson, StoredMessage } from '../slack/world.ts'
import { platformContract, type Scene } from './platform.ts'

for (const mode of ['socket', 'http'] as const) platformContract(`slack over ${mode}`, () => openSlackScene(mode))

async function openSlackScene(mode: 'socket' | 'http'): Promise<Scene> {
  const slack = await openSlack({ pace: { generosity: 100 }, retries: [] })
  const ana = slack.person({ name: 'Ana' })
  const ben = slack.person({ name: 'Ben' })
  const rest = [
    slack.person({ name: 'Gast', kind: 'guest' }),
    slack.person({ name: 'Weg', kind: 'deactivated' }),
    slack.person({ name: 'Fremd', kind: 'stranger' }),
  ]
  const channel = slack.channel('after-sales', [ana, ben, ...rest])
  const keys = slack.environment(mode)
  const platform = createSlackAdapter({
    botToken: keys['SLACK_BOT_TOKEN']!,
    appToken: keys['SLACK_APP_TOKEN'],
    signingSecret: keys['SLACK_SIGNING_SECRET'],
    apiUrl: keys['SLACK_API_URL'],
    // A minute of Slack's would be a minute of ours.
    time: { now: () => Date.now(), wait: async () => {} },
  })
  const server = await listening(platform)
  if (mode === 'http') slack.listenAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`)
  const idOf = (user: string): string => `${slack.world.team.id}/${user}`
  const people = new Map([ana, ben].map((person) => [idOf(person.id), person]))

  return {
    platform,
    people: [idOf(ana.id), idOf(ben.id)],
    channel: channel.id,
    send: (outgoing) => platform.send({ ...outgoing, patient: true }),
    update: async (reference, outgoing) => void (await platform.update(reference, outgoing)),
    shown: async (conversation) => shownIn(slack, conversation),
    async act(person) {
      await slack.as(people.get(person)!).openHome()
    },
    async [Symbol.asyncDispose]() {
      await platform.stop()
      server.closeAllConnections()
      server.close()
      await slack[Symbol.asyncDispose]()
    },
  }
}

function shownIn(slack: Slack, conversation: string) {
  const { messages } = slack.world.conversations.get(conversation)!
  const idAt = (ts: string | null) => messages.filter((one) => one.ts === ts).map(deliveryOf)[0] ?? null
  return messages.map((message) => ({ id: deliveryOf(message), text: message.text, under: idAt(message.thread) }))
}

const deliveryOf = ({ blocks: [first] }: StoredMessage): string => idIn(first!)
const idIn = ({ block_id }: BlockJson): string => /^d\.([^.]+)\./.exec(block_id ?? '')![1]!

async function listening({ listener }: ReturnType<typeof createSlackAdapter>): Promise<Server> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return server
}
