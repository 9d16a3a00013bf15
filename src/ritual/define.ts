/**
 * What a ritual is made of (`#ritual`): data and pure functions. A ritual never sends, reads a clock or draws a random number; it looks at a
 * view and says what should stand in the chat. This module is all that a folder under `rituals/` may import (with zod).
 */
import type { ZodType } from 'zod'
import type { Answers, Form, Message } from '#message'
import type { Start, StartName, StartSpec } from './starts.ts'
import type {
  CalendarEntry,
  Candidate,
  Entry,
  Group,
  Held,
  Post,
  PromiseDraft,
  Reader,
  Role,
  Round,
  View,
} from './facts.ts'

export type * from './facts.ts'
export * from '#message'
export * from './distributions.ts'
export * from './kept-rate.ts'
export * from './shares.ts'
export * from './starts.ts'

/**
 * A stretch of an occurrence. `lasts` is a duration such as `4h` or `2d`; `window` means the schedule's window. With `endsAtWork` it goes on to the
 * same time of the next working day where the whole organisation is off when it would end.
 */
export interface Phase {
  name: string
  lasts: string
  endsAtWork?: boolean
}

/** What pressing a button of a ritual comes to. */
export type Outcome =
  | { do: 'open'; form: string }
  | { do: 'answer'; form: string; answers: Answers }
  | { do: 'decline' }
  | { do: 'notice'; message: Message }
  /**
   * Ends the running phase now; `form` names the form whose `may` says who is allowed to. Give the button the name of the phase as its value:
   * then a second press does not end the next one. As long as ballots are sealed it is refused: their opening time was promised.
   */
  | { do: 'end-phase'; form: string }
  /**
   * Begins something in another ritual of the team, for a leader who may, as long as the next occurrence of this one has not begun. That it was
   * begun is written into this one's log under the form `BEGUN`, once for each `what`. `says` is the key of a text of this ritual's.
   */
  | { do: 'start'; start: Pick<Start, 'what' | 'choice'> & { says: string | null } }

export interface FormSpec<Options, State, Tally> {
  /** Who may send it. */
  roles: Role[]
  /** Sealed answers go to the spool and never to the log; a ritual whose privacy is `anonymous` lets its members send nothing else. */
  sealed: boolean
  /** Who among `roles` may send it now, such as the facilitator alone. Everyone where it is missing. */
  may?(view: View<Options, State, Tally>, reader: Reader): boolean
  /** Whether it may still be sent, and count as late, after the report. A sealed form never may. */
  late: boolean
  /** Whether it may be sent even when the next one has begun, for later ones to read in `view.history`; only where `late` is true. */
  beyond?: boolean
  /** Only for the form that is asked for: whether it can be answered by now; `today` and `answer` don't offer it before. */
  ripe?(view: View<Options, State, Tally>, reader: Reader): boolean
  build(view: View<Options, State, Tally>, reader: Reader): Form
  /** What is said when answers were kept that no message shows; a plain thanks where it is missing. */
  thanks?(answers: Answers, reader: Reader): string
  /** What is wrong with answers that fit the form, by field and in the reader's language; nothing of them is kept then. */
  check?(answers: Answers, view: View<Options, State, Tally>, reader: Reader): Record<string, string>
}

/** A sub-command of `/teamrunde` that a ritual answers from its latest closed occurrence; with the view of one's own message where its scope is `group`. */
export interface CommandSpec<Options, State, Tally> {
  roles: Role[]
  /** Whether it is answered from the occurrence that is running, where there is one. */
  running?: boolean
  answer(view: View<Options, State, Tally>, reader: Reader): Message
}

/**
 * What is told across all teams: one view for everyone who may see it, or the difference of two would tell of a single team. A whole week is told
 * once and kept: whatever changes afterwards (a leader who is forgotten, a poll whose key lived on), whoever looks again sees the same.
 */
export interface Across<State, Tally> {
  /** How many whole weeks it looks back; the running one never belongs to it. */
  weeks: number
  /** The last so many of them, whose polls `tell` gets besides for the week that has just ended. */
  recent: number
  /** What may be told of a week, as data that survives JSON: `report` gets it back as it was kept, whatever version kept it. */
  tell(week: WeekOfPolls<State, Tally>): unknown
  /** Says what there is to say at the end of the last week; what was told of each, oldest first. */
  report(told: ToldWeek[], threshold: number, reader: Reader): Message
}

export interface WeekOfPolls<State, Tally> {
  /** Monday, `2026-11-30`. */
  week: string
  /** All that was published in it, in the order of closing. */
  held: Held<State, Tally>[]
  /** Those of the weeks before it as well, oldest first; only for the week that has just ended. */
  recent: Held<State, Tally>[] | null
  /** What was told of the weeks before it, oldest first. */
  before: ToldWeek[]
  threshold: number
}

export interface ToldWeek {
  /** Monday. */
  week: string
  told: unknown
}

/** How a ritual brings people together: once, at the opening. */
export interface Drawing<Options, State, Tally> {
  /** How many earlier rounds the drawing looks at. */
  remembers: number
  /**
   * Whether those who are away or off at the opening can be drawn too, where an occurrence is long enough for them to be back in time.
   * `view.absent` says who they are. They are not asked, but posts reach them.
   */
  evenAway?: boolean
  /** Pure: the same people and rounds give the same groups (chance comes from `view.random`). Whoever is in no group is not asked. */
  draw(view: View<Options, State, Tally>, candidates: Candidate[], rounds: Round[]): Group[]
  /** Whoever comes back while it runs is asked all the same, in no group: what they take part in is the whole team's. */
  open?: boolean
}

