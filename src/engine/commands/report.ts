/** `report`: what the last occurrence came to, once more, as it was told to people in this role. */
import { type Block, type Message, paragraph } from '#message'
import type { Reply } from '#platform'
import type { Group, Post, Reader } from '#ritual'
import { type Caller, notice } from '../caller.ts'
import type { House } from '../house.ts'
import { assemble, type Occasion } from '../occasion.ts'
import { stamped } from '../outbox.ts'
import type { Guest } from '../guests.ts'
import { fullView } from '../view.ts'
import { choose } from './choosing.ts'
import type { Command } from './command.ts'
import { type KnownRitual, ownRituals } from './known-rituals.ts'
import { closedLast, running } from './occurrences-of.ts'
import { line, told, toldLine, when } from './saying.ts'

/** A message holds forty blocks; some room stays for the line that says where the rest is. */
const MOST_BLOCKS = 36

export const report: Command = {
  name: 'report',
  words: { de: ['bericht', 'letzter bericht', 'ergebnis'], en: ['report', 'last report', 'result'] },
  who: 'everyone',
  async run(house, caller, rest) {
    const rituals = await ownRituals(house, caller)
    const chosen = choose(caller, rest, { command: 'report', rituals, question: 'last-report.which' })
    return 'type' in chosen ? chosen : runReport(house, caller, chosen.ritual)
  },
}

async function runReport(house: House, caller: Caller, ritual: KnownRitual): Promise<Reply> {
  const last = await closedLast(house, ritual.row.id)
  if (!last) return noneYet(house, caller, ritual)
  const occasion = assemble(house, last, ritual.row)
  const { view, guests } = await fullView(house, house.db.kysely, occasion)
  const reader = readerFor(house, caller, ritual, occasion, guests)
  const posts = postsFor(occasion.kind.report(view), ritual.role, view.groups, caller.member.id)
  const shown = asOne(
    caller,
    posts.map((post) => post.message(reader)),
  )
  if (!shown) return notice(caller.t('last-report.nothing'))
  return { type: 'notice', message: stamped(shown, last.id) }
}

/** Nothing was held yet; when the first report can be expected. */
export async function noneYet(house: House, caller: Caller, ritual: KnownRitual): Promise<Reply> {
  const open = await running(house.db.kysely, ritual.row.id)
  const { name } = ritual.row
  if (!open)
    return told(
      caller.t('last-report.none', { ritual: name }),
      paragraph(caller.t('last-report.none', { ritual: name })),
    )
  const said = line(caller, 'last-report.running', { ritual: name, at: when(open.closes_at) })
  return toldLine(said)
}

/** The caller as a reader of this occurrence: in their language, as whoever they were in it or would be now. Observers are nobody in it. */
export function readerFor(
  house: House,
  caller: Caller,
  { role }: KnownRitual,
  occasion: Occasion,
  guests: Guest[],
): Reader {
  const { id, name, unit } = caller.member
  const now = { id, name, unit, status: 'waiting' as const, opensAt: occasion.row.opens_at }
  const me =
    guests.find((guest) => guest.id === id) ?? (role === 'leader' || role === 'member' ? { ...now, role } : null)
  return { t: house.texts.speak(caller.language, occasion.kind.kind), zone: caller.zone, me }
}

/** First what was for them alone or for their role, then what stands in the channel for all. */
function postsFor(posts: Post[], role: KnownRitual['role'], groups: Group[], member: string): Post[] {
  const groupKeys = new Set(groups.filter(({ members }) => members.includes(member)).map(({ key }) => key))
  const own = posts.filter(
    ({ to }) => typeof to === 'object' && ('member' in to ? to.member === member : groupKeys.has(to.group)),
  )
  const forRole = posts.filter(({ to }) => `${role}s` === to || (to === 'participants' && role !== 'observer'))
  const isComplete = role === 'observer' && forRole.length > 0
  return [...own, ...forRole, ...(isComplete ? [] : posts.filter(({ to }) => to === 'channel'))]
}

/** Several messages under each other, as far as they fit into one. */
function asOne({ t }: Caller, messages: Message[]): Message | null {
  const [first] = messages
  if (!first) return null
  const blocks: Block[] = []
  for (const [index, message] of messages.entries()) {
    const more: Block[] = index === 0 ? message.blocks : [{ type: 'divider' }, ...message.blocks]
    if (blocks.length + more.length > MOST_BLOCKS)
      return { summary: first.summary, blocks: [...blocks, paragraph(t('last-report.more'))] }
    blocks.push(...more)
  }
  return { summary: first.summary, blocks }
}
