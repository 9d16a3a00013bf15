/** What Slack's refusals mean for a message: gone for good, to be tried again, or perhaps there already. */
import { webApi } from '@slack/bolt'
import { DeliveryError, type Obstacle, pauseAsked } from '#platform'

const GONE: Record<string, Obstacle> = {
  user_not_found: 'person-gone',
  users_not_found: 'person-gone',
  user_disabled: 'person-gone',
  account_inactive: 'person-gone',
  cannot_dm_bot: 'person-gone',
  user_not_visible: 'person-gone',
  channel_not_found: 'channel-gone',
  is_archived: 'channel-gone',
  not_in_channel: 'not-invited',
  user_not_in_channel: 'not-invited',
  restricted_action: 'not-allowed',
  restricted_action_read_only_channel: 'not-allowed',
  restricted_action_thread_only_channel: 'not-allowed',
  restricted_action_non_threadable_channel: 'not-allowed',
  messages_tab_disabled: 'not-allowed',
  missing_scope: 'not-allowed',
  not_allowed_token_type: 'not-allowed',
  ekm_access_denied: 'not-allowed',
  team_access_not_granted: 'not-allowed',
  access_denied: 'not-allowed',
  invalid_blocks: 'refused',
  invalid_blocks_format: 'refused',
  invalid_arguments: 'refused',
  msg_too_long: 'refused',
  msg_blocks_too_long: 'refused',
  no_text: 'refused',
  thread_not_found: 'refused',
  cant_update_message: 'refused',
  edit_window_closed: 'refused',
}

/** The bot itself may speak no more, until somebody installs it again. */
const SHUT_OUT = new Set([
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'app_uninstalled',
  'no_permission',
])

/** Something broke at Slack; it says itself that part of it may have been done. */
const HALF_DONE = new Set(['internal_error', 'fatal_error'])

/** These never left this machine, or never reached Slack. */
const NEVER_SENT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT/

/** What the SDK makes of a 429 that says no number of seconds: an error without a kind, a status or a code. */
const UNTOLD_PATIENCE = /^Retry header did not contain a valid timeout/

/** How long to leave Slack alone when the bot is shut out, in seconds. */
export const SHUT_OUT_PAUSE = 3600

export const isShutOut = (fault: unknown): boolean =>
  fault instanceof webApi.WebAPIPlatformError && SHUT_OUT.has(fault.data.error)

/** @returns Slack's word for what is wrong, or null for anything else */
export const refusalIn = (fault: unknown): string | null =>
  fault instanceof webApi.WebAPIPlatformError && isWord(fault.data.error) ? fault.data.error : null

/** Where Slack says no word, the SDK passes on that there is none. */
const isWord = (said: unknown): boolean => typeof said === 'string' && /^[a-z_]{1,80}$/.test(said)

/**
 * @param repeatable the call may be made twice without harm; then an unknown outcome is one to try again
 */
export function deliveryError(fault: unknown, repeatable: boolean): DeliveryError {
  if (fault instanceof DeliveryError) return fault
  const unclear = (what: string): DeliveryError => new DeliveryError(repeatable ? 'later' : 'unknown', `slack: ${what}`)
  if (fault instanceof webApi.WebAPIRateLimitedError)
    return new DeliveryError('wait', 'slack: too fast', pauseAsked(fault.retryAfter))
  if (fault instanceof webApi.WebAPIPlatformError) {
    const refusal = refusalIn(fault)
    return refusal === null ? unclear('an answer that is none') : refused(refusal, unclear)
  }
  if (fault instanceof webApi.WebAPIHTTPError) return httpError(fault.statusCode, unclear)
  if (fault instanceof Error && UNTOLD_PATIENCE.test(fault.message))
    return new DeliveryError('wait', 'slack: too fast', DEFAULT_PAUSE)
  const cause = causeOf(fault)
  return NEVER_SENT.test(cause) ? new DeliveryError('later', `slack: ${cause}`) : unclear(cause)
}

function refused(refusal: string, unclear: (what: string) => DeliveryError): DeliveryError {
  if (SHUT_OUT.has(refusal)) return new DeliveryError('wait', `slack: ${refusal}`, SHUT_OUT_PAUSE)
  if (HALF_DONE.has(refusal)) return unclear(refusal)
  const obstacle = GONE[refusal]
  return obstacle === undefined
    ? new DeliveryError('later', `slack: ${refusal}`)
    : new DeliveryError('never', `slack: ${refusal}`, 0, obstacle)
}

/** Seconds, where Slack does not say for how long, or not in a way that can be read. */
const DEFAULT_PAUSE = 30

function httpError(status: number, unclear: (what: string) => DeliveryError): DeliveryError {
  if (status === 429) return new DeliveryError('wait', 'slack: too fast', DEFAULT_PAUSE)
  // A gateway that could not reach what lies behind it has not passed anything on.
  if (status >= 500 && status !== 503) return unclear(`HTTP ${status}`)
  return new DeliveryError('later', `slack: HTTP ${status}`)
}

/** A name such as ECONNRESET or TimeoutError; texts of errors may hold what was sent. */
function causeOf(fault: unknown): string {
  for (let error = fault; error instanceof Error; error = error.cause) {
    if ('code' in error && typeof error.code === 'string' && !error.code.startsWith('slack_')) return error.code
    if (error.cause === undefined) return error.name
  }
  return 'no answer'
}
