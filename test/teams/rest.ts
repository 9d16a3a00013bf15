/** The connector on HTTP: token, limits, faults, then the call; and Bot Framework's keys beside it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Faults } from '../slack/faults.ts'
import type { Json } from './card-check.ts'
import { METHODS } from './connector.ts'
import type { Journal } from './journal.ts'
import type { Keys } from './keys.ts'
import type { Login } from './login.ts'
import type { Pace } from './pace.ts'
import { Refusal } from './refusal.ts'
import type { World } from './world.ts'

export interface Rest {
  world: World
  journal: Journal
  faults: Faults
  pace: Pace
  keys: Keys
  login: Login
  pageSize: number
  origin: string
}

const ROUTES: [method: string, verb: string, path: RegExp][] = [
  ['create', 'POST', /^\/v3\/conversations$/],
  ['send', 'POST', /^\/v3\/conversations\/([^/]+)\/activities$/],
  ['update', 'PUT', /^\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/],
  ['members', 'GET', /^\/v3\/conversations\/([^/]+)\/pagedmembers$/],
  ['member', 'GET', /^\/v3\/conversations\/([^/]+)\/members\/([^/]+)$/],
  ['channels', 'GET', /^\/v3\/teams\/([^/]+)\/conversations$/],
]

interface Answer {
  status: number
  body: Json | unknown[]
  headers?: Record<string, string>
}

const refusal = (status: number, code: string): Answer => ({
  status,
  body: { error: { code, message: `about ${code}` } },
})

export async function serveRest(rest: Rest, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url!, rest.origin)
  const known = wellKnown(rest, pathname)
  if (known) return end(response, { status: 200, body: known })
  // Every region has a path of its own.
  const path = decodeURI(pathname).replace(/^\/[a-z]+(?=\/v3\/)/, '')
  const route = ROUTES.find(([, verb, pattern]) => verb === request.method && pattern.test(path))
  const body = await bodyOf(request)
  if (route === undefined) return end(response, refusal(404, 'NoSuchCall'))
  const [method, , pattern] = route
  const parts = pattern.exec(path)!.slice(1).map(decodeURIComponent)
  const fault = rest.faults.take(method, { ...body, path: parts.join(' ') })
  if (fault?.type === 'drop-before') return void request.socket.destroy()
  if (fault?.type === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.milliseconds))
  const answer = faulty(fault) ?? answerTo(rest, method, parts, searchParams, body, request.headers.authorization)
  rest.journal.calls.push({ at: rest.world.now(), method, path: parts, body, status: answer.status })
  if (fault?.type === 'drop-after') request.socket.destroy()
  else end(response, answer, fault?.type === 'garbage')
  rest.journal.happened()
}

function wellKnown({ keys, origin }: Rest, path: string): Json | null {
  if (path === '/.well-known/openidconfiguration') return { issuer: ISSUER, jwks_uri: `${origin}/.well-known/keys` }
  return path === '/.well-known/keys' ? { keys: [keys.public] } : null
}

export const ISSUER = 'https://api.botframework.example'

function faulty(fault: ReturnType<Faults['take']>): Answer | null {
  switch (fault?.type) {
    case 'status':
      return refusal(fault.status, 'ServiceError')
    case 'rate-limited':
      return { ...refusal(429, 'TooManyRequests'), headers: { 'retry-after': String(fault.seconds) } }
    case 'refuse': {
      const [status, code] = fault.error.split(' ')
      return refusal(Number(status), code!)
    }
    default:
      return null
  }
}

function answerTo(
  { world, pace, login, pageSize }: Rest,
  method: string,
  path: string[],
  query: URLSearchParams,
  body: Json,
  header: string | undefined,
): Answer {
  try {
    if (!login.isOurs(header)) throw new Refusal(401, 'Unauthorized')
    const wait = pace.take(
      path[0]?.split(';')[0] ?? String(JSON.stringify(body['members'] ?? body['channelData'])),
      world.now(),
    )
    if (wait > 0) return { ...refusal(429, 'TooManyRequests'), headers: { 'retry-after': String(wait) } }
    return METHODS[method]!({ world, path, query, body, pageSize })
  } catch (refused) {
    if (!(refused instanceof Refusal)) throw refused
    if (refused.status === 400) world.complaints.push(refused.message)
    return refusal(refused.status, refused.code.split(' ')[0]!)
  }
}

function end(response: ServerResponse, { status, body, headers }: Answer, isGarbage = false): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(isGarbage ? '<html>Something went wrong.</html>' : JSON.stringify(body))
}

export async function bodyOf(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  return text === '' ? {} : (JSON.parse(text) as Json)
}
