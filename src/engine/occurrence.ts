/**
 * Moves one occurrence on as far as the present allows: opens it, asks and reminds its participants, closes its phases, reports. The truth
 * is in the rows; calling this twice, late, or from two replicas at once changes nothing the second time.
 */
import { wake } from './act.ts'
import { actTogether } from './act-together.ts'
import { leaveOut, tooCloseTo } from './apart.ts'
import { actAside } from './aside.ts'
import { ask, nextLook, remind } from './asking.ts'
import { close, erase, finish, lookAgain, showPhase, type StepOutcome, unseal } from './closing.ts'
import { guestsOf } from './guests.ts'
import { type House, nowText, type Writes } from './house.ts'
import { followPromises } from './ledger/reconcile.ts'
import { secondsBetween } from './levels.ts'
import { livesOn, nextOwnLook } from './looking.ts'
import { ERASING, isAnonymous, type Occasion, occasionOf, OVER, sealOf, unsealsAt } from './occasion.ts'
import { open } from './opening.ts'
import { isTooLate } from './overtaken.ts'
import { settleMissed } from './planner.ts'
import { stateOf } from '../store/occurrences.ts'
import { publish } from './publishing.ts'
import { fullViewOf, readWhole } from './view.ts'

/** @returns whether there was anything to do. */
export async function advance(house: House, id: string): Promise<boolean> {
  const alone = (hasKey: boolean): Promise<Step> =>
    actAside(house, (trx) => step(house, trx, id, { isAlone: true, hasKey }))
  let { outcome, due } = (await isOpening(house, id))
    ? await actTogether(house, 'openings', ritualOf(id), (trx, isAlone) =>
        step(house, trx, id, { isAlone, hasKey: false }),
      )
    : await alone(false)
  if (outcome === 'alone') ({ outcome, due } = await alone(false))
  // A poll's key must exist before its first ballot; making it is a file's business and stays outside the transaction.
  if (outcome === 'needs-key') {
    await house.ballots.open(id)
    ;({ outcome, due } = await alone(true))
  }
  if (due !== null) house.meter.due(secondsBetween(due, nowText(house)))
  if (outcome === 'erase') {
    await erase(house, id)
    await advance(house, id)
  }
  // Its key was made before it was looked at closely.
  if (outcome === 'left-out') await house.ballots.destroyKey(id)
  // Whatever else of this ritual was missed with it belongs into the same message.
  if (outcome === 'missed') await settleMissed(house)
  return outcome !== 'nothing'
}

/** Once it is open, answers come in: they should wait for nobody else's work, and never crosswise. */
const isOpening = async (house: House, id: string): Promise<boolean> =>
  house.db.dialect === 'postgres' && (await stateOf(house.db.kysely, id)) === 'planned'

/** The planner names an occurrence after its ritual and its day. */
const ritualOf = (id: string): string => id.slice(0, id.lastIndexOf('@'))

interface Step {
  outcome: StepOutcome
  /** Since when what was done has been due. */
  due: string | null
}

interface Way {
  /** Nothing else is done in the same transaction. */
  isAlone: boolean
  hasKey: boolean
}

async function step(house: House, trx: Writes, id: string, { isAlone, hasKey }: Way): Promise<Step> {
  const occasion = await occasionOf(house, trx, id, true)
  const now = nowText(house)
  const due = occasion?.row.next_at ?? null
  if (!occasion || due === null) return NOTHING
  if (due > now) {
    // Of one occurrence one job waits, for the earliest time that anybody asked for: run too early, it must not be the last.
    wake(trx, { name: 'occurrence', key: id, runAt: due })
    return NOTHING
  }
  // A poll looks at those of other teams, and drawing many people together takes its time.
  if (!isAlone && (isAnonymous(occasion) || occasion.kind.drawing)) return { outcome: 'alone', due: null }
  const outcome = await moveOn(house, trx, occasion, now, hasKey)
  return { outcome, due: outcome === 'needs-key' ? null : due }
}

