/** The few calls of the doctor. It looks at headers that the SDK keeps to itself: the scopes that were granted, and Slack's clock. */

export interface SlackAnswer {
  ok: boolean
  error?: string
  [name: string]: unknown
}

export interface Answered {
  body: SlackAnswer
  headers: Headers
}

/** @throws Error when Slack can't be reached, or does not answer as Slack */
export type Call = (method: string, args?: Record<string, string>) => Promise<Answered>

const PATIENCE = 10_000
const MOST_WAITS = 3

/** @param mostWaits how often a call waits as long as Slack asks for */
export function slackCalls(apiUrl: string, token: string, mostWaits = MOST_WAITS): Call {
  const once = (method: string, args: Record<string, string>): Promise<Response> =>
    fetch(new URL(method, apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams(args),
      signal: AbortSignal.timeout(PATIENCE),
    })

  return async (method, args = {}) => {
    let response = await once(method, args)
    for (let waits = 0; response.status === 429 && waits < mostWaits; waits += 1) {
      const seconds = Number(response.headers.get('retry-after')) || 1
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
      response = await once(method, args)
    }
    if (!response.ok) throw new Error(`${method} was answered with ${response.status}`)
    return { body: (await response.json()) as SlackAnswer, headers: response.headers }
  }
}

/** All pages of a list. @throws Error in Slack's words where Slack refuses */
export async function allPages<T>(
  call: Call,
  method: string,
  list: string,
  args: Record<string, string>,
): Promise<T[]> {
  const found: T[] = []
  let cursor = ''
  do {
    const { body } = await call(method, { ...args, limit: '200', ...(cursor === '' ? {} : { cursor }) })
    if (!body.ok) throw new Error(body.error)
    found.push(...(body[list] as T[]))
    cursor = (body['response_metadata'] as { next_cursor?: string } | undefined)?.next_cursor ?? ''
  } while (cursor !== '')
  return found
}
