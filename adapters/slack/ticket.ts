/** What a form carries in `private_metadata` and brings back: its ticket, and where it was opened from. Never an answer. */
import type { FormTicket } from '#platform'
import { z } from 'zod'

/** Where a form was opened from, so that what came of it can be shown there. */
export interface Origin {
  /** The message that was pressed: its conversation and its timestamp. */
  channel?: string | undefined
  ts?: string | undefined
  /** Slack's one-off address for answers to a press or a command; good for half an hour. */
  answerTo?: string | undefined
  /** Seen by one person alone: Slack changes it only through `answerTo`. */
  ephemeral?: boolean | undefined
  /** Opened from the Home tab, which shall show what has changed. */
  home?: boolean | undefined
}

export interface FormContext {
  ticket: FormTicket
  origin: Origin
}

const LONGEST = 3000

const text = z.string().max(LONGEST)
const schema = z.object({
  ticket: z.object({ occurrence: text.nullable(), form: text, delivery: text.nullable() }),
  origin: z.object({
    channel: text.optional(),
    ts: text.optional(),
    answerTo: text.optional(),
    ephemeral: z.boolean().optional(),
    home: z.boolean().optional(),
  }),
})

/** An address that would make it too long is left out: then the message is changed by its place. */
export function writeContext({ ticket, origin }: FormContext): string {
  const whole = JSON.stringify({ ticket, origin })
  return whole.length <= LONGEST ? whole : JSON.stringify({ ticket, origin: { ...origin, answerTo: undefined } })
}

/** @returns null for what no form of ours carries */
export function readContext(metadata: string): FormContext | null {
  try {
    return schema.parse(JSON.parse(metadata))
  } catch {
    return null
  }
}
