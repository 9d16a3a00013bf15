/** `remind`: one more line to those who have not answered. To whom, only they learn; of a poll, not even how many they are. */
import type { Reply } from '#platform'
import { audit } from '../../store/audit.ts'
import { json } from '../../store/codecs.ts'
import { act } from '../act.ts'
import { addressesOf } from '../address.ts'
import { byNextWork } from '../at-work.ts'
import { awayBy } from '../away-by-now.ts'
import { type Caller, notice } from '../caller.ts'
import { type House, nowText, type Writes } from '../house.ts'
import { isAnonymous, type Occasion, occasionOf } from '../occasion.ts'
import { type Draft, post } from '../outbox.ts'
import { type Guest, guestsOf, readerOf } from '../guests.ts'
import { notInTeam } from '../not-in-team.ts'
import { personalViews } from '../view.ts'
import { entryOf } from './audited.ts'
import { chooseRunning } from './choosing-running.ts'
import type { Command } from './command.ts'
import { type KnownRitual, ledRituals } from './known-rituals.ts'
import { running } from './occurrences-of.ts'

/** Marks in `setting` that the one extra reminder of an occurrence is used up; in a poll, deliveries alone would tell of votes. */
export const REMINDED = 'reminded/'

export const remind: Command = {
  name: 'remind',
  words: { de: ['erinnern', 'erinnere'], en: ['remind'] },
  who: 'leader',
  async run(house, caller, rest) {
    const rituals = await ledRituals(house, caller, false)
    const chosen = await chooseRunning(house, caller, rest, { command: 'remind', rituals, question: 'remind.which' })
    return 'type' in chosen ? chosen : runRemind(house, caller, chosen.ritual)
  },
}

async function runRemind(house: House, caller: Caller, ritual: KnownRitual): Promise<Reply> {
  const open = await running(house.db.kysely, ritual.row.id)
  if (!open) return say(caller, 'remind.none', ritual)
  const outcome = await act(house, (trx) => remindOnce(house, trx, caller, open.id))
  if (outcome === 'closed') return say(caller, 'remind.none', ritual)
  if (outcome === 'already') return say(caller, 'remind.already', ritual)
  if (outcome === 'quietly') return say(caller, 'remind.poll', ritual)
  if (outcome === 0) return say(caller, 'remind.nobody', ritual)
  const said = caller.t('remind.done', { ritual: ritual.row.name, count: outcome })
  return notice(said)
}

function say({ t }: Caller, key: string, ritual: KnownRitual): Reply {
  const said = t(key, { ritual: ritual.row.name })
  return notice(said)
}

/** @returns how many get a line; of a poll always the same word, whoever has voted */
async function remindOnce(
  house: House,
  trx: Writes,
  caller: Caller,
  id: string,
): Promise<number | 'quietly' | 'already' | 'closed'> {
  const occasion = await occasionOf(house, trx, id, true)
  if (!occasion || occasion.row.state !== 'open' || occasion.row.closes_at <= nowText(house)) return 'closed'
  if (!(await markReminded(house, trx, id))) return 'already'
  const guests = await unanswered(house, trx, caller, occasion)
  const drafts = await reminderDrafts(house, trx, occasion, guests)
  await post(house, trx, drafts)
  await audit(trx, entryOf(house, caller, 'remind', occasion.ritual.id, occasion.row.nominal))
  return isAnonymous(occasion) ? 'quietly' : drafts.length
}

async function markReminded(house: House, trx: Writes, id: string): Promise<boolean> {
  const result = await trx
    .insertInto('setting')
    .values({ key: `${REMINDED}${id}`, value: json(nowText(house)) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** Whoever asks for the reminder needs none. Of a poll everyone else's is written, as with the engine's own. */
async function unanswered(house: House, trx: Writes, caller: Caller, occasion: Occasion): Promise<Guest[]> {
  const guests = await guestsOf(house, trx, occasion)
  const here = guests.filter(
    (guest) => guest.absent === null && guest.status === 'asked' && !guest.hasLeft && guest.id !== caller.member.id,
  )
  if (occasion.kind.drawing) return here
  const out = await notInTeam(trx, occasion, here)
  return here.filter(({ id }) => !out.has(id))
}

/** Within working hours, or not at all when it closes before they begin, or when they are away by then. */
async function reminderDrafts(house: House, trx: Writes, occasion: Occasion, guests: Guest[]): Promise<Draft[]> {
  const addresses = await addressesOf(house, trx, occasion.team, guests)
  const viewFor = await personalViews(house, trx, occasion, guests)
  const drafts: Draft[] = []
  for (const [notBefore, some] of byNextWork(house, guests, house.clock.now())) {
    if (notBefore === null || notBefore >= occasion.row.closes_at) continue
    const gone = await awayBy(trx, occasion, some, notBefore)
    for (const guest of some) {
      const address = addresses.get(guest.id)
      if (!address || gone.has(guest.id)) continue
      const message = occasion.kind.reminder(viewFor(guest), readerOf(house, occasion, guest))
      if (message === null) continue
      drafts.push({ ...address, occurrence: occasion.row.id, key: 'reminder/extra', under: null, message, notBefore })
    }
  }
  return drafts
}
