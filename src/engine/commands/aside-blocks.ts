/** What somebody is not asked at present, and the button that ends it. */
import { type Block, buttons, paragraph } from '#message'
import { absenceOf } from '../absences.ts'
import type { Caller } from '../caller.ts'
import { type House, nowText } from '../house.ts'
import { leaveWords } from './leave-words.ts'
import { commandButton } from './choosing.ts'
import { ownRituals } from './known-rituals.ts'
import { localDate, today } from './mine.ts'
import { EVERY, optOutsOf } from './opt-outs.ts'

/** So many have a line and a button of their own. */
const MOST = 4

export async function asideBlocks(house: House, caller: Caller): Promise<Block[]> {
  return [...(await awayBlocks(house, caller)), ...(await outBlocks(house, caller))]
}

async function awayBlocks(house: House, caller: Caller): Promise<Block[]> {
  const date = today(house, caller).toString()
  const absence = await absenceOf(house.db.kysely, caller.member.id, date)
  if (!absence) return []
  const button = commandButton(caller.t(absence.from > date ? 'tap.call-off' : 'tap.back'), 'back')
  return [paragraph(leaveWords(caller, absence, date)), buttons(button)]
}

async function outBlocks(house: House, caller: Caller): Promise<Block[]> {
  const { t } = caller
  const outs = await optOutsOf(house.db.kysely, caller.member.id, nowText(house))
  if (outs.size === 0) return []
  const names = new Map((await ownRituals(house, caller)).map(({ row }) => [row.id, row.name]))
  const known = [...outs].flatMap(([id, until]) => {
    const name = id === EVERY ? t('snooze.everything') : names.get(id)
    return name === undefined ? [] : [{ id, name, until }]
  })
  const blocks = known
    .slice(0, MOST)
    .flatMap(({ id, name, until }): Block[] => [
      paragraph(outLine(caller, name, until)),
      buttons(commandButton(t('tap.join'), `join ${id}`)),
    ])
  const left = known.length - MOST
  return left > 0 ? [...blocks, paragraph(t('aside.more', { count: left }))] : blocks
}

function outLine({ t, zone }: Caller, ritual: string, until: string | null): string {
  if (until === null) return t('aside.left', { ritual })
  const last = localDate(Temporal.Instant.from(until).subtract({ milliseconds: 1 }), zone)
  return t('aside.snoozed', { ritual, date: t.date(last) })
}
