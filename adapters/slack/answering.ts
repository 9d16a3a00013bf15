/** Slack's one-off addresses for answers to a press or a command: quick, outside the limits of the Web API, good for half an hour and five answers. */
import type { Part } from './parts.ts'

export interface Answering {
  /** @returns whether Slack took it */
  replace(address: string, part: Part): Promise<boolean>
  /** Seen by one person alone. */
  whisper(address: string, part: Part, thread?: string): Promise<boolean>
}

const TIMEOUT = 5000

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
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    })
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false
  }
}
