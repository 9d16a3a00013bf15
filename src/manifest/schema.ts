/**
 * What a manifest may say. This is the one definition: reading, the JSON Schema for editors and the types all come from it. Values stay
 * as they are written, so that a manifest can be stored as JSON and read again.
 */
import { z } from 'zod'
import type { AnyRitual } from '../engine/discovery.ts'
import type { Hours } from '../time/calendar.ts'
import { expected } from '../time/nearest.ts'
import { type Schedule, scheduleSchema } from '../time/schedule.ts'
import {
  channel,
  email,
  id,
  identities,
  language,
  name,
  quietHours,
  retention,
  workWeek,
  workingHours,
  zone,
} from './fields.ts'
import { holidays } from './holidays.ts'

const organisation = z
  .strictObject({
    name: name.describe('Name of the organisation, as it appears in texts.'),
    language: language.describe('Language of everything that is not said to one person: de or en.'),
    zone: zone.describe("The organisation's time zone, such as Europe/Berlin; teams and people may have their own."),
    workWeek: workWeek.default(['mon', 'tue', 'wed', 'thu', 'fri']).describe('The working days.'),
    workingHours: workingHours
      .default('08:00-17:00')
      .describe('Reminders come only within these hours, in the local time of whoever is reminded.'),
    quietHours: quietHours
      .default('18:00-07:00')
      .describe(
        'Nothing is sent in these hours, in the local time of whoever it is for; it waits until they are over.',
      ),
    overview: z
      .array(email)
      .default([])
      .describe(
        'E-mail addresses of those who may see all teams together, as admins may: pooled results, never those of one team.',
      ),
    holidays: holidays.default('none').describe('Whose public holidays count: a country with a region, or none.'),
  })
  .describe('The organisation, and what holds for everyone unless a team or a person says otherwise.')

const person = z.strictObject({
  email: email.describe('The e-mail address; it tells who somebody is on every platform.'),
  name: name.describe('The name as colleagues know it.'),
  language: language
    .optional()
    .describe("Language in which Teamrunde speaks to this person; otherwise the platform's, then the organisation's."),
  zone: zone.optional().describe("This person's time zone; otherwise the team's."),
  unit: id.optional().describe('Where this person belongs: the id of a unit.'),
  identities: identities.optional().describe('Ids on platforms where the e-mail address does not tell who this is.'),
})

const unit = z.strictObject({
  id: id.describe('The id by which people name their unit.'),
  name: name.describe('Name of the site or department.'),
  holidays: holidays.optional().describe("Holidays at this site; otherwise the organisation's."),
})

const emails = z.array(email)

/** One channel, or a list of them. */
const channels = z.union([channel, z.array(channel).min(1)], {
  error: expected('a channel such as slack:C0123ABC, or a list of channels'),
})

/** At least one, and in the same words whether the list is empty, missing or no list. */
function someOf<Item extends z.ZodType>(item: Item, what: string) {
  const error = expected(`a list of ${what}, at least one`)
  return z.array(item, { error }).min(1, { error })
}

const team = z.strictObject({
  id: id.describe('The id by which rituals name the team.'),
  name: name.describe('Name of the team, as it appears in texts.'),
  leaders: someOf(email, 'e-mail addresses').describe('E-mail addresses of those who lead the team; at least one.'),
  members: emails.default([]).describe('E-mail addresses of the members, without the leaders.'),
  membersFrom: channels
    .optional()
    .describe('A channel whose people are members too, such as slack:C0123ABC, or a list of channels.'),
  observers: emails.default([]).describe('E-mail addresses of those who get the reports and are never asked.'),
  channels: someOf(channel, 'channels').describe(
    'Where reports are posted: web:NAME, slack:C0123ABC or teams:ID; one on each platform the team uses.',
  ),
  language: language
    .optional()
    .describe("Language of what stands in the team's channels; otherwise the organisation's."),
  zone: zone.optional().describe("The team's time zone; otherwise the organisation's."),
})

/** The works-council floor: below it, who said what can be guessed. Part of the works agreement's template, not a matter of taste. */
export const SMALLEST_GROUP = 5

const privacy = z
  .strictObject({
    minimumGroup: z
      .int()
      .min(SMALLEST_GROUP, {
        error: expected(`${SMALLEST_GROUP} or more: in a smaller group it can be guessed who said what`),
      })
      .max(1000)
      .default(SMALLEST_GROUP)
      .describe(
        `Fewest answers of which anonymous results are shown; ${SMALLEST_GROUP} or more, and never lower for a poll that is open.`,
      ),
    retention: z
      .strictObject({
        responses: retention.default('12 months').describe('How long named answers are kept.'),
        results: retention.default('24 months').describe('How long the results of anonymous polls are kept.'),
      })
      .prefault({})
      .describe('How long things are kept; afterwards they are deleted.'),
  })
  .describe('What protects the people who answer.')

function ritual(kind: AnyRitual) {
  const { window, reminder } = kind.defaults
  return z.strictObject({
    id: id.describe('The id of this ritual; its history hangs on it, so keep it.'),
    kind: z
      .literal(kind.kind)
      .describe(`Window ${window} and reminder ${reminder}, unless the schedule says otherwise.`),
    name: name.optional().describe('Its name, as it appears in texts; otherwise made from the id.'),
    team: id.describe('The id of the team it is for, whose leaders steer it and whose channels get its reports.'),
    with: z
      .array(id)
      .default([])
      .describe(
        'Ids of further teams whose people take part; whoever leads one of them takes part as a member. Not for anonymous rituals.',
      ),
    schedule: scheduleSchema,
    options: kind.options.prefault({}).describe(`What can be set for a ${kind.kind}.`),
  })
}

function ritualList(kinds: readonly AnyRitual[]) {
  const [first, ...others] = kinds.map(ritual)
  return first ? z.array(z.discriminatedUnion('kind', [first, ...others])) : z.array(z.never())
}

/** The schema of a manifest in a house that knows these rituals. Its output lacks only what `complete` fills in. */
export function manifestSchema(rituals: ReadonlyMap<string, AnyRitual>) {
  return z.strictObject({
    organisation: organisation,
    admins: someOf(email, 'e-mail addresses').describe(
      'E-mail addresses of those who look after Teamrunde; at least one.',
    ),
    people: z
      .array(person)
      .default([])
      .describe('People with what the platforms do not know about them; in the playground, everyone.'),
    units: z.array(unit).default([]).describe('Sites and departments.'),
    teams: someOf(team, 'teams').describe('The teams; at least one.'),
    rituals: ritualList([...rituals.values()])
      .default([])
      .describe('What happens, when and for whom.'),
    privacy: privacy.prefault({}),
  })
}

type Written = z.output<ReturnType<typeof manifestSchema>>

/** A ritual with everything its kind's defaults fill in. */
export interface ManifestRitual {
  id: string
  kind: string
  name: string
  team: string
  /** Further teams whose people take part. */
  with: string[]
  schedule: Schedule & { window: string; reminder: string }
  /** As the kind's own schema gives it back. */
  options: unknown
}

/** A complete manifest: all defaults filled in, e-mail addresses in lower case, hours taken apart. Plain JSON. */
export interface Manifest extends Omit<Written, 'organisation' | 'rituals'> {
  organisation: Omit<Written['organisation'], 'workingHours' | 'quietHours'> & {
    workingHours: Hours
    quietHours: Hours
  }
  rituals: ManifestRitual[]
}

export type ManifestTeam = Manifest['teams'][number]
export type ManifestPerson = Manifest['people'][number]
export type { Written }
