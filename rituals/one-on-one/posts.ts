/**
 * What comes by itself: the agenda to both on the working day before, and one question to the member when the time is over. Every day that
 * was chosen has messages of its own, so that a new day is announced anew and the old message says where it went.
 */
import { instant, type Message, note, paragraph, type Post, type Reader } from '#ritual'
import { agendaMessage, agendaThen } from './agenda.ts'
import { type Appointment, appointmentsOf, instantAt, isTakenOver, isThisWeek, stageOf } from './appointment.ts'
import { daysAfter, lastDay } from './cadence.ts'
import { agendaAt, nextOffer, nextWorkingDay } from './days.ts'
import { type Pair, pairsIn, zoneOf } from './pairs.ts'
import { prompt } from './prompt.ts'
import type { OneOnOneView } from './state.ts'
import { nameFor, talkNow } from './talk-blocks.ts'

/** All that has become due so far; what has stood once goes on standing, and changes in place. */
export const posts = (view: OneOnOneView): Post[] => [
  ...pairsIn(view).flatMap((pair) => appointmentsOf(view, pair).flatMap((each, at) => postsFor(view, pair, each, at))),
  ...backPosts(view),
]

function postsFor(view: OneOnOneView, pair: Pair, appointment: Appointment, place: number): Post[] {
  const key = (what: string): string => `${what}:${pair.key}:${place}`
  const until = appointment.until ?? view.now
  const both = [pair.leader.id, pair.member.id]
  const told = both.filter((id) => isTold(view, pair, appointment, id, until))
  const agendas = told.map((id): Post => ({
    key: `${key('agenda')}:${id}`,
    to: { member: id },
    message: (reader) => agendaPost(view, pair, appointment, reader),
  }))
  const other = both.find((id) => id !== appointment.by)!
  const news: Post = {
    key: key('day'),
    to: { member: other },
    message: (reader) => dayNews(view, pair, reader),
  }
  const isAsked = appointment.endsAt <= until && isThisWeek(view, appointment.endsAt)
  const question: Post = {
    key: key('after'),
    to: { member: pair.member.id },
    message: (reader) => (appointment.until === null ? afterwards(view, pair, reader) : dayNews(view, pair, reader)),
  }
  return [...(isNews(view, pair, appointment, place, other) ? [news] : []), ...agendas, ...(isAsked ? [question] : [])]
}

/**
 * Whether the other one is told of a day at once: when the leader has set it, or somebody has moved one that stood. A day that the member picks
 * first is in the leader's overview; and where the agenda comes at once, it says so itself.
 */
function isNews(view: OneOnOneView, pair: Pair, appointment: Appointment, place: number, other: string): boolean {
  const { by, chosenAt, endsAt } = appointment
  if (by === null || endsAt <= chosenAt || (place === 0 && by === pair.member.id)) return false
  return agendaAt(view, pair, other, appointment) > chosenAt
}

/** Whether it is due, and this week's to tell: what last week has told is in this week's prompt. */
function isTold(view: OneOnOneView, pair: Pair, appointment: Appointment, id: string, until: string): boolean {
  const { by, chosenAt, endsAt } = appointment
  const at = agendaAt(view, pair, id, appointment)
  const isOurs = by === null ? isThisWeek(view, at) : at !== view.occurrence.closesAt
  // Who enters a talk that is over already has no use for its agenda.
  return isOurs && at <= until && endsAt > chosenAt
}

/**
 * The agenda, which stays to be read when the time has come: talks begin late. The leader then finds the question above it that the member is
 * asked in a message of its own.
 */
