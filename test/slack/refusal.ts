/** A refusal in Slack's words: `{ ok: false, error }` and whatever else goes with it. */
import type { Json } from './world.ts'

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly more: Json

  constructor(code: string, more: Json = {}) {
    super(code)
    this.more = more
  }
}

/** As Slack says what is wrong with blocks and arguments: one line each in `response_metadata.messages`. */
export const refusalWith = (code: string, complaints: string[]): Refusal =>
  new Refusal(code, {
    ...(code === 'invalid_blocks' ? { errors: complaints } : {}),
    response_metadata: { messages: complaints.map((complaint) => `[ERROR] ${complaint}`) },
  })