export interface Ritual<Options, State, Tally = never> {
  kind: string
  /** Its slice of the manifest; strict, with defaults. */
  options: ZodType<Options>
  /**
   * `anonymous`: members' answers are sealed until the close and only their tally remains. `optional`: the manifest's options say so,
   * and `unseals` names the phase. Enforced by the engine.
   */
  privacy: 'named' | 'anonymous' | 'optional'
  /**
   * Only where privacy is `optional`: the phase at whose end the ballots are opened, counted by `tally` and their key destroyed, or null when
   * these options make it a named one. Until then whoever is asked for a sealed form sends nothing else, and the phase begins after it with
   * `view.result`; from then on named forms are taken, and nobody's status tells whether they had a ballot.
   */
  unseals?(options: Options): string | null
  /**
   * Only where ballots are sealed: the number of the occurrence whose members are asked in the n-th too. Who joins in between is asked from the
   * next such first one on; everyone at once where it is missing.
   */
  cohort?(number: number): number
  /** Room of a sealed ballot as JSON, the same for everyone; 576 bytes where it is missing. The form's limits must keep to it. */
  ballotBytes?: number
  /** Defaults where the manifest's schedule says nothing: window and reminder as durations, a reminder after the opening or `none`. */
  defaults: { window: string; reminder: string }
  /** Which form each role is asked for; a role that is missing is not asked. */
  asks(options: Options): Partial<Record<Role, string>>
  phases(options: Options): Phase[]
  /**
   * Whether prompts and forms see everyone's entries, those of the reader's groups, or only the reader's own. With `group` they see, of
   * participants and absent people too, only those in the reader's groups, now or in `history`, and the leaders.
   */
  scope: 'own' | 'group' | 'team'
  /**
   * Only where the scope is `group` and somebody may be in several groups: the key of the group an entry belongs to, or null for all of its
   * author's. The author's other groups never see it.
   */
  concerns?(entry: Entry): string | null
  /** How many earlier occurrences a view brings along. */
  remembers: number
  initial(): State
  reduce(state: State, entry: Entry): State
  forms: Record<string, FormSpec<Options, State, Tally>>
  /** Only where the first prompt does not ask for that form yet: when somebody is first asked for it. Instant, or null where nobody will be. */
  asksFrom?(view: View<Options, State, Tally>): string | null
  /** The message in a participant's own conversation; it follows `reader.me.status` and `view.phase`. */
  prompt(view: View<Options, State, Tally>, reader: Reader): Message
  /** One line for those who have not answered, or null for none. */
  reminder(view: View<Options, State, Tally>, reader: Reader): Message | null
  /** Whether it offers to begin something in other rituals (`Outcome`, `start`). */
  begins?: boolean
  /** What can be begun in this one from others: an extra occurrence, or something put on the table (`view.started`). */
  starts?: Partial<Record<StartName, StartSpec<Options, State, Tally>>>
  /** Only where something is told across all teams, to admins and whom the manifest names under `overview`. */
  across?: Across<State, Tally>
  /** Only where people are drawn together. */
  drawing?: Drawing<Options, State, Tally>
  /** Moments (instants) at which what stands in the chat changes by itself: the engine looks again then. */
  looks?(view: View<Options, State, Tally>): string[]
  /**
   * What people have promised in this occurrence, by the whole view: the ledger follows it, nudges the owner on the working day before and on the
   * day, and asks once afterwards what came of it. A changed date counts as a new one agreed on; what is no longer returned is withdrawn
   * unless it is settled. Whoever is no member any more can promise nothing.
   */
  promises?(view: View<Options, State, Tally>): PromiseDraft[]
  /**
   * What belongs into the reader's own calendar (its address is as secret as whoever has it keeps it): appointments, never answers or
   * anything private. Asked of open occurrences the reader takes part in and of planned ones, which have no participants and groups yet.
   */
  calendar?(view: View<Options, State, Tally>, reader: Reader): CalendarEntry[]
  /** What stands in the chat while the occurrence runs. */
  announce(view: View<Options, State, Tally>): Post[]
  /** What stands in the chat from the close on; asked again when a late answer comes in. */
  report(view: View<Options, State, Tally>): Post[]
  /**
   * Buttons of its own; one whose press opens a form says so (`Button.opens`). The engine answers `answer`, `change`, `decline`, `why`,
   * `privacy`, `snooze` and `leave` for every ritual.
   */
  actions: Record<string, (view: View<Options, State, Tally>, reader: Reader, value: string | undefined) => Outcome>
  /** Sub-commands of its own, by English name. */
  commands: Record<string, CommandSpec<Options, State, Tally>>
  /**
   * Anonymous rituals only: called once when the ballots are opened, with the ballots in random order and without their authors. What it returns
   * is all that is kept.
   */
  tally?(ballots: Answers[], view: View<Options, State, Tally>): Tally
}

/** Gives a ritual its types; the engine checks its shape when it finds it. */
export function defineRitual<Options, State, Tally = never>(
  ritual: Ritual<Options, State, Tally>,
): Ritual<Options, State, Tally> {
  return ritual
}
