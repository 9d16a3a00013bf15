/**
 * Whether a payload has the shape that Bolt takes for granted, as far as it names what it is. What Bolt trips over is no fault of ours, and to have it
 * brought again is of no use. Kinds of payloads that are not known here pass: Slack may send new ones at any time.
 */
import { z } from 'zod'

const text = z.string()
const thing = z.looseObject({})

/** What somebody does. */
const ACTS = new Set([
  'block_actions',
  'block_suggestion',
  'dialog_submission',
  'message_action',
  'shortcut',
  'view_closed',
  'view_submission',
])

const schema = z
  .looseObject({
    event: z
      .looseObject({
        type: text,
        user: z.union([text, thing]).optional(),
        channel: z.union([text, thing]).optional(),
        item: thing.optional(),
        subteam: thing.optional(),
      })
      .optional(),
    actions: z
      .array(z.looseObject({ type: text, action_id: text.optional(), block_id: text.optional() }))
      .min(1)
      .optional(),
    channel: thing.optional(),
    view: thing.optional(),
    user: thing.optional(),
    enterprise: thing.nullish(),
    authorizations: z.array(thing).nullish(),
  })
  .refine(({ event, type, actions, view, user }) => {
    if (event !== undefined || typeof type !== 'string' || !ACTS.has(type)) return true
    const what = type === 'block_actions' ? actions : type.startsWith('view_') ? view : user
    return what !== undefined && user !== undefined
  })

export const hasShape = (body: unknown): boolean => schema.safeParse(body).success
