/** What a week's log of responses comes to: one record for each pair, known by its member, because every member has one leader. */
import type { Answers, Entry, View } from '#ritual'
import type { Options } from './options.ts'

export const DAY = 'day'
export const POINT = 'point'
export const STRIKE = 'strike'
export const TALKED = 'talked'
export const PROMISE = 'promise'

/** A day that one of the two chose: local date and time on the clock of whoever chose it. */
export interface Day {
  date: string
  time: string
  by: string
  /** Instant of the choice. */
  at: string
}

/** Something to talk about, for the two alone. */
export interface Point {
  by: string
  text: string
  at: string
  /** The same for readers of either language, where it is not their own words. */
  says?: Record<'de' | 'en', string>
}

export interface Given {
  /** Made by whom of the two: the leader or the member. */
  owner: 'leader' | 'member'
  text: string
  trigger: string | null
  due: string
}

export interface Talk {
  member: string
  /** Every day that was chosen, in that order; the last one counts. */
  days: Day[]
  /** "Not this week", until a day is chosen after all. */
  skipped: boolean
  /** Whether it took place, as far as one of the two has said so. */
  outcome: { met: boolean; at: string } | null
  points: Point[]
  /** Names of points that were struck by whoever had added them, earlier weeks' among them. */
  struck: string[]
  /** In the order they were made; their places name them in the ledger. */
  promises: Given[]
}

export interface State {
  talks: Talk[]
}

export type OneOnOneView = View<Options, State>

export const initial = (): State => ({ talks: [] })

const untouched = (member: string): Talk => ({
  member,
  days: [],
  skipped: false,
  outcome: null,
  points: [],
  struck: [],
  promises: [],
})

/** In the ledger: the pair, and the place among what the two promised in that week. */
export const promiseKey = (pair: string, place: number): string => `${pair}:${place}`

export const wordsOf = ({ text, says }: Point, { language }: { language: 'de' | 'en' }): string =>
  says?.[language] ?? text

/** Unique enough: nobody sends two forms within one millisecond. */
export const pointName = ({ by, at }: Point): string => `${at} ${by}`

export const talkOf = (state: State, member: string): Talk =>
  state.talks.find((talk) => talk.member === member) ?? untouched(member)

export function reduce(state: State, entry: Entry): State {
  const member = memberIn(entry)
  if (member === null) return state
  const before = talkOf(state, member)
  const after = entry.answers === null ? declined(before, entry) : answered(before, entry, entry.answers)
  if (after === before) return state
  return { talks: [...state.talks.filter((talk) => talk.member !== member), after] }
}

/** Whose 1:1 an entry is about: a member speaks of the one they have; a leader says with whom. Also the key of the pair's group. */
export function memberIn({ member, role, form, answers }: Entry): string | null {
  if (role === 'member') return member
  return form === STRIKE ? struckIn(answers ?? {}).pair || null : textIn(answers ?? {}, 'with')
}

function textIn(answers: Answers, field: string): string | null {
  const value = Object.hasOwn(answers, field) ? answers[field] : null
  return typeof value === 'string' ? value : null
}

const declined = (talk: Talk, { form }: Entry): Talk =>
  form === DAY && talk.outcome?.met !== true ? { ...talk, skipped: true } : talk

function answered(talk: Talk, entry: Entry, answers: Answers): Talk {
  switch (entry.form) {
    case DAY:
      return withDay(talk, entry, answers)
    case POINT:
      return withPoint(talk, entry, answers)
    case STRIKE:
      return withStruck(talk, entry, answers)
    case TALKED: {
      const met = textIn(answers, 'met')
      return met === null ? talk : { ...talk, outcome: { met: met === 'yes', at: entry.at } }
    }
    case PROMISE:
      return withPromise(talk, answers)
    default:
      return talk
  }
}

/** What has taken place is not moved any more; whoever tapped "yes" by mistake takes that back first. */
function withDay(talk: Talk, { member, at }: Entry, answers: Answers): Talk {
  const [date, time] = [textIn(answers, 'date'), textIn(answers, 'time')]
  if (date === null || time === null || talk.outcome?.met) return talk
  return { ...talk, days: [...talk.days, { date, time, by: member, at }], skipped: false, outcome: null }
}

function withPoint(talk: Talk, { member, at }: Entry, answers: Answers): Talk {
  const text = textIn(answers, 'text')
  return text === null ? talk : { ...talk, points: [...talk.points, { by: member, text, at }] }
}

/** Only what one has added oneself. */
function withStruck(talk: Talk, { member }: Entry, answers: Answers): Talk {
  const { name } = struckIn(answers)
  return name.endsWith(` ${member}`) ? { ...talk, struck: [...talk.struck, name] } : talk
}

/** A point to strike is named with its pair: the member's id, which has no blanks, and the point's own name. */
export const strikeValue = (member: string, point: Point): string => `${member} ${pointName(point)}`

function struckIn(answers: Answers): { pair: string; name: string } {
  const [pair = '', ...name] = (textIn(answers, 'point') ?? '').split(' ')
  return { pair, name: name.join(' ') }
}

function withPromise(talk: Talk, answers: Answers): Talk {
  const [owner, text, due] = [textIn(answers, 'owner'), textIn(answers, 'text'), textIn(answers, 'due')]
  if (text === null || due === null || (owner !== 'leader' && owner !== 'member')) return talk
  return { ...talk, promises: [...talk.promises, { owner, text, due, trigger: textIn(answers, 'trigger') }] }
}
