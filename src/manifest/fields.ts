/** The kinds of values a manifest is made of. Every message completes itself to "expected ..., found ...". */
import { z } from 'zod'
import { meantTime, meantWeekday } from '../time/hints.ts'
import { expected, nearest } from '../time/nearest.ts'
import { weekdays } from '../time/weekday.ts'
import { isZone, nearestZone, zoneNames } from '../time/zone.ts'
import { meantRetention, retentionPattern } from './retention.ts'

/** Where channels and identities can be; the prefix of a channel. */
export const PLATFORMS = ['web', 'slack', 'teams'] as const

type Describe = (found: string) => string | null

/** Text with a rule of its own, which also explains what YAML made of a value without quotes (`9`, `true`). */
function text(problemOf: Describe) {
  return z
    .string({ error: ({ input }) => (isScalar(input) ? (problemOf(String(input)) ?? quoted(input)) : undefined) })
    .superRefine((found, context) => {
      const problem = problemOf(found)
      if (problem !== null) context.addIssue({ code: 'custom', message: problem })
    })
}

function isScalar(input: unknown): boolean {
  return typeof input === 'number' || typeof input === 'boolean'
}

function quoted(input: unknown): string {
  return expected('text', `"${String(input)}"`)
}

const idPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/
const idProblem: Describe = (found) =>
  idPattern.test(found) && found.length <= 40
    ? null
    : expected('an id of lower-case letters, digits and hyphens, at most 40, such as after-sales', meantId(found))

function meantId(found: string): string | undefined {
  const id = found
    .toLowerCase()
    .replaceAll(/[äöü]/g, (umlaut) => `${{ ä: 'a', ö: 'o', ü: 'u' }[umlaut]}e`)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-|-$/g, '')
  return id === '' ? undefined : id
}

/** The name by which other parts of the manifest, and the database, refer to this one. */
export const id = text(idProblem).meta({ pattern: idPattern.source, maxLength: 40 })

const LONGEST_NAME = 80
/** Line breaks, what steers a terminal, and what turns the direction of the text around it. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u

export const name = text((found) =>
  found.trim() === found && found.length > 0 && found.length <= LONGEST_NAME && !UNPRINTABLE.test(found)
    ? null
    : expected(`a name of 1 to ${LONGEST_NAME} characters on one line, without spaces around it`),
).meta({ minLength: 1, maxLength: LONGEST_NAME })

// Wide on purpose: whether an address works is for the mail server to say, whether it is one at all for us.
const emailPattern = /^[^\s\p{C}@<>"(),:;[\]\\]+@[^\s\p{C}@<>"(),:;[\]\\.]+(\.[^\s\p{C}@<>"(),:;[\]\\.]+)+$/u
export const email = text((found) =>
  emailPattern.test(found) && found.length <= 200 ? null : expected('an e-mail address such as jana@nordlicht.example'),
).meta({ format: 'email' })

export const language = z.enum(['de', 'en'])

export const zone = text((found) =>
  isZone(found) ? null : expected('an IANA time zone such as Europe/Berlin', nearestZone(found)),
).meta({ id: 'zone', anyOf: [{ enum: zoneNames() }, { pattern: '^[A-Za-z_]+/[A-Za-z_+/-]+$' }] })

const weekday = z.enum(weekdays, {
  error: ({ input }) => expected('mon, tue, wed, thu, fri, sat or sun', meantWeekday(String(input))),
})

export const workWeek = z
  .array(weekday)
  .min(1)
  .superRefine((days, context) => {
    for (const [index, day] of days.entries()) {
      if (days.indexOf(day) === index) continue
      context.addIssue({ code: 'custom', path: [index], message: expected('each weekday once') })
    }
  })

const hoursPattern = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/

function meantHours(found: string): string | undefined {
  const [from, until, ...more] = found.split(/-|–|bis|to|until/).map((part) => meantTime(part.trim()))
  return from && until && more.length === 0 && from !== until ? `${from}-${until}` : undefined
}

const hoursProblem: Describe = (found) => {
  const [from = '', until = ''] = found.split('-')
  if (hoursPattern.test(found) && from !== until) return null
  return expected('two different times of day such as 08:00-17:00', meantHours(found))
}

/** May pass midnight. */
export const quietHours = text(hoursProblem).meta({ pattern: hoursPattern.source })

export const workingHours = text((found) => {
  const [from = '', until = ''] = found.split('-')
  if (hoursProblem(found) === null && from > until)
    return expected('hours of one day, the earlier time first', `${until}-${from}`)
  return hoursProblem(found)
}).meta({ pattern: hoursPattern.source })

const channelPattern = new RegExp(`^(${PLATFORMS.join('|')}):[A-Za-z0-9][A-Za-z0-9._@:/+=-]*$`)

function meantChannel(found: string): string | undefined {
  const [prefix = '', ...rest] = found.split(':')
  const platform = nearest(prefix, PLATFORMS)
  const channel = rest.join(':').trim().replace(/^#/, '')
  return platform && channel !== '' && !/\s/.test(channel) ? `${platform}:${channel}` : undefined
}

export const channel = text((found) =>
  channelPattern.test(found) && found.length <= 200
    ? null
    : expected('a channel as web:NAME, slack:C0123ABC or teams:ID', meantChannel(found)),
).meta({ pattern: channelPattern.source })

export const retention = text((found) =>
  retentionPattern.test(found)
    ? null
    : expected('a length of time such as "12 months" (days, weeks, months or years)', meantRetention(found)),
).meta({ pattern: retentionPattern.source })

const platformId = (pattern: RegExp, example: string) =>
  text((found) => (pattern.test(found) ? null : expected(`an id such as ${example}`))).meta({ pattern: pattern.source })

export const identities = z.strictObject({
  slack: platformId(/^[TE][A-Z0-9]+\/[UW][A-Z0-9]+$/, 'T0123ABC/U0456DEF')
    .optional()
    .describe('Workspace and member id in Slack, when the e-mail address there is another one: T0123ABC/U0456DEF.'),
  teams: platformId(/^[0-9a-f-]{36}\/[0-9a-f-]{36}$/i, 'the tenant id, a slash and the object id')
    .optional()
    .describe('Tenant and object id in Microsoft Teams, when the e-mail address there is another one.'),
  web: platformId(/^[a-z0-9][a-z0-9._-]{0,39}$/, 'jana.petersen')
    .optional()
    .describe('Name in the playground; otherwise the part of the e-mail address before the @.'),
})
