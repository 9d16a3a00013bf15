/**
 * A tiny ritual for stories about people who are drawn together: pairs by name, whoever is left over sits out. They meet for two days, then
 * tell for one; on the second day they are asked whether they met.
 */
import { z } from 'zod'
import {
  type Button,
  buttons,
  type Candidate,
  defineRitual,
  type Form,
  type Group,
  type Message,
  paragraph,
  type Round,
  type View,
} from '../../src/ritual/define.ts'
import type { AnyRitual } from '../../src/engine/discovery.ts'

export const saying = (text: string, ...pressed: Button[]): Message => ({
  summary: text,
  blocks: [paragraph(text), ...(pressed.length > 0 ? [buttons(...pressed)] : [])],
})

const form = (title: string): Form => ({
  title,
  submit: 'Senden',
  fields: [{ type: 'short', name: 'note', label: 'Notiz', max: 100 }],
})

type State = Record<string, string>
type MeetingView = View<unknown, State>

/** By name, two and two; the first of a pair gives it its key. */
export function pairsByName(candidates: Candidate[]): Group[] {
  const sorted = candidates.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return sorted.flatMap((one, place) => {
    const other = sorted[place + 1]
    return place % 2 === 0 && other
      ? [{ key: one.name, members: [one.id, other.id], facts: { together: `${one.name} + ${other.name}` } }]
      : []
  })
}

const facts = (group: Group): string => String(group.facts['together'])

/** The second day at the same hour. */
const asksAt = ({ occurrence }: MeetingView): string =>
  Temporal.Instant.from(occurrence.opensAt).add({ hours: 30 }).toString({ smallestUnit: 'millisecond' })

const intro = (group: Group, phase: string) => ({
  key: `intro/${group.key}`,
  to: { group: group.key },
  message: () =>
    saying(
      `Ihr trefft euch: ${facts(group)}`,
      { action: 'tell', label: 'Notiz', opens: 'form' },
      { action: 'end', label: 'Beenden', value: phase },
    ),
})

const question = (group: Group) => ({
  key: `met/${group.key}`,
  to: { group: group.key },
  message: () => saying(`Habt ihr euch getroffen, ${facts(group)}?`, { action: 'tell', label: 'Ja', opens: 'form' }),
})

export interface Drawn {
  candidates: Candidate[]
  rounds: Round[]
}

/** @param draw what is drawn instead of pairs by name; `seen` collects what the drawing was given */
export function meeting(seen: Drawn[] = [], draw: (candidates: Candidate[]) => Group[] = pairsByName): AnyRitual {
  const ritual = defineRitual<unknown, State>({
    kind: 'check-in',
    options: z.strictObject({}),
    privacy: 'named',
    defaults: { window: '3d', reminder: 'none' },
    asks: () => ({ member: 'note' }),
    phases: () => [
      { name: 'meet', lasts: '2d' },
      { name: 'tell', lasts: '1d' },
    ],
    scope: 'group',
    remembers: 1,
    initial: () => ({}),
    reduce: (state, entry) =>
      entry.form === 'note' ? { ...state, [entry.member]: String(entry.answers?.['note']) } : state,
    forms: {
      note: { roles: ['member', 'leader'], sealed: false, late: true, build: () => form('Notiz') },
      end: {
        roles: ['member'],
        sealed: false,
        late: false,
        may: (_, { me }) => me?.name === 'Ana',
        build: () => form('Ende'),
      },
    },
    prompt: (view, { me }) =>
      saying(
        [
          `${me!.name} in ${view.phase}`,
          ...view.groups.map(facts),
          `kennt ${view.participants.map(({ name }) => name).join(' und ')}`,
          `liest ${Object.values(view.state).join(' und ') || 'nichts'}`,
          ...view.history.map((past) => `früher ${past.groups.map(facts).join()}: ${Object.values(past.state).join()}`),
        ].join('; '),
        { action: 'answer', label: 'Notiz' },
      ),
    reminder: () => null,
    drawing: {
      remembers: 2,
      draw: (_, candidates, rounds) => {
        seen.push({ candidates, rounds })
        return draw(candidates)
      },
    },
    looks: (view) => [asksAt(view), ...(view.phase === 'closed' ? [afterwards(view)] : [])],
    announce: (view) => {
      const here = new Set(view.participants.map(({ id }) => id))
      const whole = view.groups.filter(({ members }) => members.every((member) => here.has(member)))
      return whole.flatMap((group) => [
        intro(group, view.phase),
        ...(view.now >= asksAt(view) ? [question(group)] : []),
      ])
    },
    report: (view) => [
      { key: 'report', to: 'channel', message: () => saying(`Notizen: ${Object.keys(view.state).length}`) },
      ...(view.now >= afterwards(view)
        ? [{ key: 'afterwards', to: 'channel' as const, message: () => saying('Schön war es.') }]
        : []),
    ],
    actions: {
      tell: () => ({ do: 'open', form: 'note' }),
      end: () => ({ do: 'end-phase', form: 'end' }),
    },
    commands: {},
  })
  return ritual as unknown as AnyRitual
}

/** A day after the close. */
const afterwards = ({ occurrence }: MeetingView): string =>
  Temporal.Instant.from(occurrence.closesAt).add({ hours: 24 }).toString({ smallestUnit: 'millisecond' })
