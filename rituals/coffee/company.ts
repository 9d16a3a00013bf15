/** The reader's own group, and who else is in it. */
import type { Absent, Group, Participant, Person, Reader } from '#ritual'
import { LASTS } from './times.ts'
import { type CoffeeView, outcomeOf } from './state.ts'
import { knownOf, type WhyTogether } from './why-together.ts'

export interface Company {
  group: Group
  why: WhyTogether
  people: Person[]
  others: Person[]
}

/** @returns null for whoever is in no group, or whose others were all deleted */
export function companyOf(view: CoffeeView, { me }: Reader): Company | null {
  const group = me && view.groups.find(({ members }) => members.includes(me.id))
  if (!group) return null
  const people = peopleKnown(view)(group)
  const others = people.filter(({ id }) => id !== me.id)
  return others.length > 0 ? { group, why: knownOf(group), people, others } : null
}

/** Whoever is away by now is still one of them. For many groups of one view: thousands of people are looked at once. */
export function peopleKnown({ participants, absent }: CoffeeView): (group: Group) => (Participant | Absent)[] {
  const byId = new Map([...participants, ...absent].map((each) => [each.id, each]))
  return ({ members }) => members.flatMap((id) => byId.get(id) ?? [])
}

export const namesOf = (people: readonly Person[], { t }: Reader): string => t.list(people.map(({ name }) => name))

/** Those of them who can't this time: away by now, or they have said so. */
export function hindered(view: CoffeeView, people: readonly Person[]): Person[] {
  const away = new Set(view.absent.map(({ id }) => id))
  return people.filter(({ id }) => away.has(id) || outcomeOf(view.state, id) === 'no')
}

/** Those who come, besides the reader; everyone where none of them does. */
export function coming(view: CoffeeView, { others }: Company): Person[] {
  const cannot = hindered(view, others)
  return cannot.length === others.length ? others : others.filter((person) => !cannot.includes(person))
}

/** Nobody is left whom the reader could meet. */
export const isOff = (view: CoffeeView, { others }: Company): boolean => hindered(view, others).length === others.length

/** When they meet, as far as one of them has said so. */
export function timeOf(view: CoffeeView, { members }: Group): string | null {
  return view.state.times.findLast(({ member }) => members.includes(member))?.at ?? null
}

/** Times that are still to come, on days on which all who can come are there. */
export const timesAhead = (view: CoffeeView, { why, people }: Company, zone: string): string[] =>
  why.times.filter((at) => at > view.now && isDayOfAll(view, people, at, zone))

/** Somebody may have gone away since the drawing. */
export function isDayOfAll(view: CoffeeView, people: readonly Person[], at: string, zone: string): boolean {
  const cannot = hindered(view, people)
  const date = Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString()
  return people.every((person) => cannot.includes(person) || view.worksOn(person.id, date))
}

export const haveMet = (view: CoffeeView, { members }: Group): boolean =>
  members.some((id) => outcomeOf(view.state, id) === 'yes')

/** From when on it is asked whether they met: when the time they fixed is over, else when most of the round is. */
export function askedFrom(view: CoffeeView, group: Group): string {
  const fixed = timeOf(view, group)
  if (fixed !== null) return textOf(Temporal.Instant.from(fixed).add({ minutes: LASTS }))
  const [opens, closes] = [view.occurrence.opensAt, view.occurrence.closesAt].map((at) => Temporal.Instant.from(at))
  const lasts = closes!.epochMilliseconds - opens!.epochMilliseconds
  return textOf(opens!.add({ milliseconds: Math.floor(lasts * MOST_OF_IT) }))
}

const MOST_OF_IT = 0.7

const textOf = (at: Temporal.Instant): string => at.toString({ smallestUnit: 'millisecond' })
