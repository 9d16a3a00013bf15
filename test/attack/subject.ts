/** What is attacked: a house that polls people, and all that somebody may get to see of it. The product is one, the leaky house another. */
import type { Image, Place } from './grounds.ts'

/** By field; null for "cannot judge". */
export type Ballot = Record<string, number | null>

/** Texts by where they were seen: a log line, a message, an answer over HTTP. */
export interface Said {
  where: 'log' | 'platform' | 'reply'
  /** Who may read it; null for those who run the machine. */
  to: string | null
  text: string
}

/** Where numbers for those who run the machine are; leaders don't get there. */
export const METRICS = '/metrics'

/** Everything the leader can look at, by where they look, and the metrics. */
export type Sight = Record<string, unknown>

export interface Subject extends AsyncDisposable {
  readonly place: Place
  readonly staff: readonly string[]
  /** Opens the next poll; everyone is asked. @returns its id */
  open(): Promise<string>
  /** What its ballot asks. */
  fields(): Promise<string[]>
  /** Sends a ballot under an event's id; null declines. Sending the same event again is a platform's retry. */
  vote(person: string, ballot: Ballot | null, event: string): Promise<void>
  /** Does something that is no vote: the person looks at the form and leaves it. */
  hesitate(person: string): Promise<void>
  /** Sends a form that can't be taken, with this text in it. */
  blunder(person: string, text: string): Promise<void>
  /** The person says that they are away today. */
  goAway(person: string): Promise<void>
  /** The leader asks for one more reminder. */
  urge(): Promise<void>
  /** Time passes until everyone who has not answered was reminded. */
  remind(): Promise<void>
  /** Time passes until the poll is closed and told. @returns how many ballots were counted, null when that is not told */
  close(): Promise<number | null>
  look(): Promise<Sight>
  /** What stands for a person: ids, names, addresses. */
  marks(person: string): string[]
  /** What stands for a person in one poll and can be worked out from what is no secret, such as the ids of their messages. */
  traces(poll: string, person: string): string[]
  /** Somebody who is not asked sends a ballot all the same: the leader, or a member after the close. */
  stuff(person: string, ballot: Ballot, event: string): Promise<void>
  /** Where this person's box lies while the poll is open: for the judge, who has the key. */
  slot(poll: string, person: string): string | null
  /** The ballots of theirs that would be counted now: for the judge. */
  counted(poll: string, person: string): Promise<(Ballot | null)[]>
  /** The key of the open poll: for the judge. */
  key(poll: string): Buffer | null
  /** The folder of keys as it is now. */
  keys(): Image[]
  readonly said: readonly Said[]
}