function agendaPost(view: OneOnOneView, pair: Pair, appointment: Appointment, reader: Reader): Message {
  if (appointment.until !== null) return dayNews(view, pair, reader)
  if (stageOf(view, pair) === 'ahead')
    return isTakenOver(view) ? asItWas(view, pair, reader) : agendaMessage(view, pair, reader)
  const blocks = agendaThen(view, pair, reader)
  const { summary } = agendaMessage(view, pair, reader)
  if (reader.me?.id !== pair.leader.id) return { summary, blocks }
  return { summary, blocks: [...afterwards(view, pair, reader).blocks, { type: 'divider' }, ...blocks] }
}

/** The next week has begun before the talk: what has come since stands there. */
function asItWas(view: OneOnOneView, pair: Pair, reader: Reader): Message {
  const { summary, blocks } = agendaMessage(view, pair, reader)
  return { summary, blocks: [...blocks.filter(({ type }) => type !== 'buttons'), note(reader.t('agenda.as-it-was'))] }
}

/** Once the next week has begun, what can't be tapped any more does not ask to be. */
function afterwards(view: OneOnOneView, pair: Pair, reader: Reader): Message {
  const { summary, blocks } = talkNow(view, pair, reader)
  // What was promised and what comes up for next time may be noted down even then.
  if (!isTakenOver(view) || stageOf(view, pair) === 'met') return { summary, blocks }
  return { summary, blocks: blocks.filter((block) => block.type !== 'buttons') }
}

/** One line on the day that counts by now: the first there is, or one that took the place of another. */
function dayNews(view: OneOnOneView, pair: Pair, reader: Reader): Message {
  const { t } = reader
  const days = appointmentsOf(view, pair)
  const what = days.length === 1 ? 'first' : 'moved'
  const name = nameFor(pair, reader)
  const line = t.rich(`news.${what}`, { at: [instant(days.at(-1)!.startsAt, 'date-time')], name })
  return { summary: t(`news.${what}-summary`, { name }), blocks: [paragraph(line)] }
}

/** Whoever was away when the week began and is back during it is asked then, as if it began for them on that day. */
function backPosts(view: OneOnOneView): Post[] {
  return view.absent.flatMap(({ id }): Post[] => {
    const at = backAt(view, id)
    const isHere = at !== null && at <= view.now
    return isHere ? [{ key: `back:${id}`, to: { member: id }, message: (reader) => promptFor(view, reader) }] : []
  })
}

const promptFor = (view: OneOnOneView, reader: Reader): Message => {
  const own = pairsIn(view).filter(({ leader, member }) => [leader.id, member.id].includes(reader.me?.id ?? ''))
  return prompt({ ...view, groups: view.groups.filter(({ key }) => own.some((pair) => pair.key === key)) }, reader)
}

/** Somebody's first working morning after an absence, where that lies within this week; null for everyone who is in no pair. */
function backAt(view: OneOnOneView, id: string): string | null {
  const absent = view.absent.find((each) => each.id === id)
  const pair = pairsIn(view).find(({ leader, member }) => leader.id === id || member.id === id)
  if (!pair || !absent || absent.until === null || (absent.reason !== 'away' && absent.reason !== 'holiday'))
    return null
  const { until } = absent
  const back = nextWorkingDay(view, id, daysAfter(until, 1), lastDay(view.occurrence.date))
  const at = instantAt(back, view.ritual.options.agendaAt, zoneOf(pair, id))
  return at < view.occurrence.closesAt ? at : null
}

/** The moments at which one of these comes due, a talk is over, or a day that is offered has begun. */
export function looks(view: OneOnOneView): string[] {
  const talks = pairsIn(view).flatMap((pair) => {
    const stage = stageOf(view, pair)
    if (stage === 'open' || stage === 'missed') return nextOffer(view, pair)
    const last = appointmentsOf(view, pair).at(-1)
    if (!last) return []
    return [...[pair.leader.id, pair.member.id].map((id) => agendaAt(view, pair, id, last)), last.endsAt]
  })
  const backs = view.absent.flatMap(({ id }) => backAt(view, id) ?? [])
  return [...new Set([...talks, ...backs])].filter((at) => at > view.now).toSorted()
}
