/** What the API says when it says no: a status, a code for scripts and the page, a sentence for people, and the field it is about. */

export interface ProblemBody {
  error: { code: string; message: string; field?: string }
}

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

/** Any fault as an answer; what is not a `Problem` becomes a plain 500 that gives nothing away. */
export function answerFault(fault: unknown): Response {
  const known =
    fault instanceof Problem ? fault : problem(500, 'fault', 'Something went wrong here. Nothing was lost; try again.')
  const body: ProblemBody = { error: { code: known.code, message: known.message } }
  if (known.field !== undefined) body.error.field = known.field
  return Response.json(body, { status: known.status })
}
