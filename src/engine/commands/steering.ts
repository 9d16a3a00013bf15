/** `skip`, `close`: leaving out the next occurrence, ending the one that runs. */
import { buttons, paragraph } from '#message'
import type { Reply } from '#platform'
import { audit } from '../../store/audit.ts'
import { act, wake } from '../act.ts'
import { isNew } from '../answering.ts'
import { type Caller, notice } from '../caller.ts'
import { type House, nowText, type Writes } from '../house.ts'
import { endNow } from '../closing.ts'
import { occasionOf, sealOf, unsealsAt } from '../occasion.ts'
import { entryOf } from './audited.ts'
import { choose } from './choosing.ts'
import { chooseRunning } from './choosing-running.ts'
import type { Command } from './command.ts'
import { type KnownRitual, ledRituals } from './known-rituals.ts'
import { nextPlanned, running } from './occurrences-of.ts'
import { line, told, toldLine, until } from './saying.ts'

export const skip: Command = {
  name: 'skip',
  words: { de: ['auslassen', 'überspringen', 'ausfallen lassen'], en: ['skip'] },
  who: 'steering',
  async run(house, caller, rest) {
    const rituals = await ledRituals(house, caller, true)
    const chosen = choose(caller, rest, { command: 'skip', rituals, question: 'skip.which' })
    return 'type' in chosen ? chosen : runSkip(house, caller, chosen.ritual)
  },
}

export const close: Command = {
  name: 'close',
  words: { de: ['abschließen', 'schließen', 'beenden'], en: ['close', 'finish'] },
  who: 'leader',
  async run(house, caller, rest) {
    const rituals = await ledRituals(house, caller, false)
    // What ends is not taken back: it is asked for even where only one runs.
    const asks = rituals.length > 1
    const chosen = await chooseRunning(house, caller, rest, {
      command: 'close',
      rituals,
      question: 'close.which',
      asks,
    })
    return 'type' in chosen ? chosen : runClose(house, caller, chosen.ritual)
  },
}

async function runSkip(house: House, caller: Caller, ritual: KnownRitual): Promise<Reply> {
  const { t } = caller
  const next = await nextPlanned(house, house.db.kysely, ritual.row.id)
  if (!next) {
    const none = t('skip.none', { ritual: ritual.row.name })
    return notice(none)
  }
  await act(house, async (trx) => {
    // The same command delivered twice must not leave out two.
    if (!(await isNew(house, trx, caller.event))) return
    await leaveOut(trx, next.id)
    await audit(trx, entryOf(house, caller, 'skip', next.ritual_id, next.nominal))
  })
  const said = t('skip.done', { ritual: ritual.row.name, date: t.date(next.local_at.slice(0, 10)) })
  return told(
    said,
    paragraph(`${said} ${t('skip.meaning')}`),
    buttons({ action: 'unskip', label: t('tap.unskip'), value: next.id }),
  )
}

async function leaveOut(trx: Writes, id: string): Promise<void> {
  await trx
    .updateTable('occurrence')
    .set({ state: 'skipped', reason: 'leader', next_at: null })
    .where('id', '=', id)
    .where('state', '=', 'planned')
    .execute()
}

/** Lets an occurrence take place after all that its leader had left out, as long as its time has not come. */
export async function unskip(house: House, caller: Caller, occurrence: string): Promise<Reply> {
  const { t } = caller
  const row = await house.db.kysely.selectFrom('occurrence').selectAll().where('id', '=', occurrence).executeTakeFirst()
  const ritual = row && (await ledRituals(house, caller, true)).find((each) => each.row.id === row.ritual_id)
  if (!row || !ritual) return notice(t('not-yours'))
  const isBack = await act(house, async (trx) => {
    const result = await trx
      .updateTable('occurrence')
      .set({ state: 'planned', reason: null, next_at: row.opens_at })
      .where('id', '=', occurrence)
      .where('state', '=', 'skipped')
      .where('reason', '=', 'leader')
      .where('opens_at', '>', nowText(house))
      .executeTakeFirst()
    if (result.numUpdatedRows !== 1n) return false
    wake(trx, { name: 'occurrence', key: occurrence, runAt: row.opens_at })
    await audit(trx, entryOf(house, caller, 'unskip', row.ritual_id, row.nominal))
    return true
  })
  const said = t(isBack ? 'skip.undone' : 'skip.too-late', {
    ritual: ritual.row.name,
    date: t.date(row.local_at.slice(0, 10)),
  })
  return notice(said)
}

async function runClose(house: House, caller: Caller, ritual: KnownRitual): Promise<Reply> {
  const { t } = caller
  const { name, id } = ritual.row
  const open = await running(house.db.kysely, id)
  if (!open) {
    const none = t('close.none', { ritual: name })
    return notice(none)
  }
  const occasion = await occasionOf(house, house.db.kysely, open.id)
  if (occasion && sealOf(occasion) === 'sealed')
    return toldLine(line(caller, 'close.poll', { ritual: name, at: until(house, caller, unsealsAt(occasion)) }))
  await act(house, async (trx) => {
    await endNow(house, trx, open.id)
    await audit(trx, entryOf(house, caller, 'close', id, open.nominal))
  })
  const said = t('close.done', { ritual: name })
  return notice(said)
}
