/** Group conversations: which ones exist, kept in the workspace, because a group has no other place where it could be looked up. */
import { createTurns } from './turns.ts'
import type { Workspace } from './workspace.ts'

const KEY = 'groups'

export interface Groups {
  /** The name of the conversation with these people; two or more are a group, which is remembered. */
  open(people: string[]): Promise<string>
  /** The groups this person belongs to. */
  of(person: string): Promise<{ conversation: string; people: string[] }[]>
}

export function createGroups(workspace: Workspace): Groups {
  // Two groups opened at once would otherwise overwrite each other's list.
  const inTurn = createTurns()
  const known = async () => asConversations(await workspace.recall(KEY))

  async function add(conversation: string): Promise<void> {
    const groups = await known()
    if (!groups.includes(conversation)) await workspace.remember(KEY, [...groups, conversation])
  }

  return {
    async open(people) {
      const conversation = conversationOf(people)
      if (people.length > 1) await inTurn(() => add(conversation))
      return conversation
    },
    async of(person) {
      const groups = (await known()).map((conversation) => ({ conversation, people: peopleOf(conversation) }))
      return groups.filter((group) => group.people.includes(person))
    },
  }
}

/** `@jana.petersen`, or `@ben.otto+jana.petersen`: the same people always give the same name. */
export const conversationOf = (people: string[]): string => `@${[...new Set(people)].toSorted().join('+')}`

const peopleOf = (conversation: string): string[] => conversation.slice(1).split('+')

const asConversations = (stored: unknown): string[] =>
  Array.isArray(stored) ? stored.filter((item): item is string => typeof item === 'string') : []
