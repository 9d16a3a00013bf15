/** Ending a phase before its time, at the wish of whoever may: the next one begins now, and all later ones keep their closing times. */
import type { PlatformEvent, Reply } from '#platform'
import { json } from '../store/codecs.ts'
import { act, wake } from './act.ts'
import { isNew } from './answering.ts'
import { type Caller, notice } from './caller.ts'
import { type House, nowText, type Writes } from './house.ts'
import { type Occasion, occasionOf, sealOf } from './occasion.ts'
import { refusalOf, type Seat } from './seat.ts'

type Press = Extract<PlatformEvent, { type: 'press' }>

/**
 * @param form whose `may` says who is allowed to
 * @param event a button whose value is the name of a phase ends that phase and no other, however late or often it is pressed
 */
export async function endPhase(house: House, caller: Caller, seat: Seat, form: string, event: Press): Promise<Reply> {
  const { occasion } = seat
  const ritual = occasion.ritual.name
  const { state, phase } = occasion.row
  if (state !== 'open') return notice(caller.t(state === 'planned' ? 'phase.not-yet' : 'phase.already', { ritual }))
  const refusal = await refusalOf(house, seat, form)
  if (refusal) return notice(caller.t(refusal, { ritual }))
  if (['sealed', 'breaking'].includes(sealOf(occasion))) return notice(caller.t('phase.sealed', { ritual }))
  const meant = phaseNamed(occasion, event.value) ?? phase
  const isEnded = await act(house, async (trx) => {
    // The same press delivered twice gets the same answer.
    if (!(await isNew(house, trx, event))) return true
    return endNow(house, trx, occasion.row.id, meant)
  })
  if (!isEnded) return notice(caller.t('phase.already', { ritual }))
  const isLast = occasion.frozen?.phases.at(-1)?.name === meant
  return notice(isLast ? caller.t('phase.finished', { ritual }) : caller.t('phase.ended', { ritual }))
}

const phaseNamed = ({ frozen }: Occasion, value: string | undefined): string | undefined =>
  frozen?.phases.find(({ name }) => name === value)?.name

/** @returns whether it was running */
async function endNow(house: House, trx: Writes, id: string, phase: string | null): Promise<boolean> {
  const occasion = await occasionOf(house, trx, id, true)
  const now = nowText(house)
  const running = occasion?.frozen?.phases.find(({ closesAt }) => closesAt > now)
  if (occasion?.row.state !== 'open' || occasion.row.phase !== phase || running?.name !== phase) return false
  const phases = occasion.frozen!.phases.map((each) => (each.name === phase ? { ...each, closesAt: now } : each))
  await trx
    .updateTable('occurrence')
    .set({ closes_at: phases.at(-1)!.closesAt, next_at: now, frozen: json({ ...occasion.frozen, phases }) })
    .where('id', '=', id)
    .execute()
  wake(trx, { name: 'occurrence', key: id, runAt: now })
  return true
}
