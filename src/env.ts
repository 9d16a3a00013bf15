/** What the environment says: read once at the start, checked as a whole, and told in words when something is missing. */
import { distance } from 'fastest-levenshtein'
import { z } from 'zod'
import { ProblemError } from './errors.ts'
import { withSecretFiles } from './secret-files.ts'
import { nearest } from './time/nearest.ts'

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

const flag = z.enum(['0', '1'], '0 or 1').default('0')
const guid = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'an id such as 00000000-0000-0000-0000-000000000000')
const webAddress = z.string().refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'a web address')

/** Every variable the program reads. `.env.example` lists the same ones, and a test says when it does not. */
export const variables = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'a port from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65535, 'a port from 0 to 65535')
    .default(3000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'an address to listen on, such as 127.0.0.1')
    .default('127.0.0.1'),
  TEAMRUNDE_URL: webAddress.transform((address) => address.replace(/\/{1,9}$/, '')).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.|postgres(ql)?:\/\/.)/, 'sqlite:data/teamrunde.db or postgres://name:password@host/database')
    .default('sqlite:data/teamrunde.db'),
  TEAMRUNDE_MANIFEST: z.string().default('manifest/teamrunde.yaml'),
  TEAMRUNDE_KEYS: z.string().default('data/keys'),
  TEAMRUNDE_PLAYGROUND: flag,
  LOG_LEVEL: z.enum(LEVELS, LEVELS.join(', ')).default('info'),
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'a bot token, which begins with xoxb-').optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'an app-level token, which begins with xapp-').optional(),
  SLACK_SIGNING_SECRET: z.string().min(16, 'the signing secret from the app’s Basic Information').optional(),
  SLACK_API_URL: webAddress.optional(),
  MicrosoftAppId: guid.optional(),
  MicrosoftAppPassword: z.string().optional(),
  MicrosoftAppTenantId: guid.optional(),
  MicrosoftAppType: z
    .enum(['SingleTenant', 'MultiTenant', 'UserAssignedMSI'], 'SingleTenant, MultiTenant or UserAssignedMSI')
    .default('SingleTenant'),
  TEAMS_TENANTS: z
    .string()
    .transform((text) => text.split(',').map((tenant) => tenant.trim()))
    .pipe(z.array(guid, 'tenant ids with commas between them'))
    .optional(),
  ChannelService: z
    .literal('https://botframework.azure.us', 'https://botframework.azure.us, or nothing for the public cloud')
    .optional(),
  ToChannelFromBotLoginUrl: webAddress.startsWith('https:', 'an address with https').optional(),
  ToChannelFromBotOAuthScope: webAddress.optional(),
  ToBotFromChannelTokenIssuer: webAddress.optional(),
  ToBotFromChannelOpenIdMetadataUrl: webAddress.optional(),
  TEAMS_SERVICE_URL: webAddress.optional(),
  TEAMS_UNAUTHENTICATED_LOOPBACK: flag,
})

type Variables = z.output<typeof variables>
type Name = keyof Variables

/** The variables by their own names, and what follows from them. */
export interface Env extends Variables {
  /** Asked for, or there is no platform. Then HOST is a loopback address. */
  playground: boolean
}

/**
 * Reads the environment; an empty value counts as none.
 *
 * @throws ProblemError with everything that is wrong and what to set instead, never with the value of a secret
 */
export function readEnv(environment: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(
    Object.entries(withSecretFiles(environment)).filter(([, value]) => value !== undefined && value !== ''),
  )
  const read = variables.safeParse(given)
  const misspelt = misspellings(Object.keys(given))
  if (!read.success) throw problem([...misspelt, ...read.error.issues.map((issue) => invalid(issue, given))])
  const missing = combinations(read.data)
  if (misspelt.length + missing.length > 0) throw problem([...misspelt, ...missing])
  return { ...read.data, playground: isPlayground(read.data) }
}

