/**
 * What the playground needs to know about the sample company and may do to its clock. This folder only declares it; the composition root
 * implements it on the engine, so that the page shows what really stands in the store and nothing of its own.
 */
import type { Message } from '#message'
import type { Language } from '#platform'

/**
 * A message as it stands now. `delivery` is the id it was sent under, `conversation` as in `Workspace.messages`, instants are UTC text;
 * `under` is the delivery it is a thread reply to.
 */
export interface StandingMessage {
  delivery: string
  conversation: string
  /** In which it is written: a date within it is named in the same. */
  language: Language
  message: Message
  sentAt: string
  editedAt: string | null
  under: string | null
}

export type TeamRole = 'leader' | 'member' | 'observer'

/** A person of the sample company; `id` is the platform's id, such as `jana.petersen`. */
export interface WorkspacePerson {
  id: string
  name: string
  unit: string | null
  teams: { id: string; name: string; role: TeamRole }[]
  language: Language
  zone: string
  admin: boolean
}

/** A channel; `id` without the `#`, such as `after-sales`. */
export interface WorkspaceChannel {
  id: string
  name: string
}

export interface Workspace {
  organisation: { name: string; language: Language; zone: string }
  people(): Promise<WorkspacePerson[]>
  channels(): Promise<WorkspaceChannel[]>
  /**
   * Messages standing in a conversation, oldest first, as that reader may see them.
   * @param conversation `@jana.petersen` for her direct messages, `@ben.otto+jana.petersen` for a group, `#after-sales` for a channel
   */
  messages(conversation: string, reader: string): Promise<StandingMessage[]>
  /** The virtual clock, UTC text. */
  now(): string
  /** When something will happen next, or null. */
  nextEvent(): Promise<string | null>
  /** Moves the clock forward through every due moment in between, and settles everything. */
  travel(to: string): Promise<{ now: string; happened: number }>
  /** Does all that is due now. */
  settle(): Promise<void>
  /** Small things that must survive a restart, such as read marks. */
  remember(key: string, value: unknown): Promise<void>
  recall(key: string): Promise<unknown>
}
