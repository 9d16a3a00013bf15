/**
 * How one ritual has something begun in another without knowing it. It names what it wants (`Start`); every ritual says which of these it
 * understands (`Ritual.starts`); the engine finds one that the leader may steer, begins it there, and tells what came of it.
 */
import type { Person, Reader, Speak, View } from './facts.ts'

/**
 * What can be begun. `round`: people are drawn together. `format`: a retrospective in a format, its `choice`. `question`: what the leader asks
 * each of their people in the next talk. `topic`: what the team is asked besides the next time it comes together.
 */
export const STARTS = ['round', 'format', 'question', 'topic'] as const
export type StartName = (typeof STARTS)[number]

export interface Start {
  what: StartName
  /** One of the ritual's `choices`; null where there are none. */
  choice: string | null
  /** The question or topic, for each to read in their own language; null where no words are needed. */
  says: Record<'de' | 'en', string> | null
}

/** A start that was made, as the ritual reads it in which it was made. `by` is null once they are forgotten. */
export interface Started extends Start {
  by: Pick<Person, 'id' | 'name'> | null
  /** Instant. */
  at: string
}

/** Where a start goes: an extra occurrence at once, the one that is running, the next one that is planned. */
export type Whereto = 'now' | 'running' | 'next'

export interface StartSpec<Options, State, Tally> {
  /** In this order; the first that can be. */
  goes: Whereto[]
  /** What there is to choose from, by these options. */
  choices?(options: Options): string[]
  /** A choice in words; only with `choices`. */
  named?(choice: string, t: Speak): string
  /** What has come of it by now, in a sentence; null for nothing that may be told to this reader. */
  came(view: View<Options, State, Tally>, started: Started, reader: Reader): string | null
}

/** Something that somebody could begin for this team now. */
export interface Startable {
  what: StartName
  /** Name of the ritual in which it would be. */
  ritual: string
  goes: Whereto
  /** Instant at which it would begin, or have begun. */
  at: string
  choices: string[]
  /** A choice in the reader's language. */
  named(choice: string, t: Speak): string
  /** Ids of the team's leaders who may. */
  by: string[]
}

/** The form under which the engine writes into the log that somebody has begun something; nobody can send it. */
export const BEGUN = 'begun'

/** Something that was begun from the last occurrence, with what came of it. */
export interface Begun {
  /** Id of whoever has begun it. */
  by: string
  what: StartName
  /** Name of the ritual in which it was. */
  ritual: string
  goes: Whereto
  /** In the reader's language; null where there is nothing to tell. */
  came(reader: Reader): string | null
}
