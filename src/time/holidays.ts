import { createRequire } from 'node:module'
import type Holidays from 'date-holidays'
import { boundedCache } from './bounded-cache.ts'
import { holidayNotes } from './holiday-notes.ts'

/**
 * date-holidays holds the whole world in 39 MB and takes 67 ms to load, so it is loaded with the first question about
 * a holiday that has not been noted (holiday-notes.ts). `require` does that within the call: `import()` would make every calendar asynchronous, or need a
 * preparation that somebody forgets.
 */
const load = createRequire(import.meta.url)
let library: typeof Holidays | undefined

function loadHolidays(): typeof Holidays {
  library ??= load('date-holidays') as typeof Holidays
  return library
}

const noted = holidayNotes(() => (load('date-holidays/package.json') as { version: string }).version)

// A year takes 0.7 ms to work out; with its dozen days each, this many years in one language are about 1 MB.
const rememberYear = boundedCache<ReadonlyMap<string, string>>(1000)
const rememberDays = boundedCache<readonly (readonly [date: string, name: string])[]>(1000)
const rememberPlace = boundedCache<Holidays>(100)

/**
 * The public holidays of a year as ISO date -> name in a language (the library's own language where it has no
 * translation). Half holidays, from noon on, are working days and left out.
 *
 * @param country ISO 3166-1 code such as 'DE'
 * @param region ISO 3166-2 code without the country such as 'NI', or with a part of the region: 'BY-A' (Augsburg)
 * @throws RangeError when the country or its region is unknown
 */
export function publicHolidays(
  country: string,
  region: string | undefined,
  year: number,
  language: string,
): ReadonlyMap<string, string> {
  const place = [country, region].filter((part) => part !== undefined).join('-')
  const holidays = () => rememberPlace(place, () => open(country, region))
  const beginningIn = (start: number) =>
    rememberDays(`${place} ${start} ${language}`, () =>
      noted(`days ${place} ${start} ${language}`, () => holidays().getHolidays(start, language).flatMap(daysOf)),
    )
  return rememberYear(`${place} ${year} ${language}`, () => {
    // A festival that begins at the end of December reaches into the new year.
    const days = [...beginningIn(year - 1), ...beginningIn(year)]
    return new Map(days.filter(([date]) => date.startsWith(`${year}-`)))
  })
}

/** Countries with known holidays: ISO 3166-1 code -> name in a language, where the library has it. */
export function knownCountries(language = 'en'): Record<string, string> {
  return noted(`countries ${language}`, () => new (loadHolidays())().getCountries(language))
}

/** A country's regions with holidays of their own, and parts of regions: 'BY' -> 'Bayern', 'BY-A' -> 'Stadt Augsburg'. */
export function knownRegions(country: string, language = 'en'): Record<string, string> {
  return noted(`regions ${country} ${language}`, () => {
    const holidays = new (loadHolidays())()
    return Object.fromEntries(
      entriesOf(holidays.getStates(country, language)).flatMap(([state, name]) => [
        [state, name],
        ...entriesOf(holidays.getRegions(country, state, language)).map(([part, partName]) => [
          `${state}-${part}`,
          partName,
        ]),
      ]),
    )
  })
}

/** Against its types, the library returns undefined for a country without regions. */
function entriesOf(regions: Record<string, string> | undefined): [string, string][] {
  return Object.entries(regions ?? {})
}

function open(country: string, region: string | undefined): Holidays {
  if (!(country in knownCountries())) throw new RangeError(`no holidays are known for the country "${country}"`)
  if (region === undefined) return new (loadHolidays())(country, { types: ['public'] })
  if (!(region in knownRegions(country))) throw new RangeError(`no holidays are known for "${region}" in ${country}`)
  const [state = '', part = ''] = region.split('-')
  return new (loadHolidays())(country, state, part, { types: ['public'] })
}

/** The whole days of a holiday. Two hours of grace, because a clock change makes a day of 23 hours. */
function daysOf({
  date,
  start,
  end,
  name,
}: {
  date: string
  start: Date
  end: Date
  name: string
}): [string, string][] {
  const hours = (end.getTime() - start.getTime()) / 3_600_000
  const first = Temporal.PlainDate.from(date.slice(0, 10))
  return Array.from({ length: Math.floor((hours + 2) / 24) }, (_, days) => [first.add({ days }).toString(), name])
}
