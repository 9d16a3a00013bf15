/** `today`: what is open for me, and what comes in the next seven days. */
import { type Block, bold, bullets, heading, paragraph, plain } from '#message'
import type { Reply } from '#platform'
import type { Caller } from '../caller.ts'
import type { House } from '../house.ts'
import type { Command } from './command.ts'
import { comingFor, today as dateOf } from './mine.ts'
import { openBlocks } from './open-blocks.ts'
import { told, when } from './saying.ts'
import { asideBlocks } from './aside-blocks.ts'

const MOST_COMING = 10

export const today: Command = {
  name: 'today',
  words: { de: ['heute', 'was steht an'], en: ['today'] },
  who: 'everyone',
  run: runToday,
}

async function runToday(house: House, caller: Caller): Promise<Reply> {
  const { t } = caller
  const open = await openBlocks(house, caller)
  return told(
    t('today.title', { date: t.date(dateOf(house, caller).toString()) }),
    heading(t('today.title', { date: t.date(dateOf(house, caller).toString()) })),
    ...(await asideBlocks(house, caller)),
    ...(open.length > 0 ? open : [paragraph(t('today.nothing-open'))]),
    ...(await comingBlocks(house, caller)),
  )
}

/** A list of what comes within a week, or one line that nothing does. */
export async function comingBlocks(house: House, caller: Caller): Promise<Block[]> {
  const { t } = caller
  const coming = (await comingFor(house, caller, 7)).slice(0, MOST_COMING)
  if (coming.length === 0) return [paragraph(t('today.nothing-coming'))]
  return [
    paragraph([bold(t('today.coming'))]),
    bullets(coming.map(({ ritual, at }) => [...when(at), plain(` · ${ritual.row.name}`)])),
  ]
}
