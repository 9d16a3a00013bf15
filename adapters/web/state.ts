/** What the page shows, for one person, in one answer. */
import { type Command, commandsFor } from './commands.ts'
import { type Conversation, directOf } from './conversations.ts'
import type { Ground } from './ground.ts'
import { asReader, roleOf } from './people.ts'
import { showMessage, type ShownMessage } from './replies.ts'
import type { StandingMessage, TeamRole, WorkspacePerson } from './workspace.ts'

export interface State {
  organisation: { name: string; language: string; zone: string }
  clock: { now: string; next: string | null }
  /** Whether answers of others have been simulated in this workspace. */
  simulated: boolean
  person: ShownPerson
  people: (ShownPerson & { unread: number })[]
  conversations: ShownConversation[]
  commands: Command[]
}

export type ShownPerson = WorkspacePerson & { role: TeamRole }

/** `messages` is null for conversations that were not asked for. */
export type ShownConversation = Conversation & { unread: number; messages: ShownStanding[] | null }

export type ShownStanding = Omit<StandingMessage, 'conversation' | 'message'> & ShownMessage & { isNew: boolean }

/**
 * Does what is due first, so that what was caused by an act just now is part of it.
 * @param only the conversation whose messages are wanted; all when left out
 */
export async function readState(ground: Ground, id: string, only: string | undefined): Promise<State> {
  const { workspace } = ground
  await workspace.settle()
  const everyone = await ground.people.all()
  const person = await ground.people.find(id)
  const [next, simulated, people, conversations] = await Promise.all([
    workspace.nextEvent(),
    workspace.recall(SIMULATED),
    Promise.all(everyone.map(async (one) => ({ ...shown(one), unread: await unreadDirect(ground, one.id) }))),
    readConversations(ground, person, only),
  ])
  return {
    organisation: workspace.organisation,
    clock: { now: workspace.now(), next },
    simulated: simulated === true,
    person: shown(person),
    people,
    conversations,
    commands: commandsFor(person),
  }
}

export const SIMULATED = 'simulated'

const shown = (person: WorkspacePerson): ShownPerson => ({ ...person, role: roleOf(person) })

async function unreadDirect(ground: Ground, person: string): Promise<number> {
  const marks = await ground.marks.of(person)
  const messages = await ground.workspace.messages(directOf(person), person)
  return messages.filter((message) => marks.isNew(message)).length
}

async function readConversations(
  ground: Ground,
  person: WorkspacePerson,
  only: string | undefined,
): Promise<ShownConversation[]> {
  const marks = await ground.marks.of(person.id)
  const reader = asReader(person)
  const conversations = await ground.conversations.of(person)
  return Promise.all(
    conversations.map(async (conversation) => {
      const standing = await ground.workspace.messages(conversation.conversation, person.id)
      const wanted = only === undefined || only === conversation.conversation
      return {
        ...conversation,
        unread: standing.filter((message) => marks.isNew(message)).length,
        messages: wanted ? standing.map((message) => showStanding(message)) : null,
      }
    }),
  )

  function showStanding(standing: StandingMessage): ShownStanding {
    const { delivery, sentAt, editedAt, under, message, language } = standing
    const isNew = marks.isNew(standing)
    return { delivery, language, sentAt, editedAt, under, isNew, ...showMessage(message, { ...reader, language }) }
  }
}
