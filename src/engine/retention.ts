/** Deletes what is older than the manifest lets it get. What is open is never touched. */
import { retentionOf } from '../manifest/retention.ts'
import { json } from '../store/codecs.ts'
import { instantText } from '../time/format.ts'
import { act } from './act.ts'
import { REMINDED } from './commands/remind.ts'
import { type House, nowText, type Writes } from './house.ts'

export interface Deleted {
  responses: number
  results: number
  events: number
  deliveries: number
}

const MARK = 'retention'
const EVENT_DAYS = 2

/** The engine asks every minute; once a day, and whenever the manifest says something else, there is something to do. */
export async function enforceRetention(house: House): Promise<Deleted> {
  const { responses, results } = house.manifest.privacy.retention
  const due = json([nowText(house).slice(0, 10), responses, results])
  const mark = await house.db.kysely.selectFrom('setting').select('value').where('key', '=', MARK).executeTakeFirst()
  if (mark?.value === due) return { responses: 0, results: 0, events: 0, deliveries: 0 }
  const deleted = await act(house, async (trx) => {
    const counts = await sweep(house, trx)
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

async function sweep(house: House, trx: Writes): Promise<Deleted> {
  const { responses, results } = house.manifest.privacy.retention
  const answersUntil = cutOff(house, responses)
  await sweepPeople(house, trx, answersUntil)
  return {
    responses: await sweepResponses(trx, answersUntil),
    results: await sweepResults(trx, cutOff(house, results)),
    events: await sweepEvents(house, trx),
    deliveries: await sweepDeliveries(house, trx, answersUntil),
  }
}

/** Counted in calendar days, months or years back from now. */
function cutOff(house: House, retention: string): string {
  const back = house.clock.now().toZonedDateTimeISO('UTC').subtract(retentionOf(retention))
  return instantText(back.toInstant())
}

/** Occurrences that are over, and closed before. */
const closedBefore = (trx: Writes, cutoff: string) =>
  trx.selectFrom('occurrence').select('id').where('state', '=', 'closed').where('closes_at', '<', cutoff)

async function sweepResponses(trx: Writes, cutoff: string): Promise<number> {
  const deleted = await trx
    .deleteFrom('response')
    .where('at', '<', cutoff)
    .where('occurrence_id', 'in', closedBefore(trx, cutoff))
    .executeTakeFirst()
  return Number(deleted.numDeletedRows)
}

async function sweepResults(trx: Writes, cutoff: string): Promise<number> {
  const deleted = await trx.deleteFrom('result').where('published_at', '<', cutoff).executeTakeFirst()
  return Number(deleted.numDeletedRows)
}

/** Whose answers were kept so long were also asked, away or reminded then. */
async function sweepPeople(house: House, trx: Writes, cutoff: string): Promise<void> {
  await trx.deleteFrom('participant').where('occurrence_id', 'in', closedBefore(trx, cutoff)).execute()
  await trx.deleteFrom('absence').where('until_date', '<', cutoff.slice(0, 10)).execute()
  await trx.deleteFrom('opt_out').where('until_at', '<', nowText(house)).execute()
  const open = trx.selectFrom('occurrence').select('id').where('state', '=', 'open')
  const marks = await trx.selectFrom('setting').select('key').where('key', 'like', `${REMINDED}%`).execute()
  const running = new Set((await open.execute()).map(({ id }) => id))
  const over = marks.map(({ key }) => key).filter((key) => !running.has(key.slice(REMINDED.length)))
  if (over.length > 0) await trx.deleteFrom('setting').where('key', 'in', over).execute()
}

async function sweepEvents(house: House, trx: Writes): Promise<number> {
  const first = house.clock.now().subtract({ hours: EVENT_DAYS * 24 })
  const deleted = await trx.deleteFrom('event').where('day', '<', instantText(first).slice(0, 10)).executeTakeFirst()
  return Number(deleted.numDeletedRows)
}

/**
 * Empties old messages. Their rows stay, so that whatever might look at that occurrence again edits what stands instead of sending it
 * anew; on the platform itself the platform's own retention holds.
 */
async function sweepDeliveries(house: House, trx: Writes, cutoff: string): Promise<number> {
  let emptied = 0
  for (const language of ['de', 'en'] as const) {
    const said = house.texts.speak(language, 'common')('retention.gone')
    const empty = json({ summary: said, blocks: [{ type: 'note', text: [{ type: 'plain', text: said }] }] })
    const updated = await trx
      .updateTable('delivery')
      .set({ message: empty })
      .where('language', '=', language)
      .where('message', '!=', empty)
      .where('occurrence_id', 'in', closedBefore(trx, cutoff))
      .executeTakeFirst()
    emptied += Number(updated.numUpdatedRows)
  }
  return emptied
}
