/**
 * Views and readers for the tests of rituals: a small after-sales team on Wednesday, 2 December 2026, a check-in's or poll's answers folded by the
 * ritual itself, and the real texts. A test says only what matters to it.
 */
import { existsSync, readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type {
  Absent,
  Answers,
  Begun,
  Entry,
  Group,
  Participant,
  Past,
  Person,
  Promised,
  Reader,
  Result,
  Ritual,
  Role,
  Startable,
  Started,
  View,
} from '#ritual'
import { circlesOf, logFor } from '../src/engine/circles.ts'
import { seeded } from '../src/engine/seed.ts'
import type { Language } from '../src/message/dates.ts'
import { parseDuration } from '../src/time/duration.ts'
import { loadTexts, type Locales, localesOf, type Texts } from '../src/texts.ts'

const person = (id: string, name: string, unit: string | null = null): Person => ({ id, name, unit })

/** Anke leads, the others are her team. */
export const anke = person('anke', 'Anke')
export const jana = person('jana', 'Jana', 'Filiale Ost')
export const ben = person('ben', 'Ben', 'Filiale Ost')
export const selin = person('selin', 'Selin', 'Filiale Süd')
export const mehmet = person('mehmet', 'Mehmet', 'Filiale Süd')
export const lotta = person('lotta', 'Lotta')

/** Wednesday: 09:00 and 13:00 in Berlin. */
export const OPENS = '2026-12-02T08:00:00.000Z'
export const CLOSES = '2026-12-02T12:00:00.000Z'

/** What a test may say about a view. Whatever it leaves out is an ordinary day on which everyone was asked and nobody has answered. */
export interface Scene<Tally = never> {
  /** As in the manifest; defaults are filled in by the ritual's own options. */
  options?: unknown
  now?: string
  phase?: string
  over?: boolean
  members?: Person[]
  leaders?: Person[]
  absent?: Absent[]
  /** The log, oldest first; who answered and who declined follows from it (never in an anonymous ritual). */
  entries?: Entry[]
  /** Earlier occurrences, newest first. */
  past?: { date: string; entries?: Entry[]; groups?: Group[]; result?: Result<Tally>; started?: Started[] }[]
  started?: Started[]
  startable?: Startable[]
  begun?: Begun[]
  /** Who was drawn together. */
  groups?: Group[]
  /** As the ledger has them. */
  promises?: Promised[]
  /** Whose prompt or form it is, where the ritual's scope is `own`. */
  own?: Person
  result?: Result<Tally>
  threshold?: number
}

/** One response; `late` and the time matter to few tests. */
export function entry(member: Person, answers: Answers | null, more: Partial<Entry> = {}): Entry {
  return {
    member: member.id,
    role: 'member',
    form: 'answer',
    answers,
    at: '2026-12-02T08:20:00.000Z',
    late: false,
    ...more,
  }
}

export const away = (absent: Person, until: string | null = null, reason: Absent['reason'] = 'away'): Absent => ({
  ...absent,
  role: 'member',
  reason,
  until,
})

export function viewOf<Options, State, Tally = never>(
  ritual: Ritual<Options, State, Tally>,
  scene: Scene<Tally> = {},
): View<Options, State, Tally> {
  const { members = [jana, ben, selin, mehmet, lotta], leaders = [anke] } = scene
  const { groups, sees, of } = seenIn(ritual, scene, leaders)
  const absent = (scene.absent ?? []).filter(sees)
  const options = ritual.options.parse(scene.options ?? {})
  const own = ritual.scope === 'own' ? scene.own : undefined
  const fold = (log: Entry[]): State =>
    own === undefined
      ? foldOnce(ritual, log)
      : folded(
          ritual,
          log.filter(({ member }) => member === own.id),
        )
  const past = (scene.past ?? []).slice(0, ritual.remembers)
  return {
    now: scene.now ?? OPENS,
    ritual: { id: `${ritual.kind}-1`, name: 'Morgenrunde', options },
    team: { id: 'after-sales', name: 'After Sales', size: members.length + leaders.length, leaders },
    occurrence: { id: 'o1', number: past.length + 1, date: '2026-12-02', opensAt: OPENS, closesAt: CLOSES },
    phase: scene.phase ?? ritual.phases(options)[0]!.name,
    phases: phasesOf(ritual, options),
    over: scene.over ?? false,
    participants: participantsOf(ritual, options, scene, members, leaders).filter(sees),
    absent,
    state: fold(of(scene).entries),
    groups,
    promises: scene.promises ?? [],
    started: scene.started ?? [],
    startable: scene.startable ?? [],
    begun: scene.begun ?? [],
    history: past.map((each, index) => {
      const seen = of(each)
      return pastOf({ ...each, ...seen }, past.length - index, fold(seen.entries))
    }),
    result: scene.result ?? null,
    threshold: scene.threshold ?? 5,
    random: seeded('o1'),
    worksOn: (_member, date) => Temporal.PlainDate.from(date).dayOfWeek <= 5,
  }
}

const folded = <Options, State, Tally>(ritual: Ritual<Options, State, Tally>, log: Entry[]): State =>
  log.reduce((state, each) => ritual.reduce(state, each), ritual.initial())

/** A long log is folded for everyone in a large team; the same log gives the same state. */
const states = new WeakMap<Entry[], { by: unknown; state: unknown }>()

function foldOnce<Options, State, Tally>(ritual: Ritual<Options, State, Tally>, log: Entry[]): State {
  const known = states.get(log)
  if (known?.by === ritual) return known.state as State
  const state = folded(ritual, log)
  states.set(log, { by: ritual, state })
  return state
}

interface Together {
  entries?: Entry[]
  groups?: Group[]
}

interface Seen {
  groups: Group[]
  sees(person: Person): boolean
  of(earlier: Together): Required<Together>
}

/** What the scene's own reader may see; everything where it has none. */
function seenIn<Options, State, Tally>(
  ritual: Ritual<Options, State, Tally>,
  { own, groups = [] }: Scene<Tally>,
  leaders: Person[],
): Seen {
  if (!own || ritual.scope === 'team')
    return { groups, sees: () => true, of: (each) => ({ entries: each.entries ?? [], groups: each.groups ?? [] }) }
  const { groups: ownGroups, people } = circlesOf(groups)(own.id)
  return {
    groups: ownGroups,
    sees: ({ id }) => ritual.scope === 'own' || people.has(id) || leaders.some((leader) => leader.id === id),
    of({ entries = [], groups: drawn = [] }) {
      const circle = circlesOf(drawn)(own.id)
      const log = ritual.scope === 'group' ? logFor(ritual, entries)(circle, own.id) : entries
      return { entries: log, groups: circle.groups }
    },
  }
}

/** One after the other from the opening on. */
function phasesOf<Options, State, Tally>(
  { phases, defaults }: Ritual<Options, State, Tally>,
  options: Options,
): { name: string; closesAt: string }[] {
  let at = Temporal.Instant.from(OPENS).toZonedDateTimeISO('Europe/Berlin')
  return phases(options).map(({ name, lasts }) => {
    at = at.add(parseDuration(lasts === 'window' ? defaults.window : lasts))
    return { name, closesAt: at.toInstant().toString({ smallestUnit: 'millisecond' }) }
  })
}

function participantsOf<Options, State, Tally>(
  ritual: Ritual<Options, State, Tally>,
  options: Options,
  { absent = [], entries = [], own }: Scene<Tally>,
  members: Person[],
  leaders: Person[],
): Participant[] {
  const asked = ritual.asks(options)
  const statusOf = ({ id }: Person): Participant['status'] => {
    const last = entries.findLast(({ member }) => member === id)
    if (!last || ritual.privacy === 'anonymous') return 'asked'
    return last.answers === null ? 'declined' : 'answered'
  }
  const inRole = (people: Person[], role: Role): Participant[] =>
    asked[role] === undefined ? [] : people.map((each) => ({ ...each, role, status: statusOf(each), opensAt: OPENS }))
  return [...inRole(leaders, 'leader'), ...inRole(members, 'member')].filter(
    ({ id }) =>
      !absent.some((each) => each.id === id) && (ritual.scope !== 'own' || own === undefined || own.id === id),
  )
}

function pastOf<State, Tally>(
  { date, result, groups, started }: { date: string; result?: Result<Tally>; groups?: Group[]; started?: Started[] },
  number: number,
  state: State,
): Past<State, Tally> {
  const opensAt = `${date}T08:00:00.000Z`
  return {
    occurrence: { id: `o-${date}`, number, date, opensAt, closesAt: `${date}T12:00:00.000Z` },
    state,
    result: result ?? null,
    groups: groups ?? [],
    started: started ?? [],
  }
}

let texts: Texts | undefined

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The real texts: a ritual's own and the common ones. */
export function speakTo(language: Language, kind: string): Reader['t'] {
  texts ??= loadTexts(localesUnder('../src', ...readdirSync(folder('../rituals')).map((name) => `../rituals/${name}`)))
  return texts.speak(language, kind)
}

function localesUnder(...paths: string[]): Record<string, Locales> {
  const withTexts = paths.filter((path) => existsSync(folder(`${path}/locales/de.json`)))
  return Object.fromEntries(
    withTexts.map((path) => [path === '../src' ? 'common' : basename(path), localesOf(folder(path))]),
  )
}

/** A channel in Berlin that reads German, unless told otherwise; with `me`, a participant of the view. */
export function readerOf(
  kind: string,
  more: { language?: Language; zone?: string; me?: Participant | null } = {},
): Reader {
  const { language = 'de', zone = 'Europe/Berlin', me = null } = more
  return { t: speakTo(language, kind), zone, me }
}

/** A participant of the view, to read as. @throws when they are none */
export function seatOf(view: Pick<View<unknown, unknown>, 'participants'>, { id }: Person): Participant {
  const seat = view.participants.find((each) => each.id === id)
  if (!seat) throw new Error(`${id} takes no part in this view.`)
  return seat
}
