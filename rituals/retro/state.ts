/** What has been said in a retrospective: the fold over its log. It knows no time and no options; `cards.ts` and others read it by those. */
import type { Answers, Entry, Role, View } from '#ritual'
import type { Options } from './options.ts'
import type { Tally } from './tally.ts'

/** Cards sent by name; `answers` is null for "not this time". */
export interface Submission {
  member: string
  role: Role
  answers: Answers | null
  at: string
}

export interface HandGroup {
  key: string
  title: string | null
  /** Ids of cards. */
  cards: string[]
}

/** Who took the floor, and when. */
export interface Turn {
  member: string
  at: string
}

export interface ActionItem {
  key: string
  what: string
  /** "When X", or null. */
  trigger: string | null
  owner: string
  due: string
}

export interface State {
  submissions: Submission[]
  groups: HandGroup[]
  /** How many groups were ever made, so that none is named like an earlier one. */
  made: number
  votes: { member: string; topics: string[] }[]
  turns: Turn[]
  items: ActionItem[]
  /** How many actions were ever written down. */
  noted: number
}

export type RetroView = View<Options, State, Tally>

export const FORM = {
  cards: 'cards',
  sealed: 'sealed-cards',
  group: 'group',
  split: 'split',
  votes: 'votes',
  handOver: 'hand-over',
  takeOver: 'take-over',
  action: 'action',
} as const

/** Actions that can be written down in one retro; each has a form of its own to change it, for a button can't hand a form an argument. */
export const MOST_ITEMS = 8

const CHANGE = 'change-'

/** The form that changes an action. */
export const changeForm = (key: string): string => CHANGE + key

export const itemKey = (number: number): string => `a${number}`

export const initial = (): State => ({
  submissions: [],
  groups: [],
  made: 0,
  votes: [],
  turns: [],
  items: [],
  noted: 0,
})

export function reduce(state: State, entry: Entry): State {
  const { member, role, at, answers, form } = entry
  if (form === FORM.cards) return { ...state, submissions: [...state.submissions, { member, role, answers, at }] }
  if (answers === null) return state
  switch (form) {
    case FORM.group:
      return grouped(state, answers)
    case FORM.split:
      return { ...state, groups: state.groups.filter(({ key }) => !chosenIn(answers).includes(key)) }
    case FORM.votes:
      return {
        ...state,
        votes: [...state.votes.filter((vote) => vote.member !== member), { member, topics: chosenIn(answers) }],
      }
    case FORM.handOver:
      return { ...state, turns: [...state.turns, ...turnTo(textOf(answers, 'to'), at)] }
    case FORM.takeOver:
      return { ...state, turns: [...state.turns, { member, at }] }
    case FORM.action:
      return noted(state, answers)
    default:
      return changed(state, form, answers)
  }
}

const turnTo = (member: string | null, at: string): Turn[] => (member === null ? [] : [{ member, at }])

/** Cards move into their new group; a group that loses its last card is gone. */
function grouped(state: State, answers: Answers): State {
  const cards = chosenIn(answers)
  if (cards.length === 0) return state
  const into = textOf(answers, 'into')
  const title = textOf(answers, 'title')
  const known = state.groups.some(({ key }) => key === into)
  const groups = state.groups.map((group) => {
    const kept = group.cards.filter((card) => !cards.includes(card))
    return group.key === into
      ? { ...group, title: title ?? group.title, cards: [...kept, ...cards] }
      : { ...group, cards: kept }
  })
  const made = known ? [] : [{ key: `g${state.made + 1}`, title, cards }]
  return {
    ...state,
    groups: [...groups, ...made].filter((group) => group.cards.length > 0),
    made: state.made + made.length,
  }
}

/** Counted even where nobody is left who does it, so that no other action takes over its key. */
function noted(state: State, answers: Answers): State {
  const number = state.noted + 1
  const item = itemIn(answers, itemKey(number))
  return { ...state, items: item ? [...state.items, item] : state.items, noted: number }
}

/** Changed under its key, so that it stays the same promise; emptied, it is crossed out. */
function changed(state: State, form: string, answers: Answers): State {
  if (!form.startsWith(CHANGE)) return state
  const at = state.items.findIndex(({ key }) => key === form.slice(CHANGE.length))
  if (at === -1) return state
  const after = itemIn(answers, state.items[at]!.key)
  return { ...state, items: state.items.toSpliced(at, 1, ...(after ? [after] : [])) }
}

function itemIn(answers: Answers, key: string): ActionItem | null {
  const [what, owner, due] = ['what', 'owner', 'due'].map((name) => textOf(answers, name))
  if (!what || !owner || !due) return null
  return { key, what, owner, due, trigger: textOf(answers, 'when') }
}

export function textOf(answers: Answers, name: string): string | null {
  const value = Object.hasOwn(answers, name) ? answers[name] : null
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** What was ticked in all fields of many choices, in their order, once each. */
export function chosenIn(answers: Answers): string[] {
  return [...new Set(Object.values(answers).flatMap((value) => (Array.isArray(value) ? value : [])))]
}
