/** Deletes what is older than the manifest lets it get. What is open is never touched. */
import type { Language } from '#platform'
import { json } from '../store/codecs.ts'
import type { Texts } from '../texts.ts'
import { act } from './act.ts'
import { type House, nowText, type Writes } from './house.ts'
import {
  type Bounds,
  boundsOf,
  overdueAbsences,
  overdueAudit,
  overdueContacts,
  overdueDeliveries,
  overdueEntries,
  overdueEvents,
  overdueOptOuts,
  overduePairings,
  overdueParticipants,
  overduePromises,
  overdueResponses,
  overdueResults,
  overdueSettings,
} from './overdue.ts'

/** Rows that were deleted, or, of messages, emptied. */
export interface Deleted {
  responses: number
  results: number
  events: number
  deliveries: number
}

const MARK = 'retention'

/** The engine asks every minute; once a day, and whenever the manifest says something else, there is something to do. */
export async function enforceRetention(house: House): Promise<Deleted> {
  const { responses, results } = house.manifest.privacy.retention
  const due = json([nowText(house).slice(0, 10), responses, results])
  const mark = await house.db.kysely.selectFrom('setting').select('value').where('key', '=', MARK).executeTakeFirst()
  if (mark?.value === due) return { responses: 0, results: 0, events: 0, deliveries: 0 }
  const deleted = await act(house, async (trx) => {
    const counts = await sweep(trx, boundsOf(house.manifest.privacy.retention, house.clock.now()), house.texts)
    await trx
      .insertInto('setting')
      .values({ key: MARK, value: due })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: due }))
      .execute()
    return counts
  })
  if (Object.values(deleted).some((count) => count > 0)) house.log.info(deleted, 'deleted what was past its time')
  return deleted
}

/** Deletes everything that is past its time, now. */
export async function sweep(trx: Writes, bounds: Bounds, texts: Texts): Promise<Deleted> {
  await sweepPeople(trx, bounds)
  const responses = await trx.deleteFrom('response').where(overdueResponses(bounds)).executeTakeFirst()
  const results = await trx.deleteFrom('result').where(overdueResults(bounds)).executeTakeFirst()
  const events = await trx.deleteFrom('event').where(overdueEvents(bounds)).executeTakeFirst()
  return {
    responses: Number(responses.numDeletedRows),
    results: Number(results.numDeletedRows),
    events: Number(events.numDeletedRows),
    deliveries: await emptyDeliveries(trx, bounds, texts),
  }
}

async function sweepPeople(trx: Writes, bounds: Bounds): Promise<void> {
  await trx.deleteFrom('participant').where(overdueParticipants(bounds)).execute()
  await trx.deleteFrom('pairing').where(overduePairings(bounds)).execute()
  await trx.deleteFrom('promise').where(overduePromises(bounds)).execute()
  await trx.deleteFrom('feed_entry').where(overdueEntries(bounds)).execute()
  await trx.deleteFrom('contact').where(overdueContacts(bounds)).execute()
  await trx.deleteFrom('audit').where(overdueAudit(bounds)).execute()
  await trx.deleteFrom('absence').where(overdueAbsences(bounds)).execute()
  await trx.deleteFrom('opt_out').where(overdueOptOuts(bounds)).execute()
  await trx.deleteFrom('setting').where(overdueSettings()).execute()
}

/**
 * Empties old messages. Their rows stay, so that whatever might look at that occurrence again edits what stands instead of sending it
 * anew; on the platform itself the platform's own retention holds.
 */
async function emptyDeliveries(trx: Writes, bounds: Bounds, texts: Texts): Promise<number> {
  let emptied = 0
  for (const { language, message } of emptiedMessages(texts)) {
    const updated = await trx
      .updateTable('delivery')
      .set({ message })
      .where(overdueDeliveries(bounds, language, message))
      .executeTakeFirst()
    emptied += Number(updated.numUpdatedRows)
  }
  return emptied
}

/** What takes the place of a message that is past its time, in each language. */
export function emptiedMessages(texts: Texts): { language: Language; message: string }[] {
  return (['de', 'en'] as const).map((language) => {
    const said = texts.speak(language, 'common')('retention.gone')
    return {
      language,
      message: json({ summary: said, blocks: [{ type: 'note', text: [{ type: 'plain', text: said }] }] }),
    }
  })
}
