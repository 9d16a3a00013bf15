/** Reminders whose time is over: where they stand they say so, and ask for nothing any more. */
import { type Message, note } from '#message'
import type { Language } from '#platform'
import { REMINDERS } from './asking.ts'
import { guestsOf, readerOf } from './guests.ts'
import type { House, Writes } from './house.ts'
import type { Occasion } from './occasion.ts'
import { change } from './outbox.ts'
import { personalViews } from './view.ts'

/** All of an occurrence that is closed; while it goes on, those to whoever its ritual would remind no more. */
export async function retireReminders(house: House, trx: Writes, occasion: Occasion): Promise<void> {
  const { id, state, phase } = occasion.row
  if (state === 'open' && phase === occasion.frozen?.phases[0]?.name) return
  const rows = await trx
    .selectFrom('delivery')
    .select(['id', 'message', 'state', 'recipient', 'language'])
    .where('occurrence_id', '=', id)
    .where('key', 'in', REMINDERS)
    .where('sent_revision', '>', 0)
    .execute()
  if (rows.length === 0) return
  const still = state === 'open' ? await remindedStill(house, trx, occasion) : new Set()
  for (const row of rows) if (!still.has(row.recipient)) await change(house, trx, row, settled(house, row.language))
}

async function remindedStill(house: House, trx: Writes, occasion: Occasion): Promise<ReadonlySet<string>> {
  const guests = await guestsOf(house, trx, occasion)
  const viewFor = await personalViews(house, trx, occasion, guests)
  const still = guests.filter(
    (guest) => occasion.kind.reminder(viewFor(guest), readerOf(house, occasion, guest)) !== null,
  )
  return new Set(still.map((guest) => `member:${guest.id}`))
}

function settled(house: House, language: Language): Message {
  const line = house.texts.speak(language, 'common')('reminder-over')
  return { summary: line, blocks: [note(line)] }
}
