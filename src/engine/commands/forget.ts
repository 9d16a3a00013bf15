/** `forget me`: first a list of what goes and what stays, with one button; then it is gone. */
import { bullets, buttons, heading, paragraph } from '#message'
import type { Reply } from '#platform'
import { countPersonal, eraseMember } from '../../store/erasure.ts'
import { act } from '../act.ts'
import { isNew } from '../answering.ts'
import { sealOf } from '../occasion.ts'
import { type Caller, notice } from '../caller.ts'
import { noteForgotten } from '../forgotten.ts'
import { type House, nowText, type Writes } from '../house.ts'
import { unsayPromises } from '../ledger/news.ts'
import { eraseTraces, noteTraces } from '../traces.ts'
import { adminNames } from '../why.ts'
import type { Command } from './command.ts'
import { openSeats } from './mine.ts'
import { republishWithout } from './republishing.ts'
import { told } from './saying.ts'

export const forget: Command = {
  name: 'forget',
  words: {
    de: ['vergiss mich', 'vergiss', 'lösche mich', 'meine daten löschen'],
    en: ['forget me', 'forget', 'delete me', 'delete my data'],
  },
  who: 'everyone',
  run: (house, caller) => askToForget(house, caller),
}

async function askToForget(house: House, caller: Caller): Promise<Reply> {
  const { t, member } = caller
  const counts = await countPersonal(house.db.kysely, member.id)
  const open = (await openSeats(house, caller)).filter(({ seat }) => sealOf(seat.occasion) === 'sealed')
  const admins = t.list(await adminNames(house))
  return told(
    t('forget.title'),
    heading(t('forget.title')),
    paragraph(t('forget.goes')),
    bullets([
      ...(counts.responses > 0 ? [t('forget.answers', { count: counts.responses })] : []),
      ...(counts.participations > 0 ? [t('forget.asked', { count: counts.participations })] : []),
      ...(counts.promises > 0 ? [t('forget.promises', { count: counts.promises })] : []),
      ...(counts.pairings > 0 ? [t('forget.pairings', { count: counts.pairings })] : []),
      ...(counts.messages > 0 ? [t('forget.messages', { count: counts.messages })] : []),
      ...(open.length > 0 ? [t('forget.ballots')] : []),
      t('forget.person'),
    ]),
    paragraph(t('forget.never-linked')),
    paragraph(t('forget.stays')),
    paragraph(t('forget.again', { admins })),
    buttons({ action: 'forget-me', label: t('tap.forget-me'), style: 'danger' }),
  )
}

/** Does it. Afterwards the house does not know this person any more, and the next word is said to a stranger. */
export async function forgetMe(house: House, caller: Caller): Promise<Reply> {
  const { t, member } = caller
  await act(house, async (trx) => {
    if (!(await isNew(house, trx, caller.event))) return
    await forgetMember(house, trx, member.id)
    await noteTraces(trx)
  })
  await eraseTraces(house)
  return notice(t('forget.done'))
}

/** Takes back open ballots, deletes the person, and takes their words out of what stands in channels. Needs a transaction of `act`. */
export async function forgetMember(house: House, trx: Writes, member: string): Promise<void> {
  for (const poll of await openPolls(house, trx, member)) await house.ballots.withdraw(trx, poll, member)
  await noteForgotten(house, trx, member)
  await unsayPromises(house, trx, member)
  await republishWithout(house, trx, member, () => eraseMember(trx, member))
}

async function openPolls(house: House, trx: Writes, member: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('participant')
    .innerJoin('occurrence', 'occurrence.id', 'participant.occurrence_id')
    .innerJoin('ritual', 'ritual.id', 'occurrence.ritual_id')
    .select(['occurrence.id', 'ritual.kind'])
    .where('participant.member_id', '=', member)
    .where('occurrence.state', '=', 'open')
    .where('occurrence.closes_at', '>', nowText(house))
    .execute()
  return rows.filter((row) => house.rituals.get(row.kind)?.privacy !== 'named').map((row) => row.id)
}
