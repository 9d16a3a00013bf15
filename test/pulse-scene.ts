/** A poll for tests: how many agreed with what, what the leader believed, and what they read afterwards. */
import type { Answers, Message, Person, Post, Result } from '#ritual'
import { blockOf, GLOBAL, type Item } from '../rituals/pulse/instrument.ts'
import pulse from '../rituals/pulse/ritual.ts'
import type { PulseView } from '../rituals/pulse/state.ts'
import { type Tally, tally } from '../rituals/pulse/tally.ts'
import type { Language } from '../src/message/dates.ts'
import { plainText } from '../src/message/text.ts'
import { anke, entry, readerOf, type Scene, viewOf } from './views.ts'

/** How many agree with each statement; whatever is left out is agreed with by half. `of` is how many can judge it. */
export type Agreement = Partial<Record<Item, number | { agree: number; of: number }>>

export interface Poll {
  answered: number
  invited?: number
  week?: number
  agreement?: Agreement
  /** The leader's answers; steps by statement, and the guess. Null: none was given. */
  prediction?: Answers | null
  threshold?: number
}

/** Ballots of the week in which that many agree ("rather yes") and the others don't. */
export function ballotsOf({ answered, week = 1, agreement = {} }: Poll): Answers[] {
  const items: Item[] = [GLOBAL, ...blockOf(week)]
  return Array.from({ length: answered }, (_, voter) =>
    Object.fromEntries(
      items.map((item) => {
        const given = agreement[item] ?? Math.floor(answered / 2)
        const { agree, of } = typeof given === 'number' ? { agree: given, of: answered } : given
        return [item, voter >= of ? null : voter < agree ? 4 : 2]
      }),
    ),
  )
}

export const staff = (size: number): Person[] =>
  Array.from({ length: size }, (_, index) => ({ id: `m${index}`, name: `Mitglied ${index}`, unit: null }))

export const predicted = (answers: Answers) => entry(anke, answers, { role: 'leader', form: 'prediction' })
export const planned = (what: string, by: string) =>
  entry(anke, { what, by }, { role: 'leader', form: 'next-step', late: true })

/** The view of a closed poll; `more` overrides what a test needs otherwise. */
export function closed(poll: Poll, more: Scene<Tally> = {}): PulseView {
  const { answered, invited = answered + 2, week = 1, prediction = null, threshold = 5 } = poll
  const counted = tally(ballotsOf(poll), { occurrence: { number: week }, threshold })
  return closedWith({ invited, answered, tally: counted, withheld: null }, week, {
    members: staff(invited),
    entries: prediction ? [predicted(prediction)] : [],
    threshold,
    ...more,
  })
}

export function closedWith(result: Result<Tally>, week: number, more: Scene<Tally> = {}): PulseView {
  const view = viewOf(pulse, { phase: 'closed', result, ...more })
  return { ...view, occurrence: { ...view.occurrence, number: week } }
}

export const postsOf = (view: PulseView): Post[] => pulse.report(view)

export function messageTo(view: PulseView, key: 'team' | 'leader-anke', language: Language = 'de'): Message {
  const post = postsOf(view).find((each) => each.key === key)
  if (!post) throw new Error(`There is no post ${key}.`)
  return post.message(readerOf('pulse', { language }))
}

export const textTo = (view: PulseView, key: 'team' | 'leader-anke', language: Language = 'de'): string =>
  plainText(messageTo(view, key, language), { language, zone: 'Europe/Berlin' })

export function headlineOf(message: Message): string {
  const first = message.blocks.find((block) => block.type === 'heading')
  return first?.type === 'heading' ? first.text : ''
}
