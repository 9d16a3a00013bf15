/** Brings what stands in channels in line after someone was deleted: reports are edited, and their own posts give way to one line. */
import type { Post } from '#ritual'
import { paragraph } from '#message'
import { fault } from '../../log.ts'
import { draftsOf } from '../address.ts'
import { promptDrafts } from '../asking.ts'
import type { Guest } from '../guests.ts'
import { json } from '../../store/codecs.ts'
import { chunks } from '../../store/people.ts'
import type { House, Writes } from '../house.ts'
import { ERASING, isAnonymous, type Occasion, occasionOf } from '../occasion.ts'
import { deliveryId, type Draft, post } from '../outbox.ts'
import { fullView } from '../view.ts'
import { unsayElsewhere, wordsOf } from './unsaying.ts'

/**
 * Compares what each occurrence this person had a part in says before and after `erase`. What it no longer says is replaced, what it
 * says differently is edited; nothing new is sent. All in the caller's transaction: their words go everywhere, or nowhere.
 */
export async function republishWithout(
  house: House,
  trx: Writes,
  member: string,
  erase: () => Promise<void>,
): Promise<void> {
  const occurrences = await heldWith(house, trx, member)
  const before: { id: string; now: Said; words: string[] }[] = []
  for (const id of occurrences)
    before.push({ id, now: await saidNow(house, trx, id), words: await wordsOf(trx, id, member) })
  await erase()
  for (const { id, now, words } of before) {
    const after = await saidNow(house, trx, id)
    const kept = new Set(after.drafts.map(deliveryOf))
    const gone = now.drafts.filter((draft) => !kept.has(deliveryOf(draft)) && draft.recipient !== `member:${member}`)
    const anew = now.isSealed ? changedIn(now.drafts, after.drafts) : after.drafts
    await post(house, trx, [...anew, ...gone.map((draft) => replaced(house, draft))], true)
    await unname(trx, gone.map(deliveryOf))
    if (after.isShared) await unsayElsewhere(house, trx, id, words, new Set([...kept, ...gone.map(deliveryOf)]))
  }
}

/** What an occurrence says now. */
interface Said {
  drafts: Draft[]
  /** It comes from ballots. */
  isSealed: boolean
  /** People read there what others write before it is reported. */
  isShared: boolean
}

/** Results appear once and never change, whatever has become of those before them: what says the same without the person is left alone. */
function changedIn(before: readonly Draft[], after: readonly Draft[]): Draft[] {
  const said = new Map(before.map((draft) => [deliveryOf(draft), json(draft.message)]))
  return after.filter((draft) => said.get(deliveryOf(draft)) !== json(draft.message))
}

/** A ritual may have named a post after its author; the row is found by its id, which says nothing. */
async function unname(trx: Writes, ids: string[]): Promise<void> {
  for (const some of chunks(ids, 500)) {
    await trx.updateTable('delivery').set({ key: 'deleted' }).where('id', 'in', some).execute()
  }
}

const deliveryOf = (draft: Draft): string => deliveryId(draft.occurrence, draft.key, draft.recipient)

/** In a fixed order and locked, as the engine does, so that no report is being written meanwhile. */
async function heldWith(house: House, trx: Writes, member: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('participant')
    .innerJoin('occurrence', 'occurrence.id', 'participant.occurrence_id')
    .innerJoin('ritual', 'ritual.id', 'occurrence.ritual_id')
    .select(['occurrence.id', 'ritual.kind'])
    .where('participant.member_id', '=', member)
    .where('occurrence.state', 'in', ['open', 'closed'])
    .orderBy('occurrence.id')
    .execute()
  return rows.filter((row) => house.rituals.has(row.kind)).map((row) => row.id)
}

async function saidNow(house: House, trx: Writes, id: string): Promise<Said> {
  const occasion = await occasionOf(house, trx, id, true)
  if (!occasion) return { drafts: [], isSealed: false, isShared: false }
  const rest = { isSealed: isAnonymous(occasion), isShared: occasion.kind.scope !== 'own' }
  const whole = await fullView(house, trx, occasion)
  try {
    const posts = await draftsOf(house, trx, occasion, whole, postsOf(occasion, whole.view))
    return { drafts: [...posts, ...(await promptsNaming(house, trx, occasion, whole.guests))], ...rest }
  } catch (error) {
    // A ritual that can't do without them says nothing rather than keep their words.
    house.log.error({ occurrence: id, ...fault(error) }, 'a report could not be written anew')
    return { drafts: [], ...rest }
  }
}

/** What others read alone names somebody too, where they see more than themselves. */
async function promptsNaming(house: House, trx: Writes, occasion: Occasion, guests: Guest[]): Promise<Draft[]> {
  if (occasion.kind.scope === 'own') return []
  const asked = guests.filter((guest) => guest.absent === null && guest.status !== 'waiting')
  return promptDrafts(house, trx, occasion, asked)
}

function postsOf({ kind, row }: Occasion, view: Parameters<Occasion['kind']['report']>[0]): Post[] {
  // Also once the next one has begun: what was reported stands in the channel all the same.
  const isReported = row.state === 'closed' && row.phase !== ERASING
  return isReported ? [...kind.announce(view), ...kind.report(view)] : kind.announce(view)
}

function replaced(house: House, draft: Draft): Draft {
  const said = house.texts.speak(draft.language, 'common')('forget.replaced')
  return { ...draft, message: { summary: said, blocks: [paragraph(said)] } }
}
