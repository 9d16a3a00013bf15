/** The people whom the manifest expects in Slack: whether they are there, and whether the bot will ask them. */
import { type ExpectedPerson, type Finding, peopleFinding } from '#platform'
import { allPages, type Call } from './doctor-calls.ts'

interface SlackPerson {
  id: string
  deleted?: boolean
  is_bot?: boolean
  is_restricted?: boolean
  is_ultra_restricted?: boolean
  is_stranger?: boolean
  profile?: { email?: string }
}

const INVITE =
  'Invite them to Slack, correct the address in the manifest, or name their id there: identities: { slack: T0123ABC/U0456DEF }.'

export async function peopleFindings(call: Call, team: string, people: readonly ExpectedPerson[]): Promise<Finding[]> {
  if (people.length === 0) return []
  const known = await allPages<SlackPerson>(call, 'users.list', 'members', {})
  const byId = new Map(known.map((person) => [`${team}/${person.id}`, person]))
  const byEmail = new Map(known.map((person) => [person.profile?.email?.toLowerCase(), person]))
  const found = people.map((person) => ({
    person,
    there: person.id === null ? byEmail.get(person.email) : byId.get(person.id),
  }))
  const who = (wanted: (there: SlackPerson | undefined) => boolean): ExpectedPerson[] =>
    found.filter(({ there }) => wanted(there)).map(({ person }) => person)
  const findings = [
    ...peopleFinding(
      who((there) => there === undefined),
      'not in this Slack workspace',
      INVITE,
    ),
    ...peopleFinding(
      who((there) => there?.deleted === true),
      'deactivated in Slack',
      'Take them out of the manifest, or activate them in Slack.',
    ),
    ...peopleFinding(
      who((there) => there !== undefined && isGuest(there)),
      'in Slack as guests or from elsewhere',
      'Guests are not asked. If they shall be, make them full members in Slack.',
    ),
    ...peopleFinding(
      who((there) => there?.is_bot === true),
      'bots in Slack',
      'Take them out of the manifest: bots are not asked.',
    ),
  ]
  if (findings.length > 0) return findings
  return [{ level: 'fine', what: `${people.length} people of the manifest are in Slack.` }]
}

const isGuest = ({ is_restricted, is_ultra_restricted, is_stranger }: SlackPerson): boolean =>
  [is_restricted, is_ultra_restricted, is_stranger].includes(true)
