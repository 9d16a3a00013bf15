/** `status`: how it stands with a leader's rituals. Of a poll never a number before its close. */
import { type Block, bold, bullets, heading, paragraph, type RichText } from '#message'
import type { Reply } from '#platform'
import { type Caller, notice } from '../caller.ts'
import { type House, nowText } from '../house.ts'
import { isAnonymous, type Occasion, occasionOf } from '../occasion.ts'
import { named } from './choosing.ts'
import { fullView } from '../view.ts'
import type { Command } from './command.ts'
import { isPaused, type KnownRitual, ledRituals } from './known-rituals.ts'
import { localDate } from './mine.ts'
import { closedLast, nextPlanned, running } from './occurrences-of.ts'
import { pausedUntil } from './pausing.ts'
import { told, until, when } from './saying.ts'

const MOST_RITUALS = 12

export const status: Command = {
  name: 'status',
  words: { de: ['status', 'stand'], en: ['status'] },
  who: 'steering',
  async run(house, caller, rest) {
    const all = await ledRituals(house, caller, true)
    const { ritual } = named(rest, all)
    return runStatus(house, caller, ritual ? [ritual] : all)
  },
}

async function runStatus(house: House, caller: Caller, rituals: KnownRitual[]): Promise<Reply> {
  const { t } = caller
  if (rituals.length === 0) return notice(t('choose.none'))
  const shown = rituals.slice(0, MOST_RITUALS)
  const blocks: Block[] = [heading(t('status.title'))]
  for (const ritual of shown) blocks.push(...(await statusBlocks(house, caller, ritual)))
  const left = rituals.length - shown.length
  if (left > 0) blocks.push(paragraph(t('status.more', { count: left })))
  return told(t('status.title'), ...blocks)
}

/** Name and team, then one line each for now, next and last. */
export async function statusBlocks(house: House, caller: Caller, ritual: KnownRitual): Promise<Block[]> {
  const team = ritual.team?.name ?? ritual.row.team_id
  return [
    paragraph(caller.t.rich('status.ritual', { ritual: [bold(ritual.row.name)], team })),
    bullets(await statusLines(house, caller, ritual)),
  ]
}

export async function statusLines(house: House, caller: Caller, ritual: KnownRitual): Promise<RichText[]> {
  const { t } = caller
  const open = await running(house.db.kysely, ritual.row.id)
  const next = await nextPlanned(house, house.db.kysely, ritual.row.id)
  const last = await closedLast(house, ritual.row.id)
  const paused = isPaused(house, ritual)
  return [
    ...(paused ? [pausedLine(caller, ritual)] : []),
    ...(open ? [await openLine(house, caller, open)] : []),
    ...(paused ? [] : [next ? t.rich('status.next', { at: when(next.opens_at) }) : t.rich('status.no-next', {})]),
    last ? t.rich('status.last', { date: t.date(last.local_at.slice(0, 10)) }) : t.rich('status.never', {}),
  ]
}

function pausedLine(caller: Caller, ritual: KnownRitual): RichText {
  const last = pausedUntil(caller, ritual)
  return last === null
    ? caller.t.rich('status.paused', {})
    : caller.t.rich('status.paused-until', { date: caller.t.date(last) })
}

async function openLine(house: House, caller: Caller, open: { id: string; closes_at: string }): Promise<RichText> {
  const occasion = await occasionOf(house, house.db.kysely, open.id)
  if (occasion && isAnonymous(occasion))
    return caller.t.rich('status.open-poll', { at: until(house, caller, open.closes_at) })
  const at = until(house, caller, open.closes_at)
  const from = occasion?.kind.asksFrom ? await askedFrom(house, occasion) : null
  if (from !== null && from > nowText(house)) {
    const date = localDate(Temporal.Instant.from(from), caller.zone)
    return caller.t.rich('status.not-asked', { at, date: caller.t.date(date) })
  }
  const { asked, answered } = await answersIn(house, open.id)
  return caller.t.rich('status.open', { at, answered, asked })
}

/** Until then nobody owes an answer. */
const askedFrom = async (house: House, occasion: Occasion): Promise<string | null> =>
  occasion.kind.asksFrom!((await fullView(house, house.db.kysely, occasion)).view)

async function answersIn(house: House, occurrence: string): Promise<{ asked: number; answered: number }> {
  const rows = await house.db.kysely
    .selectFrom('participant')
    .select('status')
    .where('occurrence_id', '=', occurrence)
    .where('status', '!=', 'absent')
    .execute()
  return { asked: rows.length, answered: rows.filter((row) => row.status === 'answered').length }
}
