/** `plan`: what takes place in the next fourteen days, for whoever looks after it. */
import { type Block, bold, bullets, heading, paragraph, plain, type RichText } from '#message'
import type { Reply } from '#platform'
import { instantText } from '../../time/format.ts'
import type { Caller } from '../caller.ts'
import { type House, nowText, teamOf } from '../house.ts'
import { teamsOf } from '../occasion.ts'
import type { Command } from './command.ts'
import { told } from './saying.ts'

const DAYS = 14
const MOST_DAYS = 14
const MOST_A_DAY = 20

export const plan: Command = {
  name: 'plan',
  words: { de: ['plan', 'planung', 'vorschau'], en: ['plan'] },
  who: 'admin',
  run: (house, caller) => runPlan(house, caller),
}

interface Row {
  local_at: string
  state: string
  reason: string | null
  name: string
  team_id: string
  with_teams: string
  paused: boolean
}

async function runPlan(house: House, caller: Caller): Promise<Reply> {
  const { t } = caller
  const rows = await rowsAhead(house)
  const title = t('ahead.title')
  if (rows.length === 0) return told(title, heading(title), paragraph(t('ahead.none')))
  const days = [...Map.groupBy(rows, (row) => row.local_at.slice(0, 10))].slice(0, MOST_DAYS)
  const blocks = days.flatMap(([date, onDay]): Block[] => [
    paragraph([bold(t.date(date))]),
    bullets(onDay.slice(0, MOST_A_DAY).map((row) => rowWords(house, caller, row))),
    ...(onDay.length > MOST_A_DAY ? [paragraph(t('ahead.more', { count: onDay.length - MOST_A_DAY }))] : []),
  ])
  return told(title, heading(title), ...blocks.slice(0, 36), paragraph(t('ahead.local')))
}

async function rowsAhead(house: House): Promise<Row[]> {
  const now = nowText(house)
  const rows = await house.db.kysely
    .selectFrom('occurrence')
    .innerJoin('ritual', 'ritual.id', 'occurrence.ritual_id')
    .select(['occurrence.local_at', 'occurrence.state', 'occurrence.reason', 'occurrence.opens_at'])
    .select([
      'ritual.name',
      'ritual.team_id',
      'ritual.with_teams',
      'ritual.state as ritual_state',
      'ritual.paused_until',
    ])
    .where('ritual.state', '!=', 'removed')
    .where('occurrence.state', 'in', ['planned', 'skipped'])
    .where('occurrence.opens_at', '>', now)
    .where('occurrence.opens_at', '<=', instantText(house.clock.now().add({ hours: DAYS * 24 })))
    .orderBy('occurrence.local_at')
    .orderBy('ritual.name')
    .execute()
  return rows.map((row) => ({
    ...row,
    paused: row.ritual_state === 'paused' && !(row.paused_until !== null && row.paused_until <= row.opens_at),
  }))
}

function rowWords(house: House, { t }: Caller, row: Row): RichText {
  const team = t.list(teamsOf(row).map((id) => teamOf(house, id)?.name ?? id))
  const text = t('ahead.row', { at: row.local_at.slice(11, 16), ritual: row.name, team })
  const mark = row.paused ? 'paused' : row.state === 'skipped' ? markOf(row.reason) : null
  return mark === null ? [plain(text)] : [plain(`${text} · ${t(`ahead.mark.${mark}`)}`)]
}

const markOf = (reason: string | null): 'holiday' | 'leader' | 'skipped' =>
  reason === 'holiday' || reason === 'leader' ? reason : 'skipped'
