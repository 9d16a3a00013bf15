/** What the pulse asks and when: one global statement, nine more in rotation, five steps (PULSE.md, section 1). */
import type { AnswerValue, ScaleStep, Speak } from '#ritual'

/** "All in all, there is team spirit among us." Asked every week, and first, so that no block of the week colours it. */
export const GLOBAL = 'spirit'

/** The nine marks of a good team, in the order of their numbers. */
export const STATEMENTS = [
  'goal',
  'way',
  'candour',
  'ideas',
  'help',
  'successes',
  'contribution',
  'standing',
  'roles',
] as const

export type Statement = (typeof STATEMENTS)[number]
export type Item = typeof GLOBAL | Statement

/**
 * The blocks of twelve weeks are the lines of the affine plane AG(2,3): three weeks cover all nine statements, and in twelve weeks each two of
 * them meet exactly once. Week 13 asks all nine; then it begins anew.
 */
const ROTATION = '123 456 789 147 258 369 159 267 348 168 249 357 123456789'
  .split(' ')
  .map((block) => [...block].map((digit) => STATEMENTS[Number(digit) - 1]!))

/** Weeks in which each statement is asked once. */
export const CYCLE = 3

/** Where in the rotation the n-th occurrence stands, from 0. */
const positionOf = (number: number): number => (((number - 1) % ROTATION.length) + ROTATION.length) % ROTATION.length

/**
 * The numbers of the occurrences that ask all nine together with the n-th: three in a row, or the week of all nine alone.
 * 5 gives 4, 5, 6; 13 gives 13; 14 gives 14, 15, 16.
 */
export function cycleOf(number: number): number[] {
  const position = positionOf(number)
  if (position === ROTATION.length - 1) return [number]
  const first = number - (position % CYCLE)
  return [first, first + 1, first + 2]
}

/** The block of the n-th occurrence, the same for everyone; `number` counts from 1. */
export const blockOf = (number: number): readonly Statement[] => ROTATION[positionOf(number)]!

/** Everything that is asked in the n-th occurrence. */
export const itemsOf = (number: number): Item[] => [GLOBAL, ...blockOf(number)]

/** Whether the week asks all nine. Ten fields are all a form may have, so the leader's guess has no room then. */
export const asksAll = (number: number): boolean => blockOf(number).length === STATEMENTS.length

/** 1 "strongly disagree" to 5 "strongly agree"; five steps beat seven or eleven here (Revilla, Saris and Krosnick 2014). */
export type Step = 1 | 2 | 3 | 4 | 5
export const STEPS: readonly Step[] = [1, 2, 3, 4, 5]

/** The lowest step that counts as agreement ("favourable"). */
export const AGREES_FROM = 4

/** A step as it was answered, or null for "cannot judge". */
export const stepIn = (value: AnswerValue | undefined): Step | null => STEPS.find((step) => step === value) ?? null

export const scale = (t: Speak): ScaleStep[] => STEPS.map((value) => ({ value, label: t(`step.${value}`) }))

export const statement = (t: Speak, item: Item): string => t(`statement.${item}`)
