/**
 * Scenes for the contract of rituals: a team at some moment of an occurrence, everything in it drawn from one seeded generator. Answers are
 * made by filling in the ritual's own forms, so that a ritual nobody has thought of yet gets scenes of its own.
 */
import {
  ABSTAIN,
  type Absent,
  type Answers,
  type AnswerValue,
  type Candidate,
  checkAnswers,
  type Entry,
  type Field,
  type Group,
  type Participant,
  type Person,
  type Promised,
  type Reader,
  type Role,
  type View,
} from '#ritual'
import { circlesOf, logFor } from '../../src/engine/circles.ts'
import type { AnyRitual } from '../../src/engine/discovery.ts'
import { sealedPhaseOf } from '../../src/engine/occasion.ts'
import { seeded } from '../../src/engine/seed.ts'
import type { Language } from '../../src/message/dates.ts'
import { readerOf, viewOf } from '../views.ts'
import { offeredIn, startedIn } from './started-scene.ts'

export type Draw = () => number
export type AnyView = View<unknown, unknown, unknown>

export const LANGUAGES: readonly Language[] = ['de', 'en']
const STATUSES: readonly Participant['status'][] = ['waiting', 'asked', 'answered', 'declined']

/** What people write when nobody wishes the bot well. */
const NASTY = [
  '<@U1> <!channel> @here *fett* [x](http://y) {{name}} $t(button.why) <script>alert(1)</script> `code`',
  '\u202Etxet desrever\u202C مرحبا بكم',
  '👩‍👩‍👧‍👦'.repeat(300),
  'ä\n'.repeat(1500),
  'a'.repeat(3000),
  '\u0000\u0007\uD83D',
  '__proto__',
  '   ',
  'Übergabe Filiale Ost',
]

export const pick = <T>(items: readonly T[], draw: Draw): T => items[Math.floor(draw() * items.length)]!

/** The same scene, as often as it is wanted: a view is made anew each time because its generator goes on with every draw. */
export interface Scene {
  seed: string
  options: unknown
  phase: string
  number: number
  members: Person[]
  leaders: Person[]
  absent: Absent[]
  entries: Entry[]
  past: { date: string; entries: Entry[]; ballots: Answers[] | null }[]
  /** The ballots of a closed anonymous occurrence, null where it is void; empty where nobody answered. */
  ballots: Answers[] | null
}

/** @param options as in the manifest */
export function sceneOf(ritual: AnyRitual, options: unknown, seed: string): Scene {
  const draw = seeded(seed)
  const phases = [...ritual.phases(ritual.options.parse(options)).map((phase) => phase.name), 'planned', 'closed']
  const members = crowd('m', pick([1, 3, 5, 6, 12, 40], draw))
  const scene: Scene = {
    seed,
    options,
    phase: pick(phases, draw),
    number: 1 + Math.floor(draw() * 14),
    members,
    leaders: crowd('l', pick([1, 1, 2], draw)),
    absent: members.slice(1).flatMap((person) => (draw() < 0.15 ? [absentee(person, draw)] : [])),
    entries: [],
    past: [],
    ballots: [],
  }
  const dates = ['2026-11-30', '2026-11-25', '2026-11-23', '2026-11-18'].slice(0, Math.floor(draw() * 5))
  const past = dates.map((date) => ({ date, ...answersFor(ritual, scene, draw) }))
  const today = answersFor(ritual, { ...scene, past }, draw)
  return { ...scene, past, entries: today.entries, ballots: today.ballots }
}

const crowd = (prefix: string, size: number): Person[] =>
  Array.from({ length: size }, (_, index) => ({
    id: `${prefix}-${index}`,
    name: `${prefix === 'l' ? 'Leitung' : 'Mitglied'} ${index} ${'x'.repeat(index)}`.trim(),
    unit: index % 2 === 0 ? null : 'Filiale Ost',
  }))

function absentee(person: Person, draw: Draw): Absent {
  const reason = pick(['away', 'holiday', 'snoozed', 'opted-out'] as const, draw)
  return {
    ...person,
    role: 'member',
    reason,
    until: reason === 'opted-out' ? null : pick(['2026-12-02', '2026-12-24'], draw),
  }
}

