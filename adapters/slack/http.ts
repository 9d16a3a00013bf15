/**
 * Slack over HTTP, as a receiver for Bolt on the house's own server. Ours and not Bolt's, because Bolt's takes timestamps from the future, ends the process over
 * a body that says `null`, quotes in its log what it could not read, and says "got it" to an event before anything is done about it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '@slack/bolt'
import { type AdapterLog, readBody } from '#platform'
import { MOST, parseBody } from './http-body.ts'
import { teamIn } from './origin.ts'
import { type Belongs, passOn, type Receiver } from './receiver.ts'
import { hasShape } from './shape.ts'

export interface HttpReceiver extends Receiver {
  listener(request: IncomingMessage, response: ServerResponse): void
}

/** Seconds by which a request's time may differ from ours, either way. */
const SKEW = 300

export function createHttpReceiver(
  signingSecret: string,
  belongs: Belongs,
  log: AdapterLog,
  now: () => number,
): HttpReceiver {
  let app: App | null = null
  let isRunning = false

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') return end(response, 405)
    if (!isRunning || app === null) return end(response, 503)
    const raw = await readBody(request, MOST)
    if (raw === null) return refuse(response, 413, 'too much at once')
    const why = whyNot(request, raw)
    if (why !== null) return refuse(response, 401, why)
    const body = parseBody(raw, request.headers['content-type'] ?? '')
    if (body === null) return refuse(response, 400, 'nothing that can be read')
    if (body['ssl_check'] !== undefined) return end(response, 200)
    if (body['type'] === 'url_verification') return end(response, 200, { challenge: body['challenge'] })
    if (!belongs(body)) return refuse(response, 403, 'another workspace', teamIn(body))
    if (!hasShape(body)) return refuse(response, 400, 'of no known shape')
    await passOn(app, {
      body,
      ack: (answer) => end(response, 200, answer),
      fail: () => end(response, 500),
      retryNum: Number(request.headers['x-slack-retry-num'] ?? 0),
    })
  }

  /** Why a request is not Slack's, or not of now; null when it is. */
  function whyNot({ headers }: IncomingMessage, body: string): string | null {
    const signature = headers['x-slack-signature']
    const timestamp = headers['x-slack-request-timestamp']
    if (typeof signature !== 'string' || typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) {
      return 'no signature'
    }
    if (Math.abs(now() / 1000 - Number(timestamp)) > SKEW) return 'a timestamp of another time'
    return isSigned(signingSecret, timestamp, body, signature) ? null : 'a signature that is not Slack’s'
  }

  function refuse(response: ServerResponse, status: number, why: string, team?: string): void {
    log.warn({ status, why, team }, 'a request to /slack/events was refused')
    end(response, status)
  }

  return {
    init(bolt) {
      app = bolt
    },
    async start() {
      isRunning = true
    },
    async stop() {
      isRunning = false
    },
    listener(request, response) {
      serve(request, response).catch(() => end(response, 500))
    },
  }
}

/** Slack's signature, version 0: https://docs.slack.dev/authentication/verifying-requests-from-slack */
function isSigned(secret: string, timestamp: string, body: string, signature: string): boolean {
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  const [ours, theirs] = [Buffer.from(`v0=${digest}`), Buffer.from(signature)]
  return ours.length === theirs.length && timingSafeEqual(ours, theirs)
}

/** The first answer counts. */
function end(response: ServerResponse, status: number, body?: unknown): void {
  if (response.headersSent || response.destroyed) return
  if (status === 413) response.setHeader('connection', 'close')
  if (body === undefined || body === '') {
    response.writeHead(status)
    response.end()
    return
  }
  const isText = typeof body === 'string'
  response.writeHead(status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
  })
  response.end(isText ? body : JSON.stringify(body))
}
