/** What is past its time, table by table: one condition counts it (`teamrunde retention`) and deletes it (`retention.ts`). */
import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, expressionBuilder, sql } from 'kysely'
import type { Manifest } from '../manifest/schema.ts'
import { retentionOf } from '../manifest/retention.ts'
import type { Schema } from '../store/schema.ts'
import { instantText } from '../time/format.ts'
import { REMINDED } from './commands/remind.ts'

/** Instants in UTC; whatever is older is past its time. */
export interface Bounds {
  now: string
  answers: string
  results: string
  events: string
  entries: string
  contacts: string
}

type Retention = Manifest['privacy']['retention']
type Condition<Table extends keyof Schema> = (
  where: ExpressionBuilder<Schema, Table>,
) => ExpressionWrapper<Schema, Table, SqlBool>

const EVENT_HOURS = 48

/** Longer than an appointment can stand in a calendar: planned two months ahead, and shown for a month afterwards. */
const ENTRY_DAYS = 180

/** People who wrote to the bot, or installed it, and belong to nobody's team. */
const CONTACT_DAYS = 30

/** Counted in calendar days, months or years back from `now`. */
export function boundsOf({ responses, results }: Retention, now: Temporal.Instant): Bounds {
  const back = (kept: string): string =>
    instantText(now.toZonedDateTimeISO('UTC').subtract(retentionOf(kept)).toInstant())
  return {
    now: instantText(now),
    answers: back(responses),
    results: back(results),
    events: instantText(now.subtract({ hours: EVENT_HOURS })),
    entries: instantText(now.subtract({ hours: ENTRY_DAYS * 24 })),
    contacts: instantText(now.subtract({ hours: CONTACT_DAYS * 24 })),
  }
}

/** Occurrences that are over, and closed before, or would have: one that did not take place may have been answered ahead. What is open is never touched. */
const closedBefore = (cutoff: string) =>
  expressionBuilder<Schema>()
    .selectFrom('occurrence')
    .select('id')
    .where('state', 'in', ['closed', 'missed', 'skipped'])
    .where('closes_at', '<', cutoff)

/** A late answer counts from its own time. */
export const overdueResponses =
  ({ answers }: Bounds): Condition<'response'> =>
  (where) =>
    where.and([where('at', '<', answers), where('occurrence_id', 'in', closedBefore(answers))])

export const overdueResults =
  ({ results }: Bounds): Condition<'result'> =>
  (where) =>
    where.and([where('published_at', '<', results)])

/** As long as results, so that it can be shown who started or paused what led to them. */
export const overdueAudit =
  ({ results }: Bounds): Condition<'audit'> =>
  (where) =>
    where.and([where('at', '<', results)])

/** Whose answers were kept so long were also asked, away or left out then. */
export const overdueParticipants =
  ({ answers }: Bounds): Condition<'participant'> =>
  (where) =>
    where.and([where('occurrence_id', 'in', closedBefore(answers))])

export const overduePairings =
  ({ answers }: Bounds): Condition<'pairing'> =>
  (where) =>
    where.and([where('occurrence_id', 'in', closedBefore(answers))])

/** Counted from the day that was agreed on, or from the one on which it was settled, where that came later. */
export const overduePromises =
  ({ answers }: Bounds): Condition<'promise'> =>
  (where) => {
    const date = answers.slice(0, 10)
    return where.and([
      where('made_at', '<', answers),
      where('due', '<', date),
      where.or([where('settled', 'is', null), where('settled', '<', date)]),
      where('occurrence_id', 'in', closedBefore(answers)),
    ])
  }

export const overdueEntries =
  ({ entries }: Bounds): Condition<'feed_entry'> =>
  (where) =>
    where.and([where('changed_at', '<', entries)])

export const overdueAbsences =
  ({ answers }: Bounds): Condition<'absence'> =>
  (where) =>
    where.and([where('until_date', '<', answers.slice(0, 10))])

export const overdueOptOuts =
  ({ now }: Bounds): Condition<'opt_out'> =>
  (where) =>
    where.and([where('until_at', '<', now)])

/** Of strangers; a member's stay as long as they do. */
export const overdueContacts =
  ({ contacts }: Bounds): Condition<'contact'> =>
  (where) =>
    where.and([
      where('contact.person', 'is not', null),
      where('contact.learnt_on', '<', contacts.slice(0, 10)),
      where.not(
        where.exists(
          where
            .selectFrom('identity')
            .select('identity.member_id')
            .whereRef('identity.platform', '=', 'contact.platform')
            .whereRef('identity.external_id', '=', 'contact.person'),
        ),
      ),
    ])

export const overdueEvents =
  ({ events }: Bounds): Condition<'event'> =>
  (where) =>
    where.and([where('day', '<', events.slice(0, 10))])

/** Notes that a leader has sent the one more reminder, of rounds that are over. */
export const overdueSettings = (): Condition<'setting'> => (where) => {
  const occurrence = sql<string>`substr(${sql.ref('setting.key')}, ${sql.lit(REMINDED.length + 1)})`
  const open = where.selectFrom('occurrence').select('id').where('state', '=', 'open')
  return where.and([where('key', 'like', `${REMINDED}%`), where(occurrence, 'not in', open)])
}

/** Messages in one language whose text is not `emptied` yet. */
export const overdueDeliveries =
  ({ answers }: Bounds, language: 'de' | 'en', emptied: string): Condition<'delivery'> =>
  (where) =>
    where.and([
      where('language', '=', language),
      where('message', '!=', emptied),
      where.or([
        where('occurrence_id', 'in', closedBefore(answers)),
        // What the ledger tells belongs to no single round.
        where.and([
          where('occurrence_id', 'is', null),
          where('key', 'like', 'promise%'),
          where('queued_at', '<', answers),
        ]),
      ]),
    ])
