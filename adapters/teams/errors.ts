/**
 * What Teams' refusals mean for a message: gone for good, to be tried again, or perhaps there already. Microsoft asks to try 412, 429, 502 and 504 again
 * (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit, read 2026-11-21): with these nothing was done. Teams has no way to look
 * whether a message has arrived, so what is unclear stays unclear.
 */
import { DeliveryError, pauseAsked } from '#platform'

/** What can be told of a call that failed. */
export interface Failure {
  status: number | null
  /** Microsoft's word, such as `MessageWritesBlocked`, or the system's, such as `ECONNRESET`. */
  code: string
  /** Seconds. */
  retryAfter: number | null
}

/** @param repeatable the call may be made twice without harm; then an unknown outcome is one to try again */
export function deliveryError(fault: unknown, repeatable: boolean): DeliveryError {
  if (fault instanceof DeliveryError) return fault
  const { status, code, retryAfter } = failureIn(fault)
  const unclear = (): DeliveryError => new DeliveryError(repeatable ? 'later' : 'unknown', `teams: ${code}`)
  if (isShutOut(fault)) return new DeliveryError('wait', `teams: ${code}`, SHUT_OUT_PAUSE)
  if (isWithoutToken(fault)) return new DeliveryError('later', `teams: ${code}`)
  if (status === null) return NEVER_SENT.test(code) ? new DeliveryError('later', `teams: ${code}`) : unclear()
  if (status === 429) return new DeliveryError('wait', 'teams: too fast', pauseAsked(retryAfter ?? DEFAULT_PAUSE))
  if (AGAIN.has(status))
    return new DeliveryError('later', `teams: HTTP ${status}`, retryAfter === null ? 0 : pauseAsked(retryAfter))
  if (status >= 500) return unclear()
  const obstacle = status === 403 ? 'not-installed' : status === 404 ? 'channel-gone' : 'refused'
  return new DeliveryError('never', `teams: ${status} ${code}`, 0, obstacle)
}

/** 503: nobody was there to take it. */
const AGAIN = new Set([408, 412, 502, 503, 504])

/** Seconds, where Teams names none. */
const DEFAULT_PAUSE = 2

/** How long to leave Microsoft alone when it does not let the bot sign in, in seconds. */
export const SHUT_OUT_PAUSE = 300

/** These never left this machine, or never reached Teams. */
const NEVER_SENT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|CONNECT_TIMEOUT/

/** No token: nothing was sent. MSAL's errors have an `errorCode`, those of managed identities a name. */
const isWithoutToken = (fault: unknown): boolean =>
  fault instanceof Error &&
  ('errorCode' in fault || /^(Credential|Authentication|AggregateAuthentication)/.test(fault.name))

/** Microsoft itself said no. */
export const isShutOut = (fault: unknown): boolean => {
  const { status, code } = failureIn(fault)
  return status === 401 || (isWithoutToken(fault) && !/network|resolution|openid/.test(code))
}

/** The connector is told of here by its shape alone, so that it needs no botbuilder to read what went wrong. */
export function failureIn(fault: unknown): Failure {
  if (!isObject(fault)) return { status: null, code: 'no answer', retryAfter: null }
  const response = isObject(fault['response']) ? fault['response'] : {}
  const status = [fault['statusCode'], response['status']].find((each) => typeof each === 'number') ?? null
  return { status, code: codeOf(fault, response), retryAfter: retryAfterIn(response) }
}

function codeOf(fault: Record<string, unknown>, response: Record<string, unknown>): string {
  const said = wordIn(response['bodyAsText'])
  const own = [fault['errorCode'], said, fault['code'], fault['name']]
  return own.find((each): each is string => typeof each === 'string' && /^[\w.]{1,60}$/.test(each)) ?? 'no answer'
}

/** Microsoft says what is wrong as `{ error: { code, message } }`; the message may quote what was sent. */
function wordIn(body: unknown): unknown {
  try {
    const read: unknown = JSON.parse(String(body))
    const error = isObject(read) ? read['error'] : null
    return isObject(error) ? error['code'] : undefined
  } catch {
    return undefined
  }
}

function retryAfterIn({ headers }: Record<string, unknown>): number | null {
  const get =
    isObject(headers) && typeof headers['get'] === 'function' ? (headers['get'] as (name: string) => unknown) : null
  const seconds = Number(get?.call(headers, 'retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
