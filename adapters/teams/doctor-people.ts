/** The people whom the manifest expects in Teams: whether the bot meets them, and whether they have its app. */
import { type ExpectedPerson, type Finding, peopleFinding, type Profile } from '#platform'
import type { Contact, ContactBook } from './contacts.ts'
import type { People } from './people.ts'

const ADD =
  'Add them to a team that has the app, let them install it, correct the address in the manifest, or name their id there: identities: { teams: tenant id/object id }.'

/** @param rosters everyone in the channels of the manifest */
export async function peopleFindings(
  people: People,
  rosters: readonly Profile[],
  expected: readonly ExpectedPerson[],
): Promise<Finding[]> {
  if (expected.length === 0) return []
  const elsewhere = await people.lookUp(expected.map(({ email }) => email))
  const found = expected.map((person) => ({ person, there: thatIs(person, [...rosters, ...elsewhere]) }))
  const who = (wanted: (there: Profile | undefined) => boolean): ExpectedPerson[] =>
    found.filter(({ there }) => wanted(there)).map(({ person }) => person)
  const findings = [
    ...peopleFinding(
      who((there) => there === undefined),
      'nowhere that the bot is in Teams',
      ADD,
    ),
    ...peopleFinding(
      who((there) => there?.kind === 'guest'),
      'in Teams as guests or from elsewhere',
      'Guests are not asked. If they shall be, make them members of the tenant.',
    ),
  ]
  return findings.length > 0
    ? findings
    : [{ level: 'fine', what: `${expected.length} people of the manifest are in Teams.` }]
}

/** Whoever is in a team with the bot can be written to; the app in their own list is how they find it, and how they write first. */
export async function appFindings(
  contacts: ContactBook,
  rosters: readonly Profile[],
  expected: readonly ExpectedPerson[],
): Promise<Finding[]> {
  const known = await contacts.all()
  if (known.length === 0) return [rosters.length === 0 ? NOWHERE : UNHEARD]
  const byPerson = new Map(known.map((contact) => [contact.person, contact]))
  const there = expected.flatMap((person) => {
    const profile = thatIs(person, rosters)
    return profile?.kind === 'person' ? [{ person, contact: byPerson.get(profile.id) }] : []
  })
  const who = (wanted: (contact: Contact | undefined) => boolean): ExpectedPerson[] =>
    there.filter(({ contact }) => wanted(contact)).map(({ person }) => person)
  return [
    ...peopleFinding(
      who((contact) => contact?.details.installed === undefined),
      'in a team with the bot, so far without its app in their own list',
      'They can be written to. For everyone to have it, add it under Setup policies, Installed apps, in the Teams admin center.',
    ),
    ...peopleFinding(
      who((contact) => contact?.details.installed === false),
      'without the app, which they removed or blocked',
      'They are asked as soon as they add it again.',
    ),
  ]
}

const NOWHERE: Finding = {
  level: 'look',
  what: 'The app has not been seen in Teams yet.',
  todo: 'Write its package with `teamrunde teams-package`, upload it in the Teams admin center, add it to the teams of your channels, and start the bot.',
}

const UNHEARD: Finding = {
  level: 'look',
  what: 'The bot has not heard anything from Teams yet.',
  todo: 'Start it, and write to it in Teams: help, in a chat of your own with it.',
}

const thatIs = ({ id, email }: ExpectedPerson, profiles: readonly Profile[]): Profile | undefined =>
  profiles.find((profile) => (id === null ? profile.email === email : profile.id === id))
