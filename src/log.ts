import { pino, type Logger } from 'pino'
import { type LogOutput, logOutput } from './log-output.ts'

export type { Logger }

/**
 * Names under which an answer or a secret could travel. Nothing that logs passes them on purpose; this is the second lock on the door.
 */
const SECRET = ['answers', 'answer', 'message', 'token', 'password', 'authorization', 'box', 'slot']

let output: LogOutput | undefined

/** One for the whole process. */
function standardOutput(): LogOutput {
  if (output) return output
  const only = (output = logOutput(process.stdout.fd || 1))
  process.once('exit', () => only.end())
  return only
}

/** One JSON line per event on standard output. `level` is a pino level; `silent` for tests. */
export function createLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`]), censor: '[left out]' },
    },
    standardOutput(),
  )
}

/** What of an error may be logged: its name, text and stack, without whatever else was hung on it. */
export function fault(error: unknown): { error: string; stack?: string } {
  if (!(error instanceof Error)) return { error: String(error) }
  return { error: `${error.name}: ${error.message}`, ...(error.stack ? { stack: error.stack } : {}) }
}
