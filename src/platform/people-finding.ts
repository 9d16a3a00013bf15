/** People of the manifest in one sentence, for the doctors of the platforms. */
import type { ExpectedPerson, Finding } from './findings.ts'

/** So many names, and how many more. */
const MOST_NAMES = 10

/** @param what completes "2 of the manifest are …" @returns nothing where there is nobody */
export function peopleFinding(people: readonly ExpectedPerson[], what: string, todo: string): Finding[] {
  if (people.length === 0) return []
  const names = people.slice(0, MOST_NAMES).map(({ name, email }) => (name === email ? email : `${name} (${email})`))
  const more = people.length - names.length
  const list = [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ')
  return [
    {
      level: 'look',
      what: `${people.length} of the manifest ${people.length === 1 ? 'is' : 'are'} ${what}: ${list}.`,
      todo,
    },
  ]
}
