/**
 * A server that can't be reached any more, or hangs, says nothing, and a connection waits for its answer for ever: the server's own time limits are of no use
 * then. Whoever has been silent for too long is cut off, so that the pool can make a new connection.
 */
import type { PoolClient } from 'pg'

/** What lifts the server's time limit lifts this one, too. */
export const NO_TIME_LIMIT = 'set statement_timeout = 0'
export const USUAL_TIME_LIMIT = 'reset statement_timeout'

type Ask = (...question: unknown[]) => Promise<unknown>

export function cutWhenSilent(client: PoolClient, milliseconds: number): void {
  const ask = (client.query as Ask).bind(client)
  const { stream } = (client as unknown as { connection: { stream: { destroy(error: Error): void } } }).connection
  let isPatient = false
  const askWithLimit: Ask = async (...question) => {
    if (question[0] === NO_TIME_LIMIT) isPatient = true
    const timer = setTimeout(() => {
      if (!isPatient) stream.destroy(new Error(`The database has been silent for ${milliseconds / 1000} seconds.`))
    }, milliseconds)
    try {
      return await ask(...question)
    } finally {
      clearTimeout(timer)
      if (question[0] === USUAL_TIME_LIMIT) isPatient = false
    }
  }
  Object.assign(client, { query: askWithLimit })
}
