/** Up to where each person has read each conversation; kept in the workspace, so that it survives a restart. */
import { isFields } from './input.ts'
import type { StandingMessage, Workspace } from './workspace.ts'

/** The newest instant read, and which of the messages sent at that very instant: on a virtual clock many share one. */
interface Mark {
  at: string
  deliveries: string[]
}

type Marks = Record<string, Mark>

export interface ReadMarks {
  of(person: string): Promise<{ isNew(message: StandingMessage): boolean }>
  /** Everything up to `upTo` (default: the last message) is read. */
  read(person: string, conversation: string, messages: StandingMessage[], upTo?: string): Promise<void>
}

export function createReadMarks(workspace: Workspace): ReadMarks {
  const cache = new Map<string, Marks>()

  async function marksOf(person: string): Promise<Marks> {
    const kept = cache.get(person)
    if (kept) return kept
    const marks = asMarks(await workspace.recall(keyOf(person)))
    cache.set(person, marks)
    return marks
  }

  return {
    async of(person) {
      const marks = await marksOf(person)
      return { isNew: (message) => isBeyond(marks[message.conversation], message) }
    },
    async read(person, conversation, messages, upTo) {
      const mark = markAt(messages, upTo)
      const marks = await marksOf(person)
      if (mark === null || (marks[conversation] && marks[conversation].at > mark.at)) return
      const next = { ...marks, [conversation]: mark }
      cache.set(person, next)
      await workspace.remember(keyOf(person), next)
    },
  }
}

const keyOf = (person: string): string => `read:${person}`

const isBeyond = (mark: Mark | undefined, message: StandingMessage): boolean =>
  mark === undefined ||
  message.sentAt > mark.at ||
  (message.sentAt === mark.at && !mark.deliveries.includes(message.delivery))

function markAt(messages: StandingMessage[], upTo: string | undefined): Mark | null {
  const last = upTo === undefined ? messages.at(-1) : messages.find((message) => message.delivery === upTo)
  if (!last) return null
  const same = messages.filter((message) => message.sentAt === last.sentAt)
  const seen = same.slice(0, same.indexOf(last) + 1)
  return { at: last.sentAt, deliveries: seen.map((message) => message.delivery) }
}

const asMarks = (stored: unknown): Marks =>
  isFields(stored)
    ? Object.fromEntries(Object.entries(stored).filter((entry): entry is [string, Mark] => isMark(entry[1])))
    : {}

const isMark = (value: unknown): value is Mark =>
  isFields(value) && typeof value['at'] === 'string' && Array.isArray(value['deliveries'])
