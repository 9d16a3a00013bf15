/**
 * Two clients of the Web API, neither of which ever repeats a call by itself: one for messages and look-ups, which may wait, and one for what stands before
 * somebody's eyes, which may not. So no queue of messages ever holds up a form.
 */
import { webApi } from '@slack/bolt'
import type { AdapterLog } from '#platform'
import { sdkLogger } from './log.ts'

export type Client = webApi.WebClient

export interface Clients {
  sending: Client
  front: Client
}

/** Milliseconds. Slack takes longer than this only when it is in trouble. */
const SENDING_TIMEOUT = 10_000
/** Milliseconds. What opens a form is worth nothing after three seconds. */
const FRONT_TIMEOUT = 2800

export interface ClientOptions {
  botToken: string
  /** Another address of Slack's Web API. */
  apiUrl?: string | undefined
  log: AdapterLog
}

export const createClients = (options: ClientOptions): Clients => ({
  sending: new webApi.WebClient(options.botToken, clientOptions(options, SENDING_TIMEOUT)),
  front: new webApi.WebClient(options.botToken, clientOptions(options, FRONT_TIMEOUT)),
})

export const clientOptions = (
  { apiUrl, log }: Omit<ClientOptions, 'botToken'>,
  timeout: number,
): webApi.WebClientOptions => ({
  ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  logger: sdkLogger(log),
  rejectRateLimitedCalls: true,
  retryConfig: { retries: 0 },
  timeout,
  allowAbsoluteUrls: false,
})
