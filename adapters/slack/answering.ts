/** Slack's one-off addresses for answers to a press or a command: quick, outside the limits of the Web API, good for half an hour and five answers. */
import { request } from 'undici'
import type { Part } from './parts.ts'

export interface Answering {
  /** @returns whether Slack took it */
  replace(address: string, part: Part): Promise<boolean>
  /** Seen by one person alone. */
  whisper(address: string, part: Part, thread?: string): Promise<boolean>
}

/** Milliseconds. */
const TIMEOUT = 5000
/** undici's `request` and not `fetch`, which is built on it: after every press, the streams of `fetch` cost more than the press itself. */
const ANSWER = {
  method: 'POST',
  headers: { 'content-type': 'application/json; charset=utf-8' },
  headersTimeout: TIMEOUT,
  bodyTimeout: TIMEOUT,
} as const

export const answering: Answering = {
  replace: (address, part) => post(address, { replace_original: true, ...part }),
  whisper: (address, part, thread) =>
    post(address, {
      response_type: 'ephemeral',
      replace_original: false,
      ...part,
      ...(thread === undefined ? {} : { thread_ts: thread }),
    }),
}

async function post(address: string, body: object): Promise<boolean> {
  try {
    const response = await request(address, { ...ANSWER, body: JSON.stringify(body) })
    await response.body.dump()
    // It follows no redirection, so one counts as a refusal.
    return response.statusCode >= 200 && response.statusCode < 300
  } catch {
    return false
  }
}
