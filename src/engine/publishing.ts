/**
 * Keeps what stands in the chat equal to what a ritual's posts say now: new and changed ones go out, and what it says no more is taken back, or
 * where it stands already loses its buttons.
 */
import type { Post } from '#ritual'
import { draftsOf } from './address.ts'
import { REMINDERS } from './asking.ts'
import type { House, Writes } from './house.ts'
import type { Occasion } from './occasion.ts'
import { deliveryId, type Draft, post, takeBack } from './outbox.ts'
import type { FullView } from './view.ts'

/** What the engine itself writes in the name of an occurrence. */
const NO_POSTS = ['prompt', ...REMINDERS]

export async function publish(
  house: House,
  trx: Writes,
  occasion: Occasion,
  whole: FullView,
  posts: Post[],
): Promise<void> {
  const drafts = await draftsOf(house, trx, occasion, whole, posts)
  await post(house, trx, drafts)
  if (mayVanish(occasion) && house.platforms.size > 0) await takeBackVanished(house, trx, occasion.row.id, drafts)
}

/** In one phase, with nobody drawn together and nothing to wait for, an open occurrence says only more as it goes on: no need to ask. */
const mayVanish = ({ row, kind, frozen }: Occasion): boolean =>
  row.state !== 'open' ||
  kind.drawing !== undefined ||
  kind.looks !== undefined ||
  kind.scope !== 'own' ||
  (frozen?.phases.length ?? 0) > 1

async function takeBackVanished(house: House, trx: Writes, occurrence: string, drafts: Draft[]): Promise<void> {
  const said = new Set(drafts.map((draft) => deliveryId(draft.occurrence, draft.key, draft.recipient)))
  const rows = await trx
    .selectFrom('delivery')
    .select('id')
    .where('occurrence_id', '=', occurrence)
    .where('key', 'not in', NO_POSTS)
    .where('state', '!=', 'cancelled')
    // What stands on a platform that is not running now was not unsaid.
    .where('platform', 'in', [...house.platforms.keys()])
    .execute()
  await takeBack(
    house,
    trx,
    rows.flatMap(({ id }) => (said.has(id) ? [] : [id])),
  )
}
