/**
 * The tables, as Kysely sees them; the same on SQLite and PostgreSQL. Instants are UTC text (`2026-12-03T09:00:00.000Z`), local times
 * are floating text, dates `2026-12-03`, documents JSON text, flags 0 or 1.
 */
import type { ColumnType, Generated } from 'kysely'

/** JSON text in a column; `json()` and `parse()` in codecs.ts go back and forth. */
export type JsonText = string

/** Small things the process must remember: the playground's clock, what an adapter keeps. */
export interface SettingTable {
  key: string
  value: JsonText
}

/** Every manifest that was ever applied; the newest is in force. */
export interface ManifestTable {
  id: Generated<number>
  digest: string
  document: JsonText
  applied_at: string
}

export interface MemberTable {
  id: string
  email: string | null
  name: string
  language: 'de' | 'en' | null
  zone: string | null
  unit: string | null
  joined_at: string
  left_at: string | null
  /** When the one welcome was queued. */
  welcomed_at: string | null
}

/** A member on one platform. `external_id` is the platform's own id. */
export interface IdentityTable {
  platform: string
  external_id: string
  member_id: string
  conversation: string | null
}

export interface TeamTable {
  id: string
  /** The team as the manifest has it. */
  document: JsonText
  removed_at: string | null
}

export interface MembershipTable {
  team_id: string
  member_id: string
  role: 'leader' | 'member' | 'observer'
  since: string
  until: string | null
}

export interface RitualTable {
  id: string
  kind: string
  team_id: string
  name: string
  /** Schedule and options as the manifest has them, defaults filled in. */
  schedule: JsonText
  options: JsonText
  state: 'active' | 'paused' | 'removed'
  paused_until: string | null
  /** Occurrences are planned up to this instant. */
  planned_until: string
  /** Ids of further teams whose people take part, as a JSON list. */
  with_teams: JsonText
}

export type OccurrenceState = 'planned' | 'open' | 'closed' | 'missed' | 'skipped'

export interface OccurrenceTable {
  /** `<ritual>@<nominal local time>`: the same moment can be planned only once. */
  id: string
  ritual_id: string
  nominal: string
  /** The local time after holidays have moved it. */
  local_at: string
  state: OccurrenceState
  /** Why it was skipped: `holiday`, `paused`, `leader`, `overlap` (a poll too close to another team's). */
  reason: string | null
  /** Counted when it opens. */
  number: number | null
  phase: string | null
  opens_at: string
  closes_at: string
  /** When the engine must look at it next; null when there is nothing left to do. */
  next_at: string | null
  /** Options, threshold, phases' closing times: frozen at the opening. */
  frozen: JsonText | null
  /** What leaders have begun here from other rituals, as a JSON list (`Started`). */
  started: JsonText | null
}

export interface ParticipantTable {
  occurrence_id: string
  member_id: string
  role: 'member' | 'leader'
  /** In an anonymous ritual a member stays `asked` for good: who answered is nowhere in the database. */
  status: 'waiting' | 'asked' | 'answered' | 'declined' | 'absent'
  /** When absent: why, and until when. */
  reason: string | null
  until: string | null
  opens_at: string
  remind_at: string | null
}

/** The append-only log of named responses. */
export interface ResponseTable {
  id: Generated<number>
  occurrence_id: string
  member_id: string
  form: string
  /** Null for "not today". */
  answers: JsonText | null
  at: string
  late: number
}

/** Sealed ballots of open polls: nothing here tells who, when or in which order. */
export interface SpoolTable {
  occurrence_id: string
  slot: string
  box: string
}

/** What remains of an anonymous occurrence: the tally, or why there is none. */
export interface ResultTable {
  occurrence_id: string
  document: JsonText
  published_at: string
}

/** Who was drawn together with whom: a row for each member of each group. */
export interface PairingTable {
  occurrence_id: string
  group_key: string
  member_id: string
  /** Why just these people; the same in all rows of a group. */
  facts: JsonText
}