function isPlayground(read: Variables): boolean {
  const hasTeams = read.MicrosoftAppId !== undefined || read.TEAMS_UNAUTHENTICATED_LOOPBACK === '1'
  return read.TEAMRUNDE_PLAYGROUND === '1' || (read.SLACK_BOT_TOKEN === undefined && !hasTeams)
}

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host)

/** What has to be set together with what is set. */
function combinations(read: Variables): string[] {
  const needs = (name: Name, because: string): string[] =>
    read[name] === undefined ? [`${name}: set it, ${because}`] : []
  const slack = read.SLACK_APP_TOKEN ?? read.SLACK_SIGNING_SECRET
  const hasTeams = read.MicrosoftAppId !== undefined
  return [
    ...(slack === undefined
      ? []
      : needs('SLACK_BOT_TOKEN', 'the bot speaks with it (OAuth & Permissions in the app’s settings).')),
    ...(read.SLACK_BOT_TOKEN !== undefined && slack === undefined
      ? ['SLACK_APP_TOKEN: set it for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.']
      : []),
    ...(read.MicrosoftAppPassword === undefined ? [] : needs('MicrosoftAppId', 'the password belongs to it.')),
    ...(hasTeams && read.MicrosoftAppType !== 'UserAssignedMSI'
      ? needs('MicrosoftAppPassword', 'the bot signs in with it.')
      : []),
    ...(hasTeams ? needs('MicrosoftAppTenantId', 'the people are in that tenant, and nobody else is heard.') : []),
    ...(hasTeams && read.TEAMS_UNAUTHENTICATED_LOOPBACK === '1'
      ? [
          'TEAMS_UNAUTHENTICATED_LOOPBACK: a bot with a MicrosoftAppId asks everyone who they are. Set one or the other.',
        ]
      : []),
    ...loopbackOnly(read),
  ]
}

function loopbackOnly(read: Variables): string[] {
  if (isLoopback(read.HOST)) return []
  const wish = 'leave HOST unset or set it to 127.0.0.1'
  return [
    ...(read.TEAMS_UNAUTHENTICATED_LOOPBACK === '1'
      ? [`TEAMS_UNAUTHENTICATED_LOOPBACK: anyone who reaches the bot could speak as anyone: ${wish}.`]
      : []),
    ...(isPlayground(read)
      ? [
          `HOST: the playground lets everyone be everyone and listens on this machine only: ${wish}, or set up Slack or Teams.`,
        ]
      : []),
  ]
}

/** Their values may be shown; all others may be secret or hold a password. */
const SHOWN = new Set([
  'PORT',
  'HOST',
  'LOG_LEVEL',
  'TEAMRUNDE_PLAYGROUND',
  'MicrosoftAppType',
  'TEAMS_UNAUTHENTICATED_LOOPBACK',
])

function invalid(issue: z.core.$ZodIssue, given: Record<string, unknown>): string {
  const name = String(issue.path[0])
  const found = SHOWN.has(name) ? `, found ${JSON.stringify(given[name])}` : ''
  return `${name}: expected ${issue.message}${found}.`
}

/** Every name that begins with TEAMRUNDE_ is ours. Other programs have their SLACK_ and TEAM variables too, so there only a slip counts. */
function misspellings(names: readonly string[]): string[] {
  const known: string[] = Object.keys(variables.shape)
  const unset = known.filter((name) => !names.includes(name))
  return names.flatMap((name) => {
    if (known.includes(name)) return []
    const isOurs = /^teamrunde_/i.test(name)
    const isLike = /^(team|slack|microsoft)/i.test(name)
    const meant = nearest(name, isOurs ? known : unset)
    if (isOurs && meant === undefined) return [`${name}: there is no such setting; .env.example lists all.`]
    if (!isOurs && (!isLike || meant === undefined || distance(name.toLowerCase(), meant.toLowerCase()) > 2)) return []
    return [`${name}: there is no such setting. Did you mean ${meant}?`]
  })
}

function problem(lines: readonly string[]): ProblemError {
  return new ProblemError(['The environment (.env) is not right yet:', ...lines.map((line) => `  ${line}`)].join('\n'))
}
