/** How the API says no: a status, a code for scripts and the page, a sentence for people, and the field it is about. */

/** Thrown by routes; becomes the answer. Never carries more than what the visitor may read. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly code: string
  readonly field: string | undefined

  constructor(status: number, code: string, message: string, field?: string) {
    super(message)
    this.status = status
    this.code = code
    this.field = field
  }
}

export const problem = (status: number, code: string, message: string, field?: string): Problem =>
  new Problem(status, code, message, field)

export const invalid = (field: string, message: string): Problem => problem(400, 'invalid', message, field)

/** What is not a `Problem` becomes a plain 500 that gives nothing away. */
export const asProblem = (fault: unknown): Problem =>
  fault instanceof Problem
    ? fault
    : problem(500, 'fault', 'Something went wrong here. Nothing that was confirmed is lost; please try again.')
