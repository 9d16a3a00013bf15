/** What of Slack's payloads is read. They grow new fields at any time; what is not named here is never looked at. */
import { z } from 'zod'

const text = z.string()

export const pressPayload = z.object({
  trigger_id: text,
  user: z.object({ id: text }),
  actions: z
    .array(z.object({ action_id: text, block_id: text.optional(), value: text.optional(), action_ts: text.optional() }))
    .min(1),
  container: z
    .object({
      type: text,
      message_ts: text.optional(),
      channel_id: text.optional(),
      is_ephemeral: z.boolean().optional(),
      thread_ts: text.optional(),
      view_id: text.optional(),
    })
    .optional(),
  channel: z.object({ id: text }).optional(),
  view: z.object({ id: text, type: text }).optional(),
  response_url: text.optional(),
})

export const submissionPayload = z.object({
  trigger_id: text.optional(),
  user: z.object({ id: text }),
  view: z.object({
    id: text,
    private_metadata: text,
    blocks: z.array(z.object({ block_id: text.optional(), type: text })),
    state: z.object({ values: z.record(text, z.record(text, z.looseObject({}))) }),
  }),
})

export const commandPayload = z.object({
  trigger_id: text,
  user_id: text,
  channel_id: text.optional(),
  text: text.default(''),
  response_url: text.optional(),
})

const envelope = { event_id: text }

export const homePayload = z.object({ ...envelope, event: z.object({ user: text, tab: text.optional() }) })

export const sayingPayload = z.object({
  ...envelope,
  event: z.object({
    channel: text,
    channel_type: text,
    user: text,
    text: text,
    subtype: text.optional(),
    bot_id: text.optional(),
  }),
})

export const membershipPayload = z.object({
  ...envelope,
  event: z.object({ type: text, user: text, channel: text, inviter: text.optional() }),
})

export const userPayload = z.object({ ...envelope, event: z.object({ user: z.looseObject({ id: text }) }) })

export const revokedPayload = z.object({
  event: z.object({ type: text, tokens: z.object({ bot: z.array(text).optional() }).optional() }),
})

export type PressPayload = z.output<typeof pressPayload>
export type SubmissionPayload = z.output<typeof submissionPayload>
export type CommandPayload = z.output<typeof commandPayload>
