/** `start`: an extra occurrence, now. Everything that speaks against it is said, with what can be done instead. */
import { buttons, paragraph } from '#message'
import type { Reply } from '#platform'
import { audit } from '../../store/audit.ts'
import { act, wake } from '../act.ts'
import type { Caller } from '../caller.ts'
import { type House, type Writes } from '../house.ts'
import { type Extra, extraOccurrence, type Obstacle, obstacleTo } from '../starting/extra.ts'
import { entryOf } from './audited.ts'
import { choose, commandButton } from './choosing.ts'
import type { Command } from './command.ts'
import { type KnownRitual, ledRituals } from './known-rituals.ts'
import { line, told, toldLine, until, when } from './saying.ts'

export const start: Command = {
  name: 'start',
  words: { de: ['starten', 'start', 'jetzt starten'], en: ['start', 'start now'] },
  who: 'steering',
  async run(house, caller, rest) {
    const rituals = await ledRituals(house, caller, true)
    const chosen = choose(caller, rest, { command: 'start', rituals, question: 'start.which' })
    return 'type' in chosen ? chosen : runStart(house, caller, chosen.ritual)
  },
}

async function runStart(house: House, caller: Caller, ritual: KnownRitual): Promise<Reply> {
  const db = house.db.kysely
  const obstacle = await obstacleTo(house, db, ritual)
  if (obstacle) return sayObstacle(house, caller, ritual, obstacle)
  const extra = await extraOccurrence(house, db, ritual)
  const isNew = await act(house, (trx) => begin(house, trx, caller, extra))
  return isNew ? sayBegun(house, caller, ritual, extra) : sayRunning(house, caller, ritual, extra.closes_at)
}

/** @returns false where one was begun in this very minute already */
export async function begin(house: House, trx: Writes, caller: Caller, extra: Extra): Promise<boolean> {
  const result = await trx
    .insertInto('occurrence')
    .values(extra)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  wake(trx, { name: 'occurrence', key: extra.id, runAt: extra.opens_at })
  if (result.numInsertedOrUpdatedRows !== 1n) return false
  await audit(trx, entryOf(house, caller, 'start', extra.ritual_id, extra.nominal))
  return true
}

export const sayBegun = (house: House, caller: Caller, { row }: KnownRitual, { closes_at }: Extra): Reply =>
  toldLine(line(caller, 'start.done', { ritual: row.name, at: until(house, caller, closes_at) }))

const sayRunning = (house: House, caller: Caller, { row }: KnownRitual, at: string): Reply =>
  toldLine(line(caller, 'start.running', { ritual: row.name, at: until(house, caller, at) }))

/** What speaks against it, with what can be done instead. */
export function sayObstacle(house: House, caller: Caller, ritual: KnownRitual, obstacle: Obstacle): Reply {
  const { t } = caller
  const { name, id } = ritual.row
  switch (obstacle.why) {
    case 'running':
      return sayRunning(house, caller, ritual, obstacle.at)
    case 'paused': {
      const said = t('start.paused', { ritual: name })
      return told(said, paragraph(said), buttons(commandButton(t('tap.resume'), `resume ${id}`)))
    }
    case 'soon': {
      const said = line(caller, 'start.soon', { ritual: name, at: when(obstacle.at) })
      return told(said.summary, paragraph(said.text), buttons(commandButton(t('tap.skip'), `skip ${id}`)))
    }
    case 'quiet':
      return toldLine(line(caller, 'start.quiet', { ritual: name, at: when(obstacle.at) }))
    case 'poll-too-soon':
      return toldLine(line(caller, 'start.poll-too-soon', { ritual: name, at: when(obstacle.at) }))
  }
}
