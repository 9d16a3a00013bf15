/** The end of a poll: open the boxes, keep the tally or nothing, empty the spool. All of it in the caller's transaction. */
import type { Past, Result } from '#ritual'
import { json } from '../store/codecs.ts'
import { REMINDERS } from './asking.ts'
import { type House, nowText, type Writes } from './house.ts'
import { type Occasion, sealedFormOf } from './occasion.ts'
import { guestsOf } from './guests.ts'
import { entriesOf, foldPast, pastRows } from './past.ts'
import { viewOf } from './view.ts'

export async function openBallots(house: House, trx: Writes, occasion: Occasion): Promise<void> {
  const poll = occasion.row.id
  const guests = await guestsOf(house, trx, occasion)
  const invited = guests.filter((guest) => sealedFormOf(occasion, guest.role) !== null && guest.absent === null).length
  const collected = await house.ballots.collect(trx, poll)
  const document = await resultFrom(house, trx, occasion, collected, invited)
  await trx
    .insertInto('result')
    .values({ occurrence_id: poll, document: json(document), published_at: nowText(house) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await house.ballots.erase(trx, poll)
  // Who was reminded tells who had not voted by then: that goes with the spool.
  await trx.deleteFrom('delivery').where('occurrence_id', '=', poll).where('key', 'in', REMINDERS).execute()
}

/** With all that was published of them: what may be shown beside it is for the tally to decide. */
async function earlierPolls(house: House, trx: Writes, occasion: Occasion): Promise<Past<unknown, unknown>[]> {
  const rows = await pastRows(house, trx, occasion)
  return foldPast(rows, (past) => past).map((past, index) => ({ ...past, result: rows[index]!.result }))
}

async function resultFrom(
  house: House,
  trx: Writes,
  occasion: Occasion,
  collected: Awaited<ReturnType<House['ballots']['collect']>>,
  invited: number,
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
    history: await earlierPolls(house, trx, occasion),
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