/** The ledger of promises and actions. */
export interface PromiseTable {
  /** Derived from occurrence and key; says nothing to whoever sees it. */
  id: string
  occurrence_id: string
  ritual_id: string
  key: string
  owner_id: string
  /** Null: promised to the whole team. */
  to_id: string | null
  text: string
  trigger: string | null
  due: string
  /** The date as the answer last gave it: a new one there counts, an old one does not undo what was agreed on by a button. */
  drafted: string
  /** The date that had passed when a new one was set for the first time: by it the promise counts. */
  missed: string | null
  /** `withdrawn`: it was taken out of the answer it stood in, or one of its people has left. */
  state: 'open' | 'kept' | 'late' | 'dropped' | 'withdrawn'
  /** How often a new date was agreed on before the old one had passed. */
  moved: number
  /** Local date on which it was kept or dropped. */
  settled: string | null
  made_at: string
  /** The last word its owner got about the present date: the working day before, on the day, or the question afterwards. */
  nudged: 'before' | 'day' | 'after' | null
  /** When the engine must look at it next: the day before, the day itself; null when there is nothing left to do. */
  next_at: string | null
}

/** The address of a member's own calendar. Whoever knows its token may read it, so only the token's SHA-256 is kept. */
export interface FeedTable {
  member_id: string
  digest: string
  made_at: string
}

/** What a member's calendar was last told of one entry, so that a change raises its number. */
export interface FeedEntryTable {
  member_id: string
  uid: string
  digest: string
  sequence: number
  changed_at: string
}

export type DeliveryState = 'queued' | 'sending' | 'sent' | 'failed' | 'unknown' | 'cancelled'

/** The outbox: one row for each message that stands, or shall stand, in a conversation. */
export interface DeliveryTable {
  id: string
  occurrence_id: string | null
  key: string
  /** `member:<id>`, `group:<id>,<id>` or `channel:<platform>:<channel>`. */
  recipient: string
  platform: string
  language: 'de' | 'en'
  zone: string
  /** The delivery whose thread this one belongs to. */
  under: string | null
  message: JsonText
  /** `revision` is what shall stand, `sent_revision` what does. */
  revision: number
  sent_revision: number
  state: DeliveryState
  not_before: string
  attempts: number
  lease_until: string | null
  /** The replica that is sending it. */
  holder: string | null
  reference: JsonText | null
  error: string | null
  queued_at: string
  /** Its place among what was queued with it: threads stand in the order they were meant. */
  position: number
  sent_at: string | null
  /** When what stands was last edited. */
  edited_at: string | null
}

export interface AbsenceTable {
  id: Generated<number>
  member_id: string
  from_date: string
  /** Last day away; null when open. */
  until_date: string | null
  set_at: string
}

/** Snoozed (`until_at` set) or left (null). `ritual_id` is `*` for all. */
export interface OptOutTable {
  member_id: string
  ritual_id: string
  until_at: string | null
}

/** Events that were acted on, so that a second delivery changes nothing; swept after two days. `day` is all the time it keeps. */
export interface EventTable {
  id: string
  day: string
}

/** Jobs of the SQLite runner (jobs/sqlite.ts); pg-boss keeps its own on PostgreSQL. */
export interface JobTable {
  id: Generated<number>
  name: string
  key: string
  lane: string | null
  run_at: string
  state: ColumnType<'waiting' | 'running' | 'dead', 'waiting', 'waiting' | 'running' | 'dead'>
  attempts: number
  max_attempts: number
  data: JsonText | null
  error: string | null
}

/** The replicas that live on PostgreSQL; on SQLite there is one process and no row. */
export interface ReplicaTable {
  id: string
  /** Milliseconds since 1970, by the database's clock: whoever was not heard of until then is dead. */
  alive_until: number
}

/** Where a platform reaches people (`person` is its own id of them) and channels, as far as it can't be asked. */
export interface ContactTable {
  platform: string
  conversation: string
  person: string | null
  details: JsonText
  learnt_on: string
}

/** What admins and leaders did; the database refuses to change it. */
export interface AuditTable {
  id: Generated<number>
  at: string
  actor_id: string | null
  what: string
  ritual_id: string | null
  detail: string | null
}

export interface Schema {
  audit: AuditTable
  contact: ContactTable
  setting: SettingTable
  manifest: ManifestTable
  member: MemberTable
  identity: IdentityTable
  team: TeamTable
  membership: MembershipTable
  ritual: RitualTable
  occurrence: OccurrenceTable
  participant: ParticipantTable
  response: ResponseTable
  spool: SpoolTable
  result: ResultTable
  pairing: PairingTable
  promise: PromiseTable
  feed: FeedTable
  feed_entry: FeedEntryTable
  delivery: DeliveryTable
  absence: AbsenceTable
  opt_out: OptOutTable
  event: EventTable
  job: JobTable
  replica: ReplicaTable
}
