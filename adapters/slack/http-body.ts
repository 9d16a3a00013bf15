/** The body of a request from Slack: JSON for events, a form for all else, in which interactions come as JSON under `payload`. */
export type Body = Record<string, unknown>

/** Bytes at most. What Slack sends is some kilobytes; a form with ten full answers less than 200. */
export const MOST = 1_000_000

/** @returns null for what is no object */
export function parseBody(raw: string, contentType: string): Body | null {
  if (!contentType.startsWith('application/x-www-form-urlencoded')) return json(raw)
  const fields = new URLSearchParams(raw)
  const payload = fields.get('payload')
  return payload === null ? Object.fromEntries(fields) : json(payload)
}

function json(text: string): Body | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}
