/** What is in someone's way, today and for how long already. */
import type { Answers, Person } from '#ritual'
import { givenBy, personIn, textIn, type CheckInView, type State } from './answers.ts'
import type { Options } from './options.ts'
import { idsOf } from './questions.ts'

/** Check-ins in a row after which a blocker is told to the leaders. */
const TOO_LONG = 3

/** How people write "nothing" into a field they could have left empty. */
const NOTHING =
  /^(nein|nee?|nichts|nix|nö|keine?r?s?|kein blocker|keine blocker|alles (gut|klar|ok|bestens)|läuft|passt|no|nope|none|nothing|no blockers?|all good|n\/?a|ok(ay)?)$/iu

/** A dash, dots, a tick: no word at all. */
const WORDLESS = /^[\p{P}\p{S}\s]*$/u

export interface Blocker {
  person: Person
  text: string
}

export interface LongBlocker {
  person: Person
  /** Oldest first; a text that stayed the same stands there once, with the date it was first told. */
  told: { date: string; text: string }[]
}

export function blockersIn(answers: Answers, options: Options): string[] {
  return idsOf(options, 'blocker').flatMap((id) => {
    const text = textIn(answers, id)
    return text === null || saysNothing(text) ? [] : [text]
  })
}

const saysNothing = (text: string): boolean =>
  WORDLESS.test(text) || NOTHING.test(text.replace(/[\s.!…]{1,20}$/u, '').trim())

/** In the order people answered. */
export function blockersToday(view: CheckInView): Blocker[] {
  return view.state.given.flatMap(({ member, answers }) => {
    const person = personIn(view, member)
    return person ? blockersIn(answers, view.ritual.options).map((text) => ({ person, text })) : []
  })
}

/**
 * Who told of a blocker in this check-in and in the two before it. It is told once: on the fourth day the leaders know, and the report still
 * has it on top.
 */
export function openTooLong(view: CheckInView): LongBlocker[] {
  return view.state.given.flatMap(({ member }) => {
    const person = personIn(view, member)
    const days = [{ occurrence: view.occurrence, state: view.state }, ...view.history]
    const told = days.map(({ occurrence, state }) => ({ date: occurrence.date, texts: toldBy(member, state, view) }))
    const free = told.findIndex(({ texts }) => texts.length === 0)
    const inARow = free === -1 ? told.length : free
    return person && inARow === TOO_LONG ? [{ person, told: once(told.slice(0, TOO_LONG).toReversed()) }] : []
  })
}

function toldBy(member: string, state: State, view: CheckInView): string[] {
  const given = givenBy(state, member)
  return given ? blockersIn(given.answers, view.ritual.options) : []
}

function once(told: { date: string; texts: string[] }[]): LongBlocker['told'] {
  const first = new Map<string, string>()
  for (const { date, texts } of told) {
    for (const text of texts) if (!first.has(text)) first.set(text, date)
  }
  return [...first].map(([text, date]) => ({ date, text }))
}
