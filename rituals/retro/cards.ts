/** The cards as they are turned over: everyone's first, the leaders' last and only when there are others, late ones at the end. */
import type { Absent, Answers, Participant, Person } from '#ritual'
import { columnsOf } from './started.ts'
import { closeOf, hasBegun } from './phases.ts'
import type { RetroView, Submission } from './state.ts'
import { thoughtsIn } from './thoughts.ts'

export interface Card {
  /** Made from its words, so that it stays the same whatever comes or goes around it. */
  id: string
  column: string
  text: string
  /** Null for sealed cards, and for authors nobody here can name any more. */
  author: Person | null
  leads: boolean
  /** When it was added, if that was after the cards were turned over. Instant. */
  late: string | null
}

export const columnsIn = (view: RetroView): readonly string[] => columnsOf(view)

/** A view never changes, and everything said of it begins with its cards. */
const known = new WeakMap<RetroView, Card[]>()

/** Empty until the cards are turned over: whoever asks earlier can show nobody's. */
export function cardsOf(view: RetroView): Card[] {
  const cards = known.get(view) ?? turnedOver(view)
  known.set(view, cards)
  return cards
}

function turnedOver(view: RetroView): Card[] {
  if (!hasBegun(view, 'group')) return []
  const own = writtenBefore(view)
  const members = view.ritual.options.anonymous
    ? sealedCards(view)
    : named(
        view,
        own.filter(({ role }) => role === 'member'),
      )
  const late = lateCards(view, own)
  const leaders = named(
    view,
    own.filter(({ role }) => role === 'leader'),
  )
  const others = [...members, ...late.filter(({ leads }) => !leads)]
  // A leader's cards alone would set the tone, and tell nobody anything about the team.
  return withIds(others.length === 0 ? [] : [...others, ...leaders, ...late.filter(({ leads }) => leads)])
}

/** Whether somebody's cards stand written; how many have any is all that others learn before they are turned over. */
export const writers = (view: RetroView): number =>
  writtenBefore(view).filter(({ answers }) =>
    columnsIn(view).some((column) => thoughtsIn(answers?.[column]).length > 0),
  ).length

/** What somebody has sent, to be changed in the form until the cards are turned over. */
export const submittedBy = (view: RetroView, member: string): Answers | null =>
  writtenBefore(view).find((submission) => submission.member === member)?.answers ?? null

type Draft = Omit<Card, 'id'>

/** Everyone's last word before the cards were turned over, in the order in which they were first heard. */
function writtenBefore(view: RetroView): Submission[] {
  const reveal = closeOf(view, 'collect')
  const last = new Map<string, Submission>()
  for (const submission of view.state.submissions) {
    if (reveal === null || submission.at < reveal) last.set(submission.member, submission)
  }
  return [...last.values()]
}

function named(view: RetroView, submissions: Submission[]): Draft[] {
  return columnsIn(view).flatMap((column) =>
    submissions.flatMap((submission) =>
      thoughtsIn(submission.answers?.[column]).map((text) => draft(view, submission, { column, text, late: null })),
    ),
  )
}

function draft(view: RetroView, { member, role }: Submission, rest: Pick<Draft, 'column' | 'text' | 'late'>): Draft {
  return { ...rest, author: personIn(view, member), leads: role === 'leader' }
}

function sealedCards(view: RetroView): Draft[] {
  const cards = view.result?.tally?.cards ?? null
  return columnsIn(view).flatMap((column) =>
    (cards?.[column] ?? []).map((text) => ({ column, text, author: null, leads: false, late: null })),
  )
}

/** What came after the turn is added, never exchanged: others may have read it, grouped it, voted for it. */
function lateCards(view: RetroView, own: Submission[]): Draft[] {
  const reveal = closeOf(view, 'collect')
  const seen = new Set(own.flatMap(({ member, answers }) => keysIn(view, member, answers)))
  return view.state.submissions
    .filter(({ at }) => reveal !== null && at >= reveal)
    .flatMap((submission) =>
      columnsIn(view).flatMap((column) =>
        thoughtsIn(submission.answers?.[column]).flatMap((text) => {
          const key = keyOf(submission.member, column, text)
          if (seen.has(key)) return []
          seen.add(key)
          return [draft(view, submission, { column, text, late: submission.at })]
        }),
      ),
    )
}

const keyOf = (member: string, column: string, text: string): string => JSON.stringify([member, column, text])

const keysIn = (view: RetroView, member: string, answers: Answers | null): string[] =>
  columnsIn(view).flatMap((column) => thoughtsIn(answers?.[column]).map((text) => keyOf(member, column, text)))

function withIds(drafts: Draft[]): Card[] {
  const taken = new Map<string, number>()
  return drafts.map((card) => {
    const name = fingerprint(`${card.column}\n${card.text}`)
    const before = taken.get(name) ?? 0
    taken.set(name, before + 1)
    return { id: before === 0 ? name : `${name}.${before + 1}`, ...card }
  })
}

/** FNV-1a, 32 bits: two of 400 cards share one once in 50,000 retros, and then they are told apart by their place. */
function fingerprint(text: string): string {
  let hash = 0x81_1c_9d_c5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01_00_01_93)
  return `c${(hash >>> 0).toString(36)}`
}

/** Somebody of this retro; null when nobody here can name them any more. */
export function personIn(view: RetroView, id: string): Person | null {
  const everyone: (Participant | Absent | Person)[] = [...view.participants, ...view.absent, ...view.team.leaders]
  return everyone.find((person) => person.id === id) ?? null
}
