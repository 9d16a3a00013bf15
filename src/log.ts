import { pino, type Logger } from 'pino'

export type { Logger }

/**
 * Names under which an answer or a secret could travel. Nothing that logs passes them on purpose; this is the second lock on the door.
 */
const SECRET = ['answers', 'answer', 'message', 'token', 'password', 'authorization', 'box', 'slot']

/** One JSON line per event on standard output. `level` is a pino level; `silent` for tests. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`]), censor: '[left out]' },
  })
}

/** What of an error may be logged: its name, text and stack, without whatever else was hung on it. */
export function fault(error: unknown): { error: string; stack?: string } {
  if (!(error instanceof Error)) return { error: String(error) }
  return { error: `${error.name}: ${error.message}`, ...(error.stack ? { stack: error.stack } : {}) }
}
