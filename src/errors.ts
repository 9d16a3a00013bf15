/**
 * Something whoever runs the program can put right: a misspelt variable, a manifest with mistakes, a database in use. Its message
 * says what to do and is shown without a stack; the process ends with code 1.
 */
export class ProblemError extends Error {
  override name = 'ProblemError'
}

/** What to show on standard error: the message alone when the reader can act on it, otherwise everything that helps to find the fault. */
export function errorText(error: unknown): string {
  if (error instanceof ProblemError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
