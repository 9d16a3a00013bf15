/** How counts and shares are put into words. */
import type { Speak } from '#ritual'
import { EXACT_FROM, isExact, type ShownShare } from './shares.ts'

/** Up to twelve in words, as one writes it. */
export const inWords = (t: Speak, count: number): string =>
  count >= 1 && count <= 12 ? t(`number.${count}`) : t.number(count)

/** "at most 1 of 8", "2 to 4 of 8", "5 of 12". */
export function counts(t: Speak, { from, to, of }: ShownShare): string {
  if (from === to) return t('share.exact', { from, of })
  if (from === 0) return t('share.at-most', { to, of })
  return to === of ? t('share.at-least', { from, of }) : t('share.between', { from, to, of })
}

/** The same in per cent: "at most 13 %", "25 to 50 %", "42 %". */
export function percents(t: Speak, { from, to, of }: ShownShare): string {
  const [low, high] = [percent(from / of), percent(to / of)]
  if (from === to) return t('percent.exact', { low })
  if (from === 0) return t('percent.at-most', { high })
  return to === of ? t('percent.at-least', { low }) : t('percent.between', { low, high })
}

/** What is plausible beyond those who answered: "7 to 78 %". */
export const plausible = (t: Speak, { low, high }: ShownShare): string =>
  t('percent.between', { low: percent(low), high: percent(high) })

/** One cell of a table: the count where it is exact, with its share. */
export const cell = (t: Speak, share: ShownShare): string =>
  isExact(share) ? `${counts(t, share)} (${percents(t, share)})` : counts(t, share)

/** A number that may be below zero (never "−0"), with the sign that stands as long as a digit: "−11". */
export const signed = (t: Speak, value: number): string => t.number(value === 0 ? 0 : value).replace('-', '−')

/** Whole per cent. */
export const percent = (share: number): number => Math.round(100 * share)

/** "3.9." or "3 Sep", of a local date. */
export function shortDay(t: Speak, date: string): string {
  const [, month, day] = date.split('-')
  return t('trend.day', { day: Number(day), month: t(`trend.month.${Number(month)}`) })
}

/** How many answered, what is not shown of it, and why. */
export const answered = (t: Speak, n: number, invited: number): string =>
  `${t('answered', { answered: n, invited })} ${t(n < EXACT_FROM ? 'hidden.bands' : 'hidden.ballots')}`
