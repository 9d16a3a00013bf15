/** The facts a ritual's pure functions may look at. The engine fills them; a ritual can't reach for more. */
import type { Message, RichText } from '#message'
import type { Begun, Startable, Started } from './starts.ts'

export type Role = 'member' | 'leader'

export interface Person {
  id: string
  name: string
  /** Site or department, when the manifest names one. */
  unit: string | null
}

/**
 * A participant of this occurrence. `status` is public to the ritual only where it is named: in an anonymous ritual everyone else
 * reads `asked`, whether they have answered or not.
 */
export interface Participant extends Person {
  role: Role
  status: 'waiting' | 'asked' | 'answered' | 'declined'
  opensAt: string
}

/**
 * Someone of the team who is not asked this time. `until` is a date (`2026-12-04`) or null when it has no known end. `not-drawn`: nobody was
 * left to be drawn together with them. `left`: left the organisation after people were drawn together.
 */
export interface Absent extends Person {
  role: Role
  reason: 'away' | 'holiday' | 'snoozed' | 'opted-out' | 'not-drawn' | 'left'
  until: string | null
}

/** One entry of the append-only log of responses. `answers` is null for "not today". `late` means after the report. */
export interface Entry {
  member: string
  role: Role
  form: string
  answers: Record<string, string | string[] | number | null> | null
  at: string
  late: boolean
}

export interface OccurrenceFacts {
  id: string
  /** 1 for the first one held; counts only held ones. */
  number: number
  /** Local date of the occurrence, `2026-12-03`. */
  date: string
  opensAt: string
  closesAt: string
}

/** An earlier occurrence of the same ritual: its folded state and, where it was anonymous, what was published. */
export interface Past<State, Tally> {
  occurrence: OccurrenceFacts
  state: State
  result: Result<Tally> | null
  /** As drawn then; in prompts and forms only the reader's own. */
  groups: Group[]
  /** What a leader had put on its table from another ritual. */
  started: Started[]
  /** Only where ballots are sealed. With `few` members apart there is no `result` here: it must not stand beside the view's own. */
  overlap?: Overlap | null
}

/** Two sets of people: the same, apart by so few that results laid over each other would tell of them (fewer than the threshold in or out), or by enough. */
export type Likeness = 'same' | 'few' | 'many'

/** How those who were asked for a ballot in an earlier occurrence differ from those of the view's own: all who belonged to them, and who of them was there. */
export interface Overlap {
  members: Likeness
  present: Likeness
}

/**
 * What remains of an anonymous occurrence once it is closed. `withheld` says why there is no tally: `few` (under the threshold),
 * `lost-key` (the poll's key is gone, its ballots can't be opened by anyone). `answered` is exact only when it reached the threshold.
 */
export interface Result<Tally> {
  invited: number
  answered: number | null
  tally: Tally | null
  withheld: 'few' | 'lost-key' | null
}

/** People drawn together for one occurrence: a coffee pair or trio, the two of a 1:1. Drawn once, at the opening, and kept. */
export interface Group {
  /** Unique within the occurrence, stable over time. */
  key: string
  members: string[]
  /** Why just these people: small and of the ritual's own making. Nothing confidential belongs here; everyone in the group may ask for it. */
  facts: Record<string, string | number | boolean | null>
}

/** Somebody who can be drawn. */
export interface Candidate extends Person {
  email: string | null
  role: Role
  zone: string
  /** Date of joining the team, `2026-12-03`. */
  since: string
  /** Ids of those who lead this person, in any team of the manifest. */
  leaders: string[]
  /** Ids of those who lead these leaders, whether they can be drawn or not. */
  above?: string[]
  /** Common working hours are found in them; local times such as `08:00`, on `workDays` (1 is Monday). */
  workingHours: { from: string; to: string }
  workDays: number[]
}

/** An earlier drawing, for the next one to look at. */
export interface Round {
  occurrence: OccurrenceFacts
  groups: Group[]
}

/**
 * What somebody says they will do by a date. `to` is the member it was promised to, or null for the whole team: then everyone in the team may
 * read it. A promise to oneself (`to` is the owner) is nobody else's.
 */
export interface PromiseDraft {
  /** Unique within the occurrence, stable over time: a changed text or date under the same key is the same promise. */
  key: string
  owner: string
  to: string | null
  /** What will be done; plain, as it was written. */
  text: string
  /** "When X": what sets it off, where it was said. */
  trigger: string | null
  /** Local date, `2026-12-03`. */
  due: string
}

/**
 * A promise as the ledger has it. `late`: kept, but after its date; `moved`: how often a new date was agreed on before the old one had passed.
 * `due` is the date that holds now, which the owner may have changed by a button since it was written. `id` is the value of the buttons
 * `promise-kept`, `promise-move` and `promise-dropped`, which the engine answers for every ritual (kept: both people; the others: the owner).
 */
