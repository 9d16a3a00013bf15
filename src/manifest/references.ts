/** Mistakes between parts: what is there twice, and who or what is named but not there. */
import { nearest } from '../time/nearest.ts'
import { column, type Cursor, type Text, texts } from './cursor.ts'
import { type Finding, foundText, MOST_FINDINGS } from './problem.ts'

/** Line of a path, to say where the first of two stands. */
export type LineOf = (text: Text) => number

export function referenceFindings(root: Cursor, lineOf: LineOf): Finding[] {
  return [
    ...doubles(root, lineOf),
    ...strangers(root),
    ...repeatedMembers(root, lineOf),
    ...repeatedTeams(root, lineOf),
    ...emptyTeams(root),
    ...missing(root),
  ]
}

function doubles(root: Cursor, lineOf: LineOf): Finding[] {
  const identities = (platform: string) =>
    root
      .key('people')
      .items()
      .flatMap((person) => person.key('identities').key(platform).text() ?? [])
  return [
    ...twice(column(root.key('people'), 'email'), 'each person once', lineOf),
    ...twice(column(root.key('units'), 'id'), 'an id of its own for each unit', lineOf),
    ...twice(column(root.key('teams'), 'id'), 'an id of its own for each team', lineOf),
    ...twice(column(root.key('rituals'), 'id'), 'an id of its own for each ritual', lineOf),
    ...twice(texts(root.key('admins')), 'each admin once', lineOf),
    ...twice(texts(root.key('organisation').key('overview')), 'each person once', lineOf),
    ...['slack', 'teams', 'web'].flatMap((platform) =>
      twice(identities(platform), 'an identity of one person only', lineOf),
    ),
  ]
}

function twice(entries: readonly Text[], expected: string, lineOf: LineOf): Finding[] {
  const first = new Map<string, Text>()
  const repeats: [entry: Text, earlier: Text][] = []
  for (const entry of entries) {
    const key = entry.value.toLowerCase()
    const earlier = first.get(key)
    if (earlier) repeats.push([entry, earlier])
    else first.set(key, entry)
  }
  return repeats
    .slice(0, MOST_FINDINGS)
    .map(([entry, earlier]) =>
      finding(entry, expected, `${foundText(entry.value)}, which stands in line ${lineOf(earlier)} already`),
    )
}

/** Leaders, members, observers and admins who are nobody. A team whose people come from a channel may name people only the platform knows. */
function strangers(root: Cursor): Finding[] {
  const known = column(root.key('people'), 'email').map(({ value }) => value.toLowerCase())
  const teams = root.key('teams').items()
  const named = teams
    .filter((team) => !hasChannel(team))
    .flatMap((team) => ['leaders', 'members', 'observers'].flatMap((role) => texts(team.key(role))))
  const overview = texts(root.key('organisation').key('overview'))
  const admins = teams.some(hasChannel) ? [] : [...texts(root.key('admins')), ...overview]
  const people = new Set(known)
  return [...named, ...admins]
    .filter(({ value }) => value.includes('@') && !people.has(value.toLowerCase()))
    .slice(0, MOST_FINDINGS)
    .map((email) =>
      finding(
        email,
        'the e-mail address of somebody in people',
        foundText(email.value),
        nearestEmail(email.value, known),
      ),
    )
}

/** Addresses of one house are alike from the @ on, so only what stands before it tells whether a slip is likely. */
function nearestEmail(found: string, known: readonly string[]): string | undefined {
  const [local = '', domain = ''] = found.toLowerCase().split('@')
  const colleagues = known.filter((email) => email.endsWith(`@${domain}`)).map((email) => email.split('@')[0] ?? '')
  const meant = nearest(local, colleagues)
  return meant === undefined ? known.find((email) => email.startsWith(`${local}@`)) : `${meant}@${domain}`
}

const hasChannel = (team: Cursor): boolean =>
  team.key('membersFrom').text() !== undefined || texts(team.key('membersFrom')).length > 0

/** Nobody is asked twice, and nobody answers for both sides. */
function repeatedMembers(root: Cursor, lineOf: LineOf): Finding[] {
  return root
    .key('teams')
    .items()
    .flatMap((team) =>
      twice(
        ['leaders', 'members', 'observers'].flatMap((role) => texts(team.key(role))),
        'each person once in a team',
        lineOf,
      ),
    )
}

function emptyTeams(root: Cursor): Finding[] {
  return root
    .key('teams')
    .items()
    .filter((team) => team.value !== null && typeof team.value === 'object')
    .filter((team) => team.key('membersFrom').value === undefined && isEmpty(team.key('members').value))
    .map((team) => ({
      path: team.key('members').path,
      at: 'value' as const,
      expected: 'at least one member, or membersFrom with a channel',
      found: foundText(team.key('members').value),
    }))
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}

function missing(root: Cursor): Finding[] {
  return [
    ...unknown(column(root.key('people'), 'unit'), column(root.key('units'), 'id'), 'the id of a unit'),
    ...unknown(teamReferences(root.key('rituals')), column(root.key('teams'), 'id'), 'the id of a team'),
  ]
}

const teamReferences = (rituals: Cursor): Text[] => [
  ...column(rituals, 'team'),
  ...rituals.items().flatMap((ritual) => texts(ritual.key('with'))),
]

/** A team takes part once in a ritual, its own or another one's. */
function repeatedTeams(root: Cursor, lineOf: LineOf): Finding[] {
  return root
    .key('rituals')
    .items()
    .flatMap((ritual) =>
      twice(
        [...(ritual.key('team').text() ? [ritual.key('team').text()!] : []), ...texts(ritual.key('with'))],
        'each team once',
        lineOf,
      ),
    )
}

function unknown(references: readonly Text[], targets: readonly Text[], expected: string): Finding[] {
  const known = new Set(targets.map(({ value }) => value))
  const ids = [...known]
  return references
    .filter(({ value }) => !known.has(value))
    .slice(0, MOST_FINDINGS)
    .map((reference) =>
      finding(
        reference,
        ids.length > 0 && ids.length <= 12 ? `${expected}: ${ids.join(', ')}` : expected,
        foundText(reference.value),
        nearest(reference.value, ids),
      ),
    )
}

function finding({ path }: Text, expected: string, found: string, suggestion?: string): Finding {
  return { path, at: 'value', expected, found, ...(suggestion !== undefined && { suggestion }) }
}
