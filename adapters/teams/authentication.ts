/**
 * Who may knock at /api/messages: Teams alone, for a tenant that is allowed here. botbuilder checks the token (signature, issuer, audience, expiry, the
 * address the answer goes to). It would also take tokens of the Emulator, of other bots and of App Service, and skip the address where an activity names
 * none; none of these is let through to it.
 */
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder'
import type { ServiceClientCredentialsFactory } from 'botframework-connector'
import { z } from 'zod'
import { type Activity, tenantOf } from './activity.ts'
import type { Cloud } from './cloud.ts'

/** Why a request is refused, for the log; never with anything out of it but a tenant's id. */
export interface Refusal {
  status: 401 | 403 | 503
  why: string
  tenant?: string | undefined
}

export type Authenticate = (activity: Activity, header: string | undefined) => Promise<Refusal | null>

export interface AuthenticationParts {
  appId: string
  tenants: ReadonlySet<string>
  cloud: Cloud
  credentials: ServiceClientCredentialsFactory
}

/** Milliseconds in which Microsoft's keys have to be there. */
const KEYS_TIMEOUT = 8000
/** Seconds by which clocks may differ, as in botbuilder. */
const SKEW = 300

export function createAuthentication({ appId, tenants, cloud, credentials }: AuthenticationParts): Authenticate {
  const botFramework = botFrameworkOf(cloud, credentials)

  return async (activity, header) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header ?? '')?.[1]
    if (token === undefined) return refused('no token')
    const why = claimsProblem(token, appId, cloud.issuer) ?? activityProblem(activity)
    if (why !== null) return refused(why)
    try {
      await withinTime(botFramework.authenticateRequest(asked(activity), `Bearer ${token}`))
    } catch (fault) {
      return isOfToken(fault) ? refused(reasonOf(fault)) : { status: 503, why: 'the keys could not be had' }
    }
    const tenant = tenantOf(activity)
    if (tenant !== undefined && tenants.has(tenant)) return null
    return { status: 403, why: 'another tenant', tenant: isGuid(tenant) ? tenant : undefined }
  }
}

export const botFrameworkOf = (
  cloud: Cloud,
  credentials: ServiceClientCredentialsFactory,
): ConfigurationBotFrameworkAuthentication =>
  new ConfigurationBotFrameworkAuthentication(
    {
      ToChannelFromBotLoginUrl: cloud.loginUrl,
      ToChannelFromBotOAuthScope: cloud.scope,
      ToBotFromChannelTokenIssuer: cloud.issuer,
      ToBotFromChannelOpenIdMetadataUrl: cloud.metadataUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: cloud.metadataUrl,
    },
    credentials,
  )

const refused = (why: string): Refusal => ({ status: 401, why })

const claims = z.object({ iss: z.string(), aud: z.string(), exp: z.number() })

/** What can be seen without a key; the rest is looked at only where this is right. */
function claimsProblem(token: string, appId: string, issuer: string): string | null {
  const read = claims.safeParse(payloadOf(token))
  if (!read.success) return 'a token that says nothing'
  const { iss, aud, exp } = read.data
  if (iss !== issuer) return 'a token of another issuer'
  if (aud !== appId) return 'a token for another bot'
  return exp + SKEW < Date.now() / 1000 ? 'a token whose time is over' : null
}

function payloadOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}

function activityProblem({ channelId, serviceUrl }: Activity): string | null {
  if (channelId !== 'msteams') return 'not from Teams'
  return serviceUrl === undefined || serviceUrl === '' ? 'no address to answer to' : null
}

/** botbuilder looks at these two of an activity. */
const asked = ({ type, channelId, serviceUrl }: Activity): Asked => ({ type, channelId, serviceUrl }) as Asked

type Asked = Parameters<ConfigurationBotFrameworkAuthentication['authenticateRequest']>[0]

async function withinTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('no keys in time')), KEYS_TIMEOUT)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}

const TOKEN_FAULTS = new Set(['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError'])

const isOfToken = (fault: unknown): fault is Error =>
  fault instanceof Error && (TOKEN_FAULTS.has(fault.name) || ('statusCode' in fault && fault.statusCode === 401))

function reasonOf({ message }: Error): string {
  if (/serviceurl/i.test(message)) return 'a token for another address'
  return /endorse/i.test(message) ? 'a key that may not speak for Teams' : 'a signature that is not Microsoft’s'
}

export const isGuid = (text: string | undefined): boolean =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text ?? '')
