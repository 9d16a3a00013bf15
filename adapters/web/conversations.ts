/** Which conversations a person can look into: their own with the bot, their groups, the channels. */
import { peopleOf } from './channel-people.ts'
import type { Groups } from './groups.ts'
import { problem } from './problems.ts'
import type { StandingMessage, Workspace, WorkspaceChannel, WorkspacePerson } from './workspace.ts'

/** `name` is the channel's or the other people's; a direct conversation with the bot has none. `yours` is false for other teams' channels. */
export interface Conversation {
  conversation: string
  kind: 'direct' | 'group' | 'channel'
  name: string
  yours: boolean
}

export interface Conversations {
  of(person: WorkspacePerson): Promise<Conversation[]>
  /** @throws Problem 404 when the person has no such conversation */
  find(person: WorkspacePerson, conversation: string): Promise<Conversation>
  /** The message standing somewhere in the person's conversations. @throws Problem 404 */
  message(person: WorkspacePerson, delivery: string): Promise<StandingMessage>
}

export function createConversations(workspace: Workspace, groups: Groups): Conversations {
  async function of(person: WorkspacePerson): Promise<Conversation[]> {
    const [people, own, channels] = await Promise.all([workspace.people(), groups.of(person.id), workspace.channels()])
    const names = new Map(people.map((one) => [one.id, one.name]))
    return [
      { conversation: directOf(person.id), kind: 'direct', name: '', yours: true },
      ...own.map(({ conversation, people: inGroup }): Conversation => {
        const others = inGroup.filter((id) => id !== person.id).map((id) => names.get(id) ?? id)
        return { conversation, kind: 'group', name: others.join(', '), yours: true }
      }),
      ...channels
        .map((channel) => asConversation(channel, person, people))
        .toSorted((a, b) => Number(b.yours) - Number(a.yours)),
    ]
  }

  return {
    of,
    async find(person, conversation) {
      const found = (await of(person)).find((one) => one.conversation === conversation)
      if (!found)
        throw problem(
          404,
          'no-such-conversation',
          `${person.name} has no conversation "${conversation}".`,
          'conversation',
        )
      return found
    },
    async message(person, delivery) {
      for (const { conversation } of await of(person)) {
        const messages = await workspace.messages(conversation, person.id)
        const found = messages.find((message) => message.delivery === delivery)
        if (found) return found
      }
      throw problem(404, 'no-such-delivery', `${person.name} sees no message "${delivery}".`, 'delivery')
    },
  }
}

export const directOf = (person: string): string => `@${person}`

function asConversation(channel: WorkspaceChannel, person: WorkspacePerson, people: WorkspacePerson[]): Conversation {
  const yours = peopleOf(channel.id, people).some((one) => one.id === person.id)
  return { conversation: `#${channel.id}`, kind: 'channel', name: channel.name, yours }
}
