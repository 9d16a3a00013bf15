/** The end of a poll: open the boxes, keep the tally or nothing, empty the spool. All of it in the caller's transaction. */
import type { Overlap, Past, Result } from '#ritual'
import { json } from '../store/codecs.ts'
import { REMINDERS } from './asking.ts'
import { type House, nowText, type Writes } from './house.ts'
import { type Occasion, sealedFormOf } from './occasion.ts'
import { guestsOf } from './guests.ts'
import { overlapsWith } from './overlap.ts'
import { entriesOf, foldPast, type PastRows, pastRows, type StoredResult } from './past.ts'
import { viewOf } from './view.ts'

export async function openBallots(house: House, trx: Writes, occasion: Occasion): Promise<void> {
  const poll = occasion.row.id
  const guests = await guestsOf(house, trx, occasion)
  const invited = guests.filter((guest) => sealedFormOf(occasion, guest.role) !== null && guest.absent === null).length
  const collected = await house.ballots.collect(trx, poll)
  const past = await pastRows(house, trx, occasion)
  const overlaps = await overlapsWith(
    trx,
    occasion,
    past.map(({ earlier }) => earlier.row),
  )
  const history = withResults(past, overlaps)
  const result = await resultFrom(house, trx, occasion, collected, invited, history)
  const document: StoredResult = { ...result, ...(past.length > 0 && { overlaps: Object.fromEntries(overlaps) }) }
  await trx
    .insertInto('result')
    .values({ occurrence_id: poll, document: json(document), published_at: nowText(house) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await house.ballots.erase(trx, poll)
  // Who was reminded tells who had not voted by then: that goes with the spool.
  await forgetReminders(
    trx,
    poll,
    guests.filter(({ role }) => sealedFormOf(occasion, role) === null),
  )
}

/** All but those to whoever answers by name. */
async function forgetReminders(trx: Writes, poll: string, named: { id: string }[]): Promise<void> {
  let query = trx.deleteFrom('delivery').where('occurrence_id', '=', poll).where('key', 'in', REMINDERS)
  if (named.length > 0)
    query = query.where(
      'recipient',
      'not in',
      named.map(({ id }) => `member:${id}`),
    )
  await query.execute()
}

/** The polls before with all that was published of them: what may be shown beside it is for the tally to decide. */
const withResults = (past: PastRows[], overlaps: Map<string, Overlap>): Past<unknown, unknown>[] =>
  foldPast(past, (each) => each).map((each, index) => ({
    ...each,
    result: past[index]!.result,
    overlap: overlaps.get(each.occurrence.id) ?? null,
  }))

async function resultFrom(
  house: House,
  trx: Writes,
  occasion: Occasion,
  collected: Awaited<ReturnType<House['ballots']['collect']>>,
  invited: number,
  history: Past<unknown, unknown>[],
): Promise<Result<unknown>> {
  const none = { invited, answered: null, tally: null }
  if (collected === 'lost-key') return { ...none, withheld: 'lost-key' }
  if (collected.unreadable > 0)
    house.log.error({ occurrence: occasion.row.id, unreadable: collected.unreadable }, 'ballots could not be opened')
  if (collected.answers.length < occasion.frozen!.threshold) return { ...none, withheld: 'few' }
  const guests = await guestsOf(house, trx, occasion)
  const roles = new Map(guests.map((guest) => [guest.id, guest.role]))
  const view = viewOf(house, occasion, {
    guests,
    entries: await entriesOf(trx, occasion.row.id, roles),
    history,
    result: null,
  })
  return {
    // Somebody who is away may vote all the same; "6 of 5" would tell it.
    invited: Math.max(invited, collected.answers.length),
    answered: collected.answers.length,
    tally: occasion.kind.tally!(collected.answers, view),
    withheld: null,
  }
}
