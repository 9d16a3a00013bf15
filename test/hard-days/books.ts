/** What a story comes to, read from its database: what was held, who was asked when, what was said to whom. */
import type { Story } from '../house.ts'

export interface Held {
  id: string
  state: string
  reason: string | null
  number: number | null
}

export async function occurrencesOf(story: Story): Promise<Held[]> {
  return story.db.kysely
    .selectFrom('occurrence')
    .select(['id', 'state', 'reason', 'number'])
    .orderBy('opens_at')
    .orderBy('id')
    .execute()
}

/** The ids of those that are in this state, in the order in which they open. */
export async function idsIn(story: Story, state: string): Promise<string[]> {
  return (await occurrencesOf(story)).filter((each) => each.state === state).map(({ id }) => id)
}

/** When someone's prompts or reminders reached them, as their own clock showed it: `2026-12-07T09:00`. */
export async function reached(story: Story, who: string, zone: string, key = 'prompt'): Promise<string[]> {
  const { member_id } = await story.db.kysely
    .selectFrom('identity')
    .select('member_id')
    .where('platform', '=', 'web')
    .where('external_id', '=', who)
    .executeTakeFirstOrThrow()
  const rows = await story.db.kysely
    .selectFrom('delivery')
    .select('sent_at')
    .where('recipient', '=', `member:${member_id}`)
    .where('key', '=', key)
    .where('sent_at', 'is not', null)
    .orderBy('sent_at')
    .execute()
  return rows.map((row) => localIn(row.sent_at!, zone))
}

export const localIn = (at: string, zone: string): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })
