/** What the routes share: the workspace, and what is kept about it between two requests. */
import type { Inbox } from '#platform'
import { type Conversations, createConversations } from './conversations.ts'
import type { Groups } from './groups.ts'
import { createPeople, type People } from './people.ts'
import { createReadMarks, type ReadMarks } from './read-marks.ts'
import { createTurns, type InTurn } from './turns.ts'
import type { Workspace } from './workspace.ts'

/** Told of a fault, and of the request it happened in (`POST /playground/api/clock`). */
export type FaultReport = (fault: unknown, request: string) => void

/** `inbox` gives null before the start and after the stop. */
export interface Foundation {
  workspace: Workspace
  groups: Groups
  inbox: () => Inbox | null
  report: FaultReport
}

export interface Ground extends Foundation {
  people: People
  conversations: Conversations
  marks: ReadMarks
  inTurn: InTurn
}

export const createGround = (foundation: Foundation): Ground => ({
  ...foundation,
  people: createPeople(foundation.workspace),
  conversations: createConversations(foundation.workspace, foundation.groups),
  marks: createReadMarks(foundation.workspace),
  inTurn: createTurns(),
})
