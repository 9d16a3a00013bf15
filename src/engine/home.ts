/** The home view: what is open, what comes, what someone sits out; and for leaders, how their rituals stand. The same as the commands, as buttons. */
import { type Block, bold, bullets, type Button, buttons, heading, type Message, paragraph } from '#message'
import type { Reply } from '#platform'
import { byteLength, LIMITS } from '../message/measure.ts'
import type { Caller } from './caller.ts'
import { asideBlocks } from './commands/aside-blocks.ts'
import { commandButton } from './commands/choosing.ts'
import { formFor, isPaused, type KnownRitual, ledRituals, ownRituals } from './commands/known-rituals.ts'
import { closedLast, running } from './commands/occurrences-of.ts'
import { openBlocks } from './commands/open-blocks.ts'
import { optOutFrom, optOutsOf } from './commands/opt-outs.ts'
import { promiseBlocks } from './commands/promises.ts'
import { statusBlocks } from './commands/status.ts'
import { comingBlocks } from './commands/today.ts'
import { type House, nowText } from './house.ts'

/** Rituals with buttons of their own; whoever has more uses the commands for the rest. */
const MOST_OWN = 4
const MOST_LED = 4

export async function home(house: House, caller: Caller): Promise<Reply> {
  const { t, member } = caller
  const open = await openBlocks(house, caller)
  const sections: Block[][] = [
    [heading(t('home.hello', { name: member.name }))],
    open.length > 0 ? [heading(t('home.open')), ...open] : [paragraph(t('today.nothing-open'))],
    await promiseBlocks(house, caller),
    await comingBlocks(house, caller),
    await asideBlocks(house, caller),
    await ledBlocks(house, caller),
    await ownBlocks(house, caller),
    [{ type: 'divider' }, buttons(...generalButtons(caller))],
  ]
  return { type: 'home', message: fitted({ summary: t('home.summary'), blocks: [] }, sections, t('home.more')) }
}

/** Sections that no longer fit give way to a line that says so; the last one always stays. */
function fitted(empty: Message, sections: Block[][], more: string): Message {
  const last = sections.at(-1)!
  let message = empty
  for (const section of sections.slice(0, -1)) {
    const longer = { ...message, blocks: [...message.blocks, ...section] }
    const whole = { ...longer, blocks: [...longer.blocks, paragraph(more), ...last] }
    if (whole.blocks.length > LIMITS.blocks || byteLength(whole) > LIMITS.bytes) {
      return { ...message, blocks: [...message.blocks, paragraph(more), ...last] }
    }
    message = longer
  }
  return { ...message, blocks: [...message.blocks, ...last] }
}

/** The rituals of the teams they lead: those that run or come first. */
async function ledBlocks(house: House, caller: Caller): Promise<Block[]> {
  const { t } = caller
  const led = await ledRituals(house, caller, false)
  if (led.length === 0) return []
  const nearest = led.length > MOST_LED ? await byNextLook(house, led) : led
  const blocks: Block[] = [heading(t('home.led'))]
  for (const ritual of nearest.slice(0, MOST_LED)) {
    blocks.push(...(await statusBlocks(house, caller, ritual)), buttons(...(await ledButtons(house, caller, ritual))))
  }
  const left = led.length - MOST_LED
  return left > 0 ? [...blocks, paragraph(t('status.more', { count: left }))] : blocks
}

/** Running ones first, then by when they come next. */
async function byNextLook(house: House, rituals: KnownRitual[]): Promise<KnownRitual[]> {
  const rows = await house.db.kysely
    .selectFrom('occurrence')
    .select((select) => ['ritual_id', select.fn.min('opens_at').as('at')])
    .where('state', 'in', ['open', 'planned'])
    .where('closes_at', '>', nowText(house))
    .groupBy('ritual_id')
    .execute()
  const next = new Map(rows.map((row) => [row.ritual_id, row.at]))
  const key = ({ row }: KnownRitual): string => next.get(row.id) ?? '9999'
  return rituals.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}

/** What can be done with it now: there is no report to read before the first one, and no start while it runs. */
async function ledButtons(house: House, { t }: Caller, ritual: KnownRitual): Promise<Button[]> {
  const { id } = ritual.row
  const run = (command: string, text: string): Button => commandButton(text, `${command} ${id}`)
  const own = Object.hasOwn(ritual.kind.commands, 'gap') ? [run('gap', t('tap.gap'))] : []
  const told = (await closedLast(house, id)) ? [run('report', t('tap.report')), ...own] : []
  if (isPaused(house, ritual)) return [run('resume', t('tap.resume')), ...told]
  const isRunning = (await running(house.db.kysely, id)) !== undefined
  return [
    ...told,
    isRunning ? run('remind', t('tap.remind')) : run('start', t('tap.start')),
    run('skip', t('tap.skip')),
    run('pause', t('tap.pause')),
  ]
}

/** Every ritual that asks them, with the ways out of it. */
async function ownBlocks(house: House, caller: Caller): Promise<Block[]> {
  const { t } = caller
  const asking = (await ownRituals(house, caller)).filter((ritual) => formFor(ritual) !== undefined)
  if (asking.length === 0) return []
  const outs = await optOutsOf(house.db.kysely, caller.member.id, nowText(house))
  const taking = asking.filter(({ row }) => !optOutFrom(outs, row.id))
  const rows = taking
    .slice(0, MOST_OWN)
    .flatMap(({ row }): Block[] => [
      paragraph([bold(row.name)]),
      buttons(
        commandButton(t('tap.why'), `why ${row.id}`),
        commandButton(t('tap.snooze'), `snooze ${row.id}`),
        commandButton(t('tap.leave'), `leave ${row.id}`),
      ),
    ])
  const left = taking.slice(MOST_OWN).map(({ row }) => row.name)
  return [heading(t('home.own')), ...rows, ...(left.length > 0 ? [bullets(left)] : [])]
}

function generalButtons({ t }: Caller): Button[] {
  return [
    commandButton(t('tap.away'), 'away'),
    { action: 'privacy', label: t('tap.privacy') },
    commandButton(t('tap.export'), 'export'),
    commandButton(t('tap.help'), 'help'),
  ]
}
