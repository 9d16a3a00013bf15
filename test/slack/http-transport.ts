/** HTTP mode: signed requests to the one address of the bot. */
import { createHmac } from 'node:crypto'
import { type Ack, DEADLINE, type Envelope, type Transport } from './delivery.ts'

export interface SignedRequest {
  body: string
  headers: Record<string, string>
}

const FORM = 'application/x-www-form-urlencoded'

/**
 * `v0=` and the HMAC-SHA256 of `v0:timestamp:body` (https://docs.slack.dev/authentication/verifying-requests-from-slack).
 * @param timestamp seconds since 1970, on the real clock: whoever verifies it has no other
 */
export function signature(secret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`
}

/** What Slack would send for this envelope. `skew` in seconds puts the timestamp off. */
export function signedRequest(envelope: Envelope, secret: string, skew = 0): SignedRequest {
  const body = bodyOf(envelope)
  const timestamp = Math.floor(Date.now() / 1000) + skew
  return {
    body,
    headers: {
      'content-type': envelope.type === 'events_api' ? 'application/json' : FORM,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signature(secret, timestamp, body),
      ...(envelope.attempt > 0
        ? { 'x-slack-retry-num': String(envelope.attempt), 'x-slack-retry-reason': envelope.reason ?? 'http_error' }
        : {}),
    },
  }
}

function bodyOf({ type, payload }: Envelope): string {
  if (type === 'events_api') return JSON.stringify(payload)
  if (type === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  return new URLSearchParams(payload as Record<string, string>).toString()
}

/** @param address such as `http://127.0.0.1:3000/slack/events` */
export function httpTransport(address: () => string, secret: () => string): Transport {
  return { send: (envelope) => post(address(), signedRequest(envelope, secret())) }
}

export async function post(address: string, { body, headers }: SignedRequest): Promise<Ack> {
  const begun = performance.now()
  const took = (): number => Math.round(performance.now() - begun)
  try {
    const response = await fetch(address, { method: 'POST', body, headers, signal: AbortSignal.timeout(DEADLINE) })
    const text = await response.text()
    return { status: response.status, body: parsed(text), milliseconds: took() }
  } catch {
    return { status: 0, body: null, milliseconds: took() }
  }
}

function parsed(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
