/** What the groups read together, and the one line the channel gets. */
import {
  type Absent,
  bullets,
  type Group,
  instant,
  mention,
  type Message,
  paragraph,
  type Participant,
  type Person,
  plain,
  type Post,
  type Reader,
  type RichText,
} from '#ritual'
import { haveMet, hindered, isDayOfAll, peopleKnown, timeOf } from './company.ts'
import type { CoffeeView } from './state.ts'
import { knownOf } from './why-together.ts'

/** Of fewer it could be told who. */
const GROUPS_TOLD_OF = 3

export function introductions(view: CoffeeView): Post[] {
  const peopleIn = peopleKnown(view)
  return view.groups.flatMap((group) => {
    const people = peopleIn(group).filter((person) => !isGone(person))
    if (people.length < 2) return []
    const message = (reader: Reader): Message => introduction(view, group, people, reader)
    return [{ key: `intro:${group.key}`, to: { group: group.key }, message }]
  })
}

/** Whoever is not in the company any more is invited to nothing, and nobody with them. */
const isGone = (person: Participant | Absent): boolean => 'reason' in person && person.reason === 'left'

function introduction(view: CoffeeView, group: Group, people: readonly Person[], reader: Reader): Message {
  const { t } = reader
  const { starters } = knownOf(group)
  const isOff = people.length - hindered(view, people).length < 2
  const hello = [...people.flatMap(mentioned), plain(`\n${t(isOff ? 'intro.off' : 'intro.hello')}`)]
  const summary = t('intro.summary', { names: t.list(people.map(({ name }) => name)) })
  if (isOff) return { summary, blocks: [paragraph(hello)] }
  return {
    summary,
    blocks: [
      paragraph(hello),
      ...(starters.length > 0
        ? [paragraph(t('intro.starters')), bullets(starters.map((number) => t(`starter.${number}`)))]
        : []),
      ...whenBlock(view, group, people, reader),
    ],
  }
}

const mentioned = (person: { id: string; name: string }, index: number): RichText =>
  index === 0 ? [mention(person)] : [plain(' · '), mention(person)]

function whenBlock(view: CoffeeView, group: Group, people: readonly Person[], { t, zone }: Reader) {
  const fixed = timeOf(view, group)
  const dayOff = fixed === null || isDayOfAll(view, people, fixed, zone) ? [] : [paragraph(t('prompt.day-off'))]
  if (fixed !== null) return [paragraph(t.rich('intro.fixed', { at: [instant(fixed, 'date-time')] })), ...dayOff]
  const times = knownOf(group).times.filter((at) => isDayOfAll(view, people, at, zone))
  const [one, two] = times
  if (one === undefined || times.every((at) => at <= view.now)) return []
  if (two === undefined) return [paragraph(t.rich('intro.time', { one: [instant(one, 'date-time')] }))]
  return [paragraph(t.rich('intro.times', { one: [instant(one, 'date-time')], two: [instant(two, 'date-time')] }))]
}

/** How many, and never who: whom one drank coffee with is nobody's business. */
export function counted(view: CoffeeView): Post[] {
  if (view.groups.length < GROUPS_TOLD_OF) return []
  const message = ({ t }: Reader): Message => {
    const line = countedLine(view, t)!
    return { summary: line, blocks: [paragraph(line)] }
  }
  return [{ key: 'report', to: 'channel', message }]
}

/** Null where it could be told who. */
export function countedLine(view: CoffeeView, t: Reader['t']): string | null {
  if (view.groups.length < GROUPS_TOLD_OF) return null
  const met = view.groups.filter((group) => haveMet(view, group)).length
  return met === 0 ? t('report.none') : t('report.met', { count: met })
}
