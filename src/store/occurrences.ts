/** What every event and every wake-up asks first: an occurrence, its ritual, someone's place in it. */
import { prepared } from './prepared.ts'

export const occurrenceById = prepared((db, id: string) => db.selectFrom('occurrence').selectAll().where('id', '=', id))

/** On PostgreSQL: keeps other replicas out until the transaction ends. */
export const lockedOccurrence = prepared((db, id: string) =>
  db.selectFrom('occurrence').selectAll().where('id', '=', id).forUpdate(),
)

/** How far it is. */
export const standing = prepared((db, id: string) =>
  db.selectFrom('occurrence').select(['state', 'phase']).where('id', '=', id),
)

/** The same on PostgreSQL, and nobody closes it before the transaction ends. */
export const sharedStanding = prepared((db, id: string) =>
  db.selectFrom('occurrence').select(['state', 'phase']).where('id', '=', id).forShare(),
)

export const ritualById = prepared((db, id: string) => db.selectFrom('ritual').selectAll().where('id', '=', id))

export const participantIn = prepared((db, occurrence: string, member: string) =>
  db
    .selectFrom('participant')
    .select(['role', 'status', 'reason', 'until', 'opens_at', 'remind_at'])
    .where('occurrence_id', '=', occurrence)
    .where('member_id', '=', member),
)

/** What someone's answering has made of their place. */
export const settleParticipant = prepared((db, occurrence: string, member: string, status: 'answered' | 'declined') =>
  db
    .updateTable('participant')
    .set({ status, reason: null })
    .where('occurrence_id', '=', occurrence)
    .where('member_id', '=', member),
)
