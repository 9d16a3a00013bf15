/** Whose public holidays count. Countries and regions are those that the holiday tables know. */
import { z } from 'zod'
import { knownCountries, knownRegions } from '../time/calendar.ts'
import { expected, nearest } from '../time/nearest.ts'
import { name } from './fields.ts'

const dayPattern = /^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

function isDay(found: string): boolean {
  if (!dayPattern.test(found)) return false
  try {
    // 2024 has a 29 February.
    Temporal.PlainDate.from(found.length === 5 ? `2024-${found}` : found, { overflow: 'reject' })
    return true
  } catch {
    return false
  }
}

function meantDay(found: string): string | undefined {
  const [, day, month] = /^(\d{1,2})\.\s?(\d{1,2})\.?$/.exec(found.trim()) ?? []
  const meant = day && month ? `${month.padStart(2, '0')}-${day.padStart(2, '0')}` : ''
  return isDay(meant) ? meant : undefined
}

const extraHoliday = z.strictObject({
  date: z
    .string()
    .superRefine((found, context) => {
      if (!isDay(found))
        context.addIssue(expected('a day of every year such as 12-24, or one date such as 2026-12-24', meantDay(found)))
    })
    .meta({ pattern: dayPattern.source })
    .describe('A day of every year (12-24) or one date (2026-12-24).'),
  name: name.describe('What is free for, as plans show it.'),
})

export const holidayPlace = z
  .strictObject({
    country: z
      .string()
      .superRefine((found, context) => {
        const problem = countryProblem(found)
        if (problem !== null) context.addIssue(problem)
      })
      .meta({ pattern: '^[A-Z]{2}$' })
      .describe('ISO 3166-1 code of a country, such as DE.'),
    region: z
      .string()
      .optional()
      .describe('ISO 3166-2 code of a region without the country, such as SH for Schleswig-Holstein.'),
    extraHolidays: z.array(extraHoliday).optional().describe("Days off of the house's own, such as 24 December."),
  })
  .superRefine((found, context) => {
    const problem = found.region === undefined ? null : regionProblem(found.country, found.region)
    if (problem !== null) context.addIssue({ code: 'custom', path: ['region'], message: problem })
  })

/** A country, with a region where holidays differ by region; or `none`. */
export const holidays = z.union([z.literal('none'), holidayPlace]).meta({ id: 'holidays' })

export type HolidayPlace = z.output<typeof holidayPlace>

function countryProblem(found: string): string | null {
  const countries = knownCountries()
  return found in countries
    ? null
    : expected('an ISO code of a country such as DE', codeOf(found, countries, ['en', 'de'].map(knownCountries)))
}

function regionProblem(country: string, found: string): string | null {
  if (countryProblem(country) !== null) return null
  const regions = knownRegions(country)
  if (found in regions) return null
  const codes = Object.keys(regions)
  if (codes.length === 0) return expected(`no region: holidays in ${country} are the same everywhere`)
  const some = codes.filter((code) => !code.includes('-')).slice(0, 16)
  const plain = found.toUpperCase().replace(`${country}-`, '')
  const names = ['en', 'de'].map((language) => knownRegions(country, language))
  return expected(`a region of ${country}, such as ${some.join(', ')}`, codeOf(plain, regions, names))
}

/** The code for a code in another spelling, or for a name ("Germany", "Schleswig-Holstein"). */
function codeOf(found: string, codes: Record<string, string>, tables: Record<string, string>[]): string | undefined {
  if (found.toUpperCase() in codes) return found.toUpperCase()
  const byName = new Map(
    tables.flatMap((table) => Object.entries(table).map(([code, text]) => [text.toLowerCase(), code])),
  )
  const known = found.length > 3 ? nearest(found.toLowerCase(), byName.keys()) : undefined
  return known === undefined ? nearest(found, Object.keys(codes)) : byName.get(known)
}
