/** Slack's one-off addresses for answers to a press or a command: quick, outside the limits of the Web API, good for half an hour and five answers. */
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import type { Part } from './parts.ts'

export interface Answering {
  /** @returns whether Slack took it */
  replace(address: string, part: Part): Promise<boolean>
  /** Seen by one person alone. */
  whisper(address: string, part: Part, thread?: string): Promise<boolean>
}

/** Milliseconds without a sign of life. */
const TIMEOUT = 5000

/** @param patience milliseconds without a sign of life */
export const createAnswering = (patience = TIMEOUT): Answering => ({
  replace: (address, part) => isTaken(address, { replace_original: true, ...part }, patience),
  whisper: (address, part, thread) =>
    isTaken(
      address,
      {
        response_type: 'ephemeral',
        replace_original: false,
        ...part,
        ...(thread === undefined ? {} : { thread_ts: thread }),
      },
      patience,
    ),
})

async function isTaken(address: string, body: object, patience: number): Promise<boolean> {
  try {
    const status = await post(address, JSON.stringify(body), patience)
    // It follows no redirection, so one counts as a refusal.
    return status >= 200 && status < 300
  } catch {
    return false
  }
}

/**
 * node:http and not `fetch`: after every press, fetch's streams cost more than the press itself, and what fetch and undici leave behind outlives
 * the quick collections of garbage, until a slow one holds up whoever presses next.
 */
function post(address: string, body: string, patience: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const send = address.startsWith('https:') ? secureRequest : plainRequest
  const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) }
  const request = send(address, { method: 'POST', headers, timeout: patience }, (response) => {
    response.once('error', reject)
    response.once('end', () => resolve(response.statusCode ?? 0))
    response.resume()
  })
  request.once('error', reject)
  request.once('timeout', () => request.destroy(new Error('Slack does not answer.')))
  request.end(body)
  return promise
}
