/** Why just these people: what is kept of a drawing with each group. True, small, and nothing of anybody's do-not-pair list. */
import { z } from 'zod'
import type { Group } from '#ritual'

const list = z.string().transform((text) => text.split(' ').filter((part) => part !== ''))

const shape = z.object({
  /** Rounds since any two of them last had a coffee together; null when none of them ever did, as far as is remembered. */
  ago: z.number().nullable(),
  /** Ids of those who are new, where somebody in the group is not. */
  newcomers: list,
  /** Whether they are of different units. */
  across: z.boolean(),
  /** Whether one of them wished to meet the other, who leads their leader. */
  wished: z.boolean(),
  /** Ids of those above whose leaders somebody is drawn, too: their wish can come true. */
  wishers: list.prefault(''),
  /** Numbers of the conversation starters. */
  starters: list,
  /** Instants that suit everybody, the first the best. */
  times: list,
})

export type WhyTogether = z.infer<typeof shape>

export const factsFrom = (why: WhyTogether): Group['facts'] => ({
  ...why,
  newcomers: why.newcomers.join(' '),
  wishers: why.wishers.join(' '),
  starters: why.starters.join(' '),
  times: why.times.join(' '),
})

const NOTHING: WhyTogether = {
  ago: null,
  newcomers: [],
  across: false,
  wished: false,
  wishers: [],
  starters: [],
  times: [],
}

/** @returns null when nothing is known any more: somebody of the group was deleted */
export function whyTogether({ facts }: Group): WhyTogether | null {
  const read = shape.safeParse(facts)
  return read.success ? read.data : null
}

export const knownOf = (group: Group): WhyTogether => whyTogether(group) ?? NOTHING
