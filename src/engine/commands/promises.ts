/** `promises`: what I promised, what is promised to me, what my teams have decided on; and, to me alone, how many of mine I kept. */
import { type Block, bold, bullets, buttons, heading, paragraph, type RichText } from '#message'
import type { Reply } from '#platform'
import { keptRate, RATE_FROM } from '../../ritual/kept-rate.ts'
import type { Caller } from '../caller.ts'
import type { House } from '../house.ts'
import { catchUp } from '../ledger/catching-up.ts'
import { type OpenPromise, openPromises, promisedBy } from '../ledger/open-promises.ts'
import { ownerButtons, receivedButtons, whatWords } from '../ledger/promise-words.ts'
import { commandButton } from './choosing.ts'
import type { Command } from './command.ts'
import { today } from './mine.ts'
import { day, told } from './saying.ts'

/** So many have a line and buttons of their own. */
const MOST_OWN = 6
const MOST_RECEIVED = 5
const MOST_LISTED = 15
const MOST_AT_HOME = 3

export const promises: Command = {
  name: 'promises',
  words: {
    de: ['zusagen', 'versprechen', 'meine zusagen', 'aktionen'],
    en: ['promises', 'my promises', 'actions'],
  },
  who: 'everyone',
  run: runPromises,
}

async function runPromises(house: House, caller: Caller): Promise<Reply> {
  const { t } = caller
  await catchUp(house, caller.member.id)
  const { mine, received, team } = await openPromises(house, caller.member)
  const nothing = mine.length + received.length + team.length === 0
  return told(
    t('promises.title'),
    heading(t('promises.title')),
    ...(nothing ? [paragraph(t('promises.none'))] : []),
    ...section(t('promises.mine'), mine, MOST_OWN, t, (each) => [
      paragraph(ownLine(house, caller, each)),
      ownerButtons(t, each),
    ]),
    ...section(t('promises.received'), received, MOST_RECEIVED, t, (each) => [
      paragraph(othersLine(house, caller, each)),
      receivedButtons(t, each),
    ]),
    ...section(t('promises.team'), team, MOST_LISTED, t, (each) => [bullets([othersLine(house, caller, each)])]),
    ...(await rateBlocks(house, caller)),
  )
}

function section(
  title: string,
  items: OpenPromise[],
  most: number,
  t: Caller['t'],
  show: (each: OpenPromise) => Block[],
): Block[] {
  if (items.length === 0) return []
  const left = items.length - most
  return [
    paragraph([bold(title)]),
    ...merged(items.slice(0, most).flatMap(show)),
    ...(left > 0 ? [paragraph(t('promises.more', { count: left }))] : []),
  ]
}

/** Lists that follow one another are one list. */
function merged(blocks: Block[]): Block[] {
  const out: Block[] = []
  for (const block of blocks) {
    const last = out.at(-1)
    if (last?.type === 'list' && block.type === 'list')
      out[out.length - 1] = { ...last, items: [...last.items, ...block.items] }
    else out.push(block)
  }
  return out
}

function ownLine(house: House, caller: Caller, each: OpenPromise): RichText {
  const what = whatWords(caller.t, each)
  const whom = each.to === null ? what : caller.t.rich('promise.to', { what, name: each.to })
  return dated(house, caller, each, each.isToTeam ? caller.t.rich('promise.in', { what, ritual: each.ritual }) : whom)
}

function othersLine(house: House, caller: Caller, each: OpenPromise): RichText {
  const what = caller.t.rich('promises.by', { name: each.owner, what: whatWords(caller.t, each) })
  return dated(house, caller, each, what)
}

function dated(house: House, caller: Caller, { due }: OpenPromise, what: RichText): RichText {
  const now = today(house, caller).toString()
  const date = day(caller, due, now)
  if (due === now) return caller.t.rich('promises.today', { what })
  return caller.t.rich(due < now ? 'promises.overdue' : 'promises.due', { what, date })
}

/** Told to nobody else. */
async function rateBlocks(house: House, caller: Caller): Promise<Block[]> {
  const { t, member } = caller
  const own = await promisedBy(house, member.id)
  if (own.length === 0) return []
  const { due, onTime, late, renegotiated, rate } = keptRate(own, today(house, caller).toString())
  if (rate === null) return [paragraph(t('promises.rate.few', { count: RATE_FROM }))]
  const percent = (share: number): string => t.number(Math.round(100 * share))
  const { share, low, high } = rate
  const values = { due, kept: onTime, share: percent(share), low: percent(low), high: percent(high) }
  return [
    paragraph(
      [
        t('promises.rate.kept', values),
        ...(late > 0 ? [t('promises.rate.late', { count: late })] : []),
        ...(renegotiated > 0 ? [t('promises.rate.renegotiated', { count: renegotiated })] : []),
        t('promises.rate.private'),
      ].join(' '),
    ),
  ]
}

/** What is open between this person and others, briefly; empty when nothing is. */
export async function promiseBlocks(house: House, caller: Caller): Promise<Block[]> {
  const { t } = caller
  const { mine, received } = await openPromises(house, caller.member)
  const lines = [
    ...mine.map((each) => ownLine(house, caller, each)),
    ...received.map((each) => othersLine(house, caller, each)),
  ]
  if (lines.length === 0) return []
  const left = lines.length - MOST_AT_HOME
  return [
    heading(t('home.promises')),
    bullets(lines.slice(0, MOST_AT_HOME)),
    ...(left > 0 ? [paragraph(t('promises.more', { count: left }))] : []),
    buttons(commandButton(t('tap.promises'), 'promises')),
  ]
}
