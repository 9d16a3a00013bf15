/** Teams keeps the contract of platforms. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClock } from '../../src/clock.ts'
import { contactsOf } from '../../src/store/contacts.ts'
import { databases } from '../databases.ts'
import { openTeams } from '../teams/double.ts'
import { adapterFor } from '../teams/house.ts'
import { chatOf, type StoredMessage } from '../teams/world.ts'
import { platformContract, type Scene } from './platform.ts'

platformContract('teams', openTeamsScene)

async function openTeamsScene(): Promise<Scene> {
  const teams = await openTeams({ generosity: 100 })
  const db = await databases[0]!.open()
  const ana = teams.person({ name: 'Ana' })
  const ben = teams.person({ name: 'Ben' })
  const guest = teams.person({ name: 'Gast', kind: 'guest' })
  const channel = teams.channel('after-sales', [ana, ben, guest])
  const sent = new Map<string, string>()
  const platform = adapterFor(teams, { contacts: contactsOf(db, systemClock, 'teams') })
  const server = createServer((request, response) => platform.listener(request, response))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  teams.listenAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`)
  // The first thing that the house asks for.
  await platform.roster(channel.id)
  const idOf = (person: { id: string }): string => `${teams.world.tenant}/${person.id}`
  const people = new Map([ana, ben].map((person) => [idOf(person), person]))
  const idIn = ({ id }: StoredMessage): string => sent.get(id)!

  return {
    platform,
    people: [idOf(ana), idOf(ben)],
    channel: channel.id,
    async send(outgoing) {
      const reference = await platform.send({ ...outgoing, patient: true })
      sent.set(reference['activity']!, outgoing.id)
      return reference
    },
    update: async (reference, outgoing) => void (await platform.update(reference, outgoing)),
    shown: async (conversation) =>
      teams.world.conversations.get(conversation)!.messages.map((message) => ({
        id: idIn(message),
        text: message.summary,
        under: message.under === null ? null : sent.get(message.under)!,
      })),
    async act(person) {
      const who = people.get(person)!
      const card = { action: 'command', value: 'today', teamrunde: 'press' }
      const value = { action: { type: 'Action.Execute', data: card } }
      // What they speak and where they are would be told of, too.
      const silent = { locale: undefined, localTimezone: undefined, entities: [] }
      const { status } = await teams.bring(
        teams.activity(who, chatOf(teams.world, who.id), 'invoke', { name: 'adaptiveCard/action', value, ...silent }),
      )
      if (status !== 200) throw new Error(`${status}`)
    },
    async [Symbol.asyncDispose]() {
      await platform.stop()
      server.closeAllConnections()
      server.close()
      await teams[Symbol.asyncDispose]()
      await db.close()
    },
  }
}