/** What was sent by name and what was sealed, by filling in the forms as they are built for this very scene. */
function answersFor(ritual: AnyRitual, scene: Scene, draw: Draw): { entries: Entry[]; ballots: Answers[] | null } {
  const entries: Entry[] = []
  const ballots: Answers[] = []
  const options = ritual.options.parse(scene.options)
  const isSealed = sealedPhaseOf(ritual, options) !== null
  for (const [person, role] of peopleIn(scene)) {
    const sealed = new Map<string, Answers>()
    const seen = viewIn(ritual, scene, person)
    for (const [form, spec] of Object.entries(ritual.forms)) {
      if (!spec.roles.includes(role) || (spec.sealed && !isSealed) || draw() < 0.3) continue
      const view = { ...seen, random: seeded(scene.seed) }
      const filled = fill(ritual, scene, { view, form, person, draw })
      if (!spec.sealed) entries.push(entryOf(person, role, form, filled, draw))
      else if (filled) sealed.set(form, filled)
    }
    ballots.push(...ballotOf(sealed, ritual.asks(options)[role]))
  }
  return { entries, ballots: draw() < 0.1 ? null : ballots }
}

/** One for each person, as the engine keeps it: further sealed forms belong to the one that was asked for, and are nothing without it. */
function ballotOf(sealed: ReadonlyMap<string, Answers>, asked: string | undefined): Answers[] {
  const first = asked === undefined ? undefined : sealed.get(asked)
  return first ? [Object.assign({}, first, ...sealed.values())] : []
}

const entryOf = (person: Person, role: Role, form: string, answers: Answers | null, draw: Draw): Entry => ({
  member: person.id,
  role,
  form,
  answers,
  at: `2026-12-02T08:${pick(['05', '20', '59'], draw)}:00.000Z`,
  late: draw() < 0.2,
})

/** Answers that the engine would let pass, or null for "not today". */
function fill(
  ritual: AnyRitual,
  scene: Scene,
  { view, form, person, draw }: { view: AnyView; form: string; person: Person; draw: Draw },
): Answers | null {
  if (draw() < 0.1) return null
  const reader = readerIn(ritual, scene, view, person, pick(LANGUAGES, draw))
  const built = ritual.forms[form]!.build(view, reader)
  const raw = Object.fromEntries(built.fields.map((field) => [field.name, fillField(field, draw)]))
  const { answers, problems } = checkAnswers(built, raw)
  if (problems.length > 0) return null
  return Object.keys(ritual.forms[form]!.check?.(answers, view, reader) ?? {}).length === 0 ? answers : null
}

function fillField(field: Field, draw: Draw): AnswerValue {
  if (!field.required && draw() < 0.2) return null
  switch (field.type) {
    case 'short':
    case 'long':
      return pick(NASTY, draw).slice(0, field.max)
    case 'scale':
      return field.abstain !== undefined && draw() < 0.1 ? ABSTAIN : pick(field.steps, draw).value
    case 'choice':
      return field.many ? [pick(field.options, draw).value] : pick(field.options, draw).value
    case 'member':
      return pick(field.options, draw).value
    case 'date':
      return field.min ?? '2026-12-24'
    case 'time':
      return '09:30'
  }
}

export function peopleIn({ members, leaders }: Scene): [Person, Role][] {
  return [
    ...leaders.map((person): [Person, Role] => [person, 'leader']),
    ...members.map((person): [Person, Role] => [person, 'member']),
  ]
}

/** The view as the engine would build it: whole for reports, `own` for a person's prompts and forms. */
export function viewIn(ritual: AnyRitual, scene: Scene, own?: Person): AnyView {
  const { members, leaders, absent, entries, phase, options, number } = scene
  const { groups, log, promises } = togetherIn(ritual, scene, own)
  const view = viewOf<unknown, unknown, unknown>(ritual, {
    options,
    phase,
    members,
    leaders,
    absent,
    entries: log(entries),
    groups,
    promises,
    past: scene.past.map(({ date, entries: earlier, ballots }, index) => ({
      date,
      entries: log(earlier),
      groups,
      result: resultOf(ritual, scene, ballots, number - 1 - index),
    })),
    ...(own && { own }),
    result: isUnsealedIn(ritual, scene) ? resultOf(ritual, scene, scene.ballots, number) : null,
  } as Parameters<typeof viewOf<unknown, unknown, unknown>>[1])
  const history = view.history.map((past, index) => ({
    ...past,
    occurrence: { ...past.occurrence, number: number - 1 - index },
  }))
  const draw = seeded(`${scene.seed} started`)
  const started = { started: startedIn(ritual, scene, draw), ...offeredIn(ritual, scene, draw) }
  return { ...view, ...started, history, occurrence: { ...view.occurrence, number }, random: seeded(scene.seed) }
}

interface Together {
  groups: Group[]
  log(entries: Entry[]): Entry[]
  promises: Promised[]
}

