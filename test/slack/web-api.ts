/** The Web API on HTTP: token, scopes, limits, faults, then the method; and the answer as Slack writes it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Faults } from './faults.ts'
import type { Journal } from './journal.ts'
import { METHODS } from './methods.ts'
import type { Pace } from './pace.ts'
import { Refusal } from './refusal.ts'
import { needScope, SCOPES } from './scopes.ts'
import type { Json, World } from './world.ts'

export interface Api {
  world: World
  journal: Journal
  faults: Faults
  pace: Pace
  /** What may change during a story: tokens revoked, scopes taken away. */
  grants: { botToken: string; appToken: string; scopes: string[]; revoked: string | null }
  pageSize: number
  /** Where a Socket Mode client may connect. @throws Refusal */
  openSocket(): string
}

interface Answer {
  status: number
  body: Json
  headers: Record<string, string>
}

const answer = (body: Json, status = 200, headers: Record<string, string> = {}): Answer => ({ status, body, headers })

export async function serveApi(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = new URL(request.url!, 'http://slack').pathname.replace(/^\/api\//, '')
  const args = await argumentsOf(request)
  const fault = api.faults.take(method, args)
  if (fault?.type === 'silent') return
  if (fault?.type === 'drop-before') return void request.socket.destroy()
  if (fault?.type === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.milliseconds))
  const given = faulty(fault) ?? answerTo(api, method, tokenOf(request, args), args)
  const heard = fault?.type !== 'drop-after' && fault?.type !== 'garbage' && !request.socket.destroyed
  const record = {
    at: api.world.now(),
    method,
    args: withoutToken(args),
    status: given.status,
    result: given.body,
    heard,
  }
  if (fault?.type === 'drop-after') {
    request.socket.destroy()
  } else {
    response.writeHead(given.status, { 'content-type': 'application/json; charset=utf-8', ...given.headers })
    response.end(fault?.type === 'garbage' ? '<html>Something went wrong.</html>' : JSON.stringify(given.body))
  }
  api.journal.called(record)
}

function faulty(fault: ReturnType<Faults['take']>): Answer | null {
  switch (fault?.type) {
    case 'status':
      return answer({ ok: false, error: 'internal_error' }, fault.status)
    case 'rate-limited':
      return tooMany(fault.seconds)
    case 'refuse':
      return answer({ ok: false, error: fault.error })
    default:
      return null
  }
}

const tooMany = (seconds: number): Answer =>
  answer({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': String(seconds) })

function answerTo(api: Api, method: string, token: string | undefined, args: Json): Answer {
  const { world, grants } = api
  const scopes = { 'x-oauth-scopes': grants.scopes.join(','), 'x-accepted-oauth-scopes': SCOPES[method] ?? '' }
  try {
    checkToken(api, method, token)
    const wait = api.pace.take(method, args, world.now())
    if (wait > 0) return tooMany(wait)
    if (method === 'apps.connections.open') return answer({ ok: true, url: api.openSocket() })
    const run = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined
    if (run === undefined) throw new Refusal('unknown_method')
    if (SCOPES[method] !== undefined) needScope(SCOPES[method], grants.scopes)
    return answer({ ok: true, ...run({ world, args, scopes: grants.scopes, pageSize: api.pageSize }) }, 200, scopes)
  } catch (refused) {
    if (!(refused instanceof Refusal)) throw refused
    return answer({ ok: false, error: refused.message, ...refused.more }, 200, scopes)
  }
}

function checkToken({ grants }: Api, method: string, token: string | undefined): void {
  if (token === undefined) throw new Refusal('not_authed')
  const isApp = method === 'apps.connections.open'
  if (token === (isApp ? grants.botToken : grants.appToken)) throw new Refusal('not_allowed_token_type')
  if (token !== (isApp ? grants.appToken : grants.botToken)) throw new Refusal('invalid_auth')
  if (grants.revoked !== null) throw new Refusal(grants.revoked)
}

function tokenOf(request: IncomingMessage, args: Json): string | undefined {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  return bearer ?? (typeof args['token'] === 'string' ? args['token'] : undefined)
}

const withoutToken = ({ token: _token, ...args }: Json): Json => args

/** A form, a JSON body, or what stands behind the question mark. */
async function argumentsOf(request: IncomingMessage): Promise<Json> {
  const text = await bodyOf(request)
  if ((request.headers['content-type'] ?? '').startsWith('application/json')) {
    return text === '' ? {} : (JSON.parse(text) as Json)
  }
  const asked = new URL(request.url!, 'http://slack').searchParams
  return { ...Object.fromEntries(asked), ...Object.fromEntries(new URLSearchParams(text)) }
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
