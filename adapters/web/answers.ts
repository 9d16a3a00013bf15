/** Answers of the API as JSON, with the headers every one of them carries. */
import { asProblem } from './problems.ts'

export interface ProblemBody {
  error: { code: string; message: string; field?: string }
}

/** Nothing of the API may be kept, guessed to be a page, framed or read by another site. */
const API_HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
}

export const answer = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { ...API_HEADERS, ...headers } })

export function answerProblem(fault: unknown, headers: Record<string, string> = {}): Response {
  const { status, code, message, field } = asProblem(fault)
  const body: ProblemBody = { error: { code, message } }
  if (field !== undefined) body.error.field = field
  return answer(body, status, headers)
}