/** Who is drawn together, what may be read of them and what they promised; all of it, or what `own` may see. */
function togetherIn(ritual: AnyRitual, scene: Scene, own?: Person): Together {
  const { groups, promises } = drawnIn(ritual, scene)
  if (!own || ritual.scope === 'team' || groups.length === 0) return { groups, promises, log: (entries) => entries }
  const circle = circlesOf(groups)(own.id)
  return {
    groups: circle.groups,
    log: (entries) => (ritual.scope === 'group' ? logFor(ritual, entries)(circle, own.id) : entries),
    promises: promises.filter(({ owner, to }) => to === null || owner === own.id || to === own.id),
  }
}

/** Views are made anew many times; who was drawn stays. */
const drawn = new WeakMap<Scene, Pick<Together, 'groups' | 'promises'>>()

function drawnIn(ritual: AnyRitual, scene: Scene): Pick<Together, 'groups' | 'promises'> {
  const known = drawn.get(scene)
  if (known) return known
  const made = drawIn(ritual, scene)
  drawn.set(scene, made)
  return made
}

function drawIn(ritual: AnyRitual, scene: Scene): Pick<Together, 'groups' | 'promises'> {
  const { options, phase, members, leaders, absent, entries } = scene
  if (!ritual.drawing || phase === 'planned') return { groups: [], promises: [] }
  const view = viewOf<unknown, unknown, unknown>(ritual, { options, phase, members, leaders, absent, entries })
  const groups = ritual.drawing.draw(view, candidatesIn(ritual, scene), [])
  const promises = ritual.promises?.({ ...view, groups }) ?? []
  return { groups, promises: promises.map((draft) => ({ ...draft, ...UNSETTLED, id: draft.key })) }
}

/** Those who are there, and where the ritual says so, those too who are away for a part of it. */
export function candidatesIn(ritual: AnyRitual, scene: Scene): Candidate[] {
  const out = scene.absent.filter(({ reason }) => !ritual.drawing?.evenAway || !['away', 'holiday'].includes(reason))
  const ids = new Set(out.map(({ id }) => id))
  return peopleIn(scene)
    .filter(([{ id }]) => !ids.has(id))
    .map((each) => candidateOf(scene, ...each))
}

const UNSETTLED = { occurrence: 'o1', state: 'open', moved: 0, missed: null, settled: null } as const

const candidateOf = ({ leaders }: Scene, person: Person, role: Role): Candidate => ({
  ...person,
  role,
  email: `${person.id}@nordlicht.example`,
  zone: person.unit === null ? 'Europe/Berlin' : 'America/New_York',
  since: '2026-01-01',
  leaders: role === 'leader' ? [] : leaders.map(({ id }) => id),
  workingHours: { from: '08:00', to: '17:00' },
  workDays: [1, 2, 3, 4, 5],
})

/** Whether the ballots have been opened by the phase of this scene. */
function isUnsealedIn(ritual: AnyRitual, { options, phase }: Scene): boolean {
  const filled = ritual.options.parse(options)
  const until = sealedPhaseOf(ritual, filled)
  const phases = [...ritual.phases(filled).map(({ name }) => name), 'closed']
  return until !== null && phases.indexOf(phase) > phases.indexOf(until)
}

/** As the engine publishes it: a tally from the threshold on, else why there is none. */
function resultOf(ritual: AnyRitual, scene: Scene, ballots: Answers[] | null, number: number) {
  if (sealedPhaseOf(ritual, ritual.options.parse(scene.options)) === null) return null
  const none = { invited: scene.members.length, answered: null, tally: null }
  if (ballots === null) return { ...none, withheld: 'lost-key' as const }
  if (ballots.length < 5) return { ...none, withheld: 'few' as const }
  const view = viewOf<unknown, unknown, unknown>(ritual, { options: scene.options, phase: scene.phase })
  const tally = ritual.tally!(ballots, { ...view, occurrence: { ...view.occurrence, number } })
  return { invited: scene.members.length, answered: ballots.length, tally, withheld: null }
}

/** A reader in every state they can be in; a person who takes part, or a channel where `person` is left out. */
export function readerIn(
  ritual: AnyRitual,
  scene: Scene,
  view: AnyView,
  person?: Person,
  language: Language = 'de',
  status?: Participant['status'],
): Reader {
  const known = person && view.participants.find((each) => each.id === person.id)
  const role = person && scene.leaders.includes(person) ? 'leader' : 'member'
  const seat = person && (known ?? { ...person, role, status: 'asked' as const, opensAt: view.occurrence.opensAt })
  return readerOf(ritual.kind, {
    language,
    zone: pick(['Europe/Berlin', 'Pacific/Auckland', 'America/New_York'], seeded(scene.seed)),
    me: seat ? { ...seat, status: status ?? seat.status } : null,
  })
}

export const statuses = STATUSES
