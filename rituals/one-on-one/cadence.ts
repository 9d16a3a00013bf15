/** How often a pair talks, and whether this is a week in which it should. Dates are local, `2026-12-03`. */
import type { Candidate } from '#ritual'
import { type Options, weeksIn } from './options.ts'

const DAYS_IN_WEEK = 7

/**
 * @param begun date of the ritual's first round that is still known: whoever was there then is not new, however late they got into the manifest
 * @returns weeks from one talk to the next, or null where the manifest says never
 */
export function cadenceOf(options: Options, member: Candidate, date: string, begun: string): number | null {
  const own = agreementOf(options, member)?.every
  if (own !== undefined) return own === 'never' ? null : weeksIn(own)
  const usual = weeksIn(options.every)
  return isNew(options, member.since, date, begun) ? Math.min(usual, weeksIn(options.newcomers)) : usual
}

const isNew = ({ newcomerDays }: Options, since: string, date: string, begun: string): boolean =>
  since > begun && daysBetween(since, date) < newcomerDays

/** What the manifest says of this member's 1:1 in particular. */
export const agreementOf = ({ pairs }: Options, { email }: Candidate): Options['pairs'][number] | undefined =>
  email === null ? undefined : pairs.find((pair) => pair.member.toLowerCase() === email.toLowerCase())

/**
 * Due in the week that begins on `date` when waiting for the next one would go over the cadence.
 * @param lastMet date of the last talk
 */
export const isDue = (lastMet: string, weeks: number, date: string): boolean =>
  daysBetween(lastMet, date) > (weeks - 1) * DAYS_IN_WEEK

/**
 * Where nothing is known of any talk, the first ones are spread over the cadence, so that nobody with fifteen people has fifteen talks in the
 * first week.
 * @param place of this pair among those of the same leader and cadence, from 0
 * @param rounds held so far
 */
export const isFirstDue = (place: number, weeks: number, rounds: number): boolean => rounds >= place % weeks

export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days

export const daysAfter = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString()

/** The last day on which a talk can be agreed on this week: the last of next week, so that the drawing of next week finds it. */
export const lastDay = (date: string): string => daysAfter(date, 2 * DAYS_IN_WEEK - 1)
