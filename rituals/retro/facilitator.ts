/**
 * Who holds the floor. Drawn at the opening: whoever has had it longest ago, leaders only where there is nobody else. It can be handed on, and
 * anyone in the team can take it over.
 */
import type { Candidate, Group, Participant, Past, Person } from '#ritual'
import { personIn } from './cards.ts'
import type { RetroView, State } from './state.ts'
import type { Tally } from './tally.ts'

/** Everyone is drawn into one group, for whoever is in none is not asked; its facts say who holds the floor. */
const ROUND = 'round'

/** Earlier retros that the drawing looks at: in a team of thirty-nine everyone has had a turn by then. */
export const ROUNDS = 40

/** Nobody holds a retro alone: with fewer than two people, nobody is asked. */
export function draw(view: RetroView, candidates: Candidate[], rounds: { groups: Group[] }[]): Group[] {
  const chosen = nextInTurn(candidates, holdersBefore(view, rounds))
  if (!chosen || candidates.length < 2) return []
  return [{ key: ROUND, members: candidates.map(({ id }) => id), facts: { facilitator: chosen.id } }]
}

/** Who held the floor in the end, the newest retro first: a hand-over counts for whoever did the work. */
export function holdersBefore(view: RetroView, rounds: { groups: Group[] }[]): (string | null)[] {
  return rounds.map(({ groups }, index) => lastTurn(view.history[index]) ?? drawnIn(groups))
}

const lastTurn = (past: Past<State, Tally> | undefined): string | null => past?.state.turns.at(-1)?.member ?? null

function drawnIn(groups: Group[]): string | null {
  const drawn = groups.find(({ key }) => key === ROUND)?.facts['facilitator']
  return typeof drawn === 'string' ? drawn : null
}

/**
 * Members before leaders; among them whoever has never had the floor, or had it longest ago; then whoever joined first.
 * @param holders newest first
 */
export function nextInTurn(
  people: Pick<Candidate, 'id' | 'role' | 'since'>[],
  holders: (string | null)[],
): { id: string } | null {
  const members = people.filter(({ role }) => role === 'member')
  const ago = ({ id }: { id: string }): number => {
    const at = holders.indexOf(id)
    return at === -1 ? holders.length : at
  }
  const order = (members.length > 0 ? members : people).toSorted(
    (one, other) => ago(other) - ago(one) || byText(one.since, other.since) || byText(one.id, other.id),
  )
  return order[0] ?? null
}

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** A stretch in which somebody held the floor; `until` is null for whoever holds it now. Instants. */
export interface Stretch {
  person: Participant
  from: string
  until: string | null
}

/** Everyone who held the floor and is still here, in order. */
export function stretches(view: RetroView): Stretch[] {
  const present = (id: string): Participant | undefined => view.participants.find((each) => each.id === id)
  const drawn = drawnIn(view.groups)
  const turns = [...(drawn === null ? [] : [{ member: drawn, at: view.occurrence.opensAt }]), ...view.state.turns]
  const here = turns.flatMap(({ member, at }) => {
    const person = present(member)
    return person ? [{ person, from: at }] : []
  })
  const last = turns.at(-1)
  const stand = last && present(last.member) ? [] : standIn(view, turns.at(-1)?.member ?? '', last?.at)
  const all = [...here, ...stand]
  return all.map((stretch, index) => ({ ...stretch, until: all[index + 1]?.from ?? null }))
}

/** Whoever held it is not here any more: the next one by id, round and round, so that everybody sees the same. */
function standIn(view: RetroView, gone: string, at = view.occurrence.opensAt): Omit<Stretch, 'until'>[] {
  const members = view.participants.filter(({ role }) => role === 'member')
  const people = (members.length > 0 ? members : view.participants).toSorted((one, other) => byText(one.id, other.id))
  const person = people.find(({ id }) => id > gone) ?? people[0]
  return person ? [{ person, from: at }] : []
}

export const facilitatorOf = (view: RetroView): Participant | null => stretches(view).at(-1)?.person ?? null

export const isFacilitator = (view: RetroView, person: Person | null): boolean =>
  person !== null && facilitatorOf(view)?.id === person.id

/** Everyone who held the floor, for the thanks. */
export function heldBy(view: RetroView): Person[] {
  const ids = new Set([drawnIn(view.groups), ...view.state.turns.map(({ member }) => member)])
  const known = [...ids].flatMap((id) => (id === null ? [] : (personIn(view, id) ?? [])))
  return known.length > 0 ? known : [facilitatorOf(view)].filter((person) => person !== null)
}

/** Whether there is a member besides the facilitator who could take over. */
export const mayBeTakenOver = (view: RetroView): boolean =>
  view.participants.some(({ id, role }) => role === 'member' && id !== facilitatorOf(view)?.id)
