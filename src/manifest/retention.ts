/** How long something is kept, as the manifest writes it: '30 days', '12 months', '2 years'. */
export const retentionPattern = /^[1-9]\d{0,3} (day|week|month|year)s?$/

/**
 * Reads a length of time to keep something.
 *
 * @throws RangeError when the text is not one
 */
export function retentionOf(text: string): Temporal.Duration {
  if (!retentionPattern.test(text))
    throw new RangeError(`a length of time such as "12 months" was expected, not "${text}"`)
  const [count, unit = ''] = text.split(' ')
  return Temporal.Duration.from({ [unit.endsWith('s') ? unit : `${unit}s`]: Number(count) })
}

const units: Record<string, string> = { d: 'days', t: 'days', w: 'weeks', m: 'months', y: 'years', j: 'years' }

/** What '12months', '2 Jahre' or '12 mo' stands for, or undefined. */
export function meantRetention(text: string): string | undefined {
  const [, count, unit] = /^\s*(\d{1,4})\s*([dtwmyj])[a-z]*\s*$/i.exec(text) ?? []
  return count && unit && Number(count) > 0 ? `${Number(count)} ${units[unit.toLowerCase()]}` : undefined
}
