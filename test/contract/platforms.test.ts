/** Every adapter keeps the contract of platforms. */
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import type { Message } from '#message'
import type { MessageReference, Outgoing } from '#platform'
import { createWebAdapter } from '../../adapters/web/adapter.ts'
import { createInMemory, PEOPLE } from '../../adapters/web/in-memory-workspace.ts'
import { plainText } from '../../src/message/text.ts'
import { platformContract, type Scene } from './platform.ts'

platformContract('web', openWeb)

/** The playground shows what stands in the outbox; so the scene keeps one. */
async function openWeb(): Promise<Scene> {
  const { workspace, say } = createInMemory()
  const platform = createWebAdapter(workspace)
  const server = createServer(platform.listener)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const inChannel = (conversation: string): string => (conversation.startsWith('@') ? conversation : `#${conversation}`)
  const find = async (conversation: string, id: string) =>
    (await workspace.messages(inChannel(conversation), '')).find(({ delivery }) => delivery === id)

  return {
    platform,
    people: [PEOPLE[0]!.id, PEOPLE[1]!.id],
    channel: 'after-sales',
    async send(outgoing: Outgoing): Promise<MessageReference> {
      const { id: delivery, conversation, message, thread } = outgoing
      say(inChannel(conversation), message, { delivery, under: thread?.['delivery'] ?? null })
      return platform.send(outgoing)
    },
    async update(reference, outgoing) {
      Object.assign((await find(outgoing.conversation, outgoing.id))!, { message: outgoing.message })
      await platform.update(reference, outgoing)
    },
    async shown(conversation) {
      const standing = await workspace.messages(inChannel(conversation), '')
      return standing.map(({ delivery, message, under }) => ({ id: delivery, text: textOf(message), under }))
    },
    async act(person) {
      const response = await fetch(`http://127.0.0.1:${port}/playground/api/home`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person }),
      })
      if (!response.ok) throw new Error(await response.text())
    },
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  }
}

const textOf = (message: Message): string => plainText(message, { language: 'de', zone: 'Europe/Berlin' })
