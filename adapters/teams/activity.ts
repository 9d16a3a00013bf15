/**
 * What of Teams' activities is read. They grow new fields, types and entities at any time: what is not named here is never looked at, and what has another
 * shape than expected counts as absent. Nobody answers an error for it, because Teams would stop sending.
 */
import { z } from 'zod'

const text = z.string().optional().catch(undefined)
const loose = <T extends z.ZodRawShape>(shape: T) => z.object(shape).optional().catch(undefined)
const named = loose({ id: text })
const account = loose({ id: text, name: text, aadObjectId: text })

export const activitySchema = z.object({
  type: z.string(),
  id: text,
  name: text,
  action: text,
  channelId: text,
  serviceUrl: text,
  locale: text,
  localTimezone: text,
  text,
  replyToId: text,
  value: z.unknown().optional(),
  from: account,
  /** `isTargeted`: a slash command, which nobody else in the channel sees. */
  recipient: loose({ id: text, isTargeted: z.boolean().optional().catch(undefined) }),
  conversation: loose({ id: text, conversationType: text, tenantId: text }),
  channelData: loose({ tenant: named, team: named, channel: named, eventType: text }),
  membersAdded: z
    .array(z.object({ id: text, aadObjectId: text }))
    .optional()
    .catch(undefined),
  membersRemoved: z
    .array(z.object({ id: text, aadObjectId: text }))
    .optional()
    .catch(undefined),
  entities: z
    .array(z.object({ type: text, text, mentioned: named, locale: text, country: text, timezone: text }).catch({}))
    .optional()
    .catch(undefined),
})

export type Activity = z.output<typeof activitySchema>

/** @returns null for what is no activity at all */
export function activityIn(body: string): Activity | null {
  try {
    return activitySchema.parse(JSON.parse(body))
  } catch {
    return null
  }
}

/** The tenant it belongs to; in a conversation with people of other tenants, the one that owns it. */
export const tenantOf = ({ channelData, conversation }: Activity): string | undefined =>
  (channelData?.tenant?.id ?? conversation?.tenantId)?.toLowerCase()