export interface Promised extends PromiseDraft {
  id: string
  occurrence: string
  state: 'open' | 'kept' | 'late' | 'dropped'
  moved: number
  /** The date that had passed when a new one was set, null while none has; in the kept rate (`keptRate`) the promise counts by it. */
  missed: string | null
  /** Date on which it was kept or dropped. */
  settled: string | null
}

/** An entry for the reader's own calendar. */
export interface CalendarEntry {
  /** Unique within the occurrence, stable over time: a moved appointment keeps its place in the calendar. */
  key: string
  title: string
  /** Instant. */
  startsAt: string
  /** A duration such as `30m`. */
  lasts: string
  /** Id of the earlier occurrence in which it was first said, where this one carries it on: its place stays the same then. */
  begun?: string
  text: string | null
}

/** One closed poll of some team, as far as the view across teams looks at it. */
export interface Held<State, Tally> {
  ritual: string
  team: string
  number: number
  /** Monday of the week in which it closed, `2026-11-30`. */
  week: string
  state: State
  result: Result<Tally>
}

/** Texts in one language. Keys are looked up in the ritual's own file, then in the common one. */
export interface Speak {
  (key: string, values?: Record<string, string | number>): string
  /** The same with inline nodes in the place of values. */
  rich(key: string, values: Record<string, string | number | RichText>): RichText
  readonly language: 'de' | 'en'
  /** Numbers and lists as this language writes them. */
  number(value: number, digits?: number): string
  list(items: string[]): string
  /** A date such as `2026-12-03` as "Donnerstag, 3. Dezember" / "Thursday, 3 December". */
  date(date: string): string
}

/** Who reads: a person, or a channel (then `me` is null). `zone` is theirs, for arithmetic only; instants in texts go through inline nodes. */
export interface Reader {
  t: Speak
  zone: string
  me: Participant | null
}

export interface View<Options, State, Tally = never> {
  now: string
  ritual: { id: string; name: string; options: Options }
  team: { id: string; name: string; size: number; leaders: Person[] }
  occurrence: OccurrenceFacts
  /** Name of the running phase, `planned` before the opening, `closed` after the last phase. */
  phase: string
  /** All phases in their order with the instant at which each closes, moved where one was ended early; before the opening as planned. */
  phases: { name: string; closesAt: string }[]
  /** Closed, and the next one has begun: it is too late even for late answers. */
  over: boolean
  participants: Participant[]
  absent: Absent[]
  /** Folded over everyone's entries; in prompts and forms over the reader's own where the ritual's `scope` is `own`, over their groups' where it is `group`. */
  state: State
  /**
   * As drawn at the opening, by key, members by id; empty where nothing is drawn. In prompts and forms only the reader's own, except where the
   * ritual's scope is `team`. Someone in a group may have become absent since.
   */
  groups: Group[]
  /**
   * Promises of this occurrence, those of this ritual's earlier ones that are still open, and those settled since the occurrence before
   * this one (between two people who are drawn together: since the one before in which they were); the nearest date first. In prompts and forms: those to the whole team, and the reader's own (as owner or as the one it was
   * promised to). In whole views (posts, `promises`): those to the whole team; between two people only where the ritual's scope is
   * `group`, and there it is the ritual that must never say them to anyone but the two.
   */
  promises: Promised[]
  /** What a leader has begun here from another ritual, oldest first; everyone who takes part may read it. */
  started: Started[]
  /** Only in a ritual that `begins` others, once it is closed: what its leaders could begin now. */
  startable: Startable[]
  /** Only there, and in posts: what was begun from the occurrence before this one, oldest first. */
  begun: Begun[]
  /** Newest first; as many as the ritual remembers. */
  history: Past<State, Tally>[]
  /** Only once the ballots of an anonymous occurrence have been opened. */
  result: Result<Tally> | null
  /** Fewest answers that may be shown together. */
  threshold: number
  /** Uniform in [0, 1), seeded by the occurrence: the same view draws the same numbers. */
  random(): number
  /**
   * Whether somebody of this view works on a local date such as `2026-12-03`, as far as is known: a working day where they are, and not away. Of
   * people whom nothing draws together, only the organisation's calendar is known.
   */
  worksOn(member: string, date: string): boolean
}

/** Something to be said. The engine keeps what stands in the chat equal to what these functions return: a changed post is edited in place. */
export interface Post {
  /** Unique within the occurrence, stable over time. */
  key: string
  /** `group`: the key of a drawn group, as one conversation where the platform can open one, else to each of its members. */
  to: 'channel' | 'leaders' | 'observers' | 'participants' | { member: string } | { group: string }
  /** Key of the post to whose thread this one belongs. */
  under?: string
  message(reader: Reader): Message
}
