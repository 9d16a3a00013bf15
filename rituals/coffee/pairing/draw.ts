/** What a drawing of coffee groups is given and what comes of it. */
import type { Candidate } from '#ritual'

export type Pair = readonly [string, string]

export interface Draw {
  people: readonly Candidate[]
  /** Earlier rounds, newest first; each is its groups, each group the ids of its members. */
  rounds: readonly (readonly (readonly string[])[])[]
  /** Local date of the occurrence, `2026-12-03`: common working time is looked for on that day. */
  date: string
  /** Ids of two people who are never drawn together. Confidential: nothing of it is in the outcome. */
  apart: readonly Pair[]
  /** Ids of those who would like to meet somebody who leads their leader. */
  skipLevel: ReadonlySet<string>
  /** Whether people of different units are preferred. */
  across: boolean
  /** Uniform in [0, 1); decides only between what is equally good. */
  random(): number
}

export interface Drawn {
  /** Two or three ids each; everyone is in one group at most. */
  groups: string[][]
  /** For each group the rounds since any two of it last met, null where none of them did. */
  ago: (number | null)[]
  leftOut: LeftOut[]
}

/**
 * Somebody who could not be drawn. `alone`: there was nobody else. `hours`: with nobody else they share working time that day. `leading`:
 * everyone else who shares it leads them or is led by them. `nobody-free`: there was nobody left whom
 * they could have been drawn with.
 */
export interface LeftOut {
  member: string
  reason: 'alone' | 'hours' | 'leading' | 'nobody-free'
}