const NOTHING: Step = { outcome: 'nothing', due: null }

async function moveOn(
  house: House,
  trx: Writes,
  occasion: Occasion,
  now: string,
  hasKey: boolean,
): Promise<StepOutcome> {
  switch (occasion.row.state) {
    case 'planned':
      return start(house, trx, occasion, now, hasKey)
    case 'open':
      return run(house, trx, occasion, now)
    case 'closed':
      return finish(house, trx, occasion)
    default:
      await lookAgain(trx, occasion.row.id, null)
      return 'moved'
  }
}

async function start(
  house: House,
  trx: Writes,
  occasion: Occasion,
  now: string,
  hasKey: boolean,
): Promise<StepOutcome> {
  if (isPausedFor(occasion)) {
    await trx
      .updateTable('occurrence')
      .set({ state: 'skipped', reason: 'paused', next_at: null })
      .where('id', '=', occasion.row.id)
      .execute()
    return 'moved'
  }
  if (await isTooLate(trx, occasion.row, now)) return 'missed'
  const beside = await tooCloseTo(house, trx, occasion, now)
  if (beside) {
    await leaveOut(house, trx, occasion, beside)
    return 'left-out'
  }
  if (isAnonymous(occasion) && !hasKey) return 'needs-key'
  await retirePrevious(house, trx, occasion)
  return run(house, trx, await open(house, trx, occasion), now)
}

/** A pause that has an end holds for what opens before it. */
const isPausedFor = ({ row, ritual }: Occasion): boolean =>
  ritual.state !== 'active' && (ritual.paused_until === null || ritual.paused_until > row.opens_at)

/** From now on it is too late for the one before: its messages say so and stop asking. */
async function retirePrevious(house: House, trx: Writes, occasion: Occasion): Promise<void> {
  const previous = await trx
    .updateTable('occurrence')
    .set({ phase: OVER })
    .where('ritual_id', '=', occasion.ritual.id)
    .where('state', '=', 'closed')
    .where('phase', '=', 'closed')
    .where('opens_at', '<', occasion.row.opens_at)
    .returning('id')
    .execute()
  for (const { id } of previous) {
    const earlier = await occasionOf(house, trx, id)
    if (!earlier) continue
    // What a group or a whole team works on has buttons in its posts too.
    if (earlier.kind.scope !== 'own') await finish(house, trx, earlier)
    else await showPhase(house, trx, earlier, await guestsOf(house, trx, earlier))
  }
}

async function run(house: House, trx: Writes, occasion: Occasion, now: string): Promise<StepOutcome> {
  if (occasion.row.phase === ERASING) return 'erase'
  const phases = occasion.frozen!.phases
  const isUnsealed = sealOf(occasion) === 'sealed' && unsealsAt(occasion) <= now
  if (isUnsealed && unsealsAt(occasion) < phases.at(-1)!.closesAt) return unseal(house, trx, occasion)
  const running = phases.find((phase) => phase.closesAt > now)
  if (!running) return close(house, trx, occasion)
  const isNext = running.name !== occasion.row.phase
  if (isNext) {
    occasion.row.phase = running.name
    await trx.updateTable('occurrence').set({ phase: running.name }).where('id', '=', occasion.row.id).execute()
  }
  const whole = await readWhole(house, trx, occasion)
  const fresh = await ask(house, trx, occasion, whole, now)
  const { view, guests } = fullViewOf(house, occasion, whole)
  await followPromises(house, trx, occasion, view)
  if (isNext || livesOn(occasion)) {
    const earlier = guests.filter((guest) => !fresh.has(guest.id))
    await showPhase(house, trx, occasion, earlier)
  }
  await remind(house, trx, occasion, guests, now)
  await publish(house, trx, occasion, { view, guests }, occasion.kind.announce(view))
  await lookAgain(trx, occasion.row.id, nextLook(guests, running.closesAt, nextOwnLook(house, occasion, view), now))
  return 'moved'
}
