/** What is open for somebody, each with the button that answers it. */
import { type Block, bold, type Button, buttons, paragraph, type RichText } from '#message'
import type { Caller } from '../caller.ts'
import type { House } from '../house.ts'
import { sealedFormOf } from '../occasion.ts'
import { label } from './choosing.ts'
import { type OpenSeat, openSeats } from './mine.ts'
import { until } from './saying.ts'

/** So many have a line and a button of their own. */
const MOST = 4

/** Empty when nothing is open. */
export async function openBlocks(house: House, caller: Caller): Promise<Block[]> {
  const open = await openSeats(house, caller)
  const blocks = open
    .slice(0, MOST)
    .flatMap((each): Block[] => [paragraph(openLine(house, caller, each)), buttons(answerButton(caller, each))])
  const left = open.length - MOST
  return left > 0 ? [...blocks, paragraph(caller.t('open.more', { count: left }))] : blocks
}

function openLine(house: House, caller: Caller, { seat, done }: OpenSeat): RichText {
  const { row, ritual } = seat.occasion
  const isSealed = sealedFormOf(seat.occasion, seat.guest.role) !== null
  const values = { ritual: [bold(ritual.name)], at: until(house, caller, row.closes_at) }
  if (done === 'answered') return caller.t.rich(isSealed ? 'open.voted' : 'open.answered', values)
  return caller.t.rich(done === 'declined' ? 'open.declined' : 'open.waiting', values)
}

/** `named`: with the ritual's name on it, where several stand together. */
export function answerButton({ t }: Caller, { seat, done }: OpenSeat, named = false): Button {
  const { row, ritual } = seat.occasion
  const base = {
    occurrence: row.id,
    label: named ? label(ritual.name) : t(done === 'answered' ? 'tap.change' : 'tap.answer'),
  }
  if (done === 'answered') return { action: 'change', ...base }
  return { action: 'answer', ...base, ...(done === 'no' && { style: 'primary' as const }) }
}
