/** The one http server: health for whoever watches over it, and the doors that adapters open. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { ProblemError } from './errors.ts'

export type Listener = (request: IncomingMessage, response: ServerResponse) => void

/** A door: requests whose path begins with `prefix` go to `listener`; the longest prefix wins. */
export interface Door {
  prefix: string
  listener: Listener
}

export interface HealthChecks {
  /** Whether answers can be taken now; false makes `/readyz` answer 503. */
  ready(): Promise<boolean>
}

export interface RunningServer {
  port: number
  /** Lets requests that are being answered finish, for at most `grace` milliseconds. */
  close(grace: number): Promise<void>
}

/** Requests that are being answered at a time. An answer takes milliseconds: where so many wait, something is wrong, and more would only wait longer. */
export const MOST_INSIDE = 250
const MOST_CONNECTIONS = 2000

/** @throws ProblemError when nobody can listen there */
export async function startServer(
  host: string,
  port: number,
  doors: Door[],
  health: HealthChecks,
): Promise<RunningServer> {
  const sorted = doors.toSorted((a, b) => b.prefix.length - a.prefix.length)
  let inside = 0
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0]!
    if (path === '/healthz') return answer(response, 200, 'ok')
    if (path === '/readyz') return void readiness(health, response)
    const door = sorted.find((each) => path.startsWith(each.prefix))
    if (!door) return answer(response, 404, 'not found')
    if (inside >= MOST_INSIDE) return turnAway(response)
    inside += 1
    response.once('close', () => (inside -= 1))
    return door.listener(request, response)
  })
  server.maxConnections = MOST_CONNECTIONS
  server.requestTimeout = 30_000
  server.headersTimeout = 10_000
  await listen(server, host, port)
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: (grace) => close(server, grace),
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void => reject(listenProblem(error, host, port))
    server.once('error', refuse)
    server.listen(port, host, () => {
      server.off('error', refuse)
      resolve()
    })
  })
}

function listenProblem(error: Error & { code?: string }, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ProblemError(`Port ${port} on ${host} is taken. Stop what listens there, or set PORT to another one.`)
    case 'EACCES':
      return new ProblemError(`This account may not listen on port ${port}. Set PORT to one above 1023.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ProblemError(`This machine has no address ${host}. Set HOST to one that it has, such as 127.0.0.1.`)
    default:
      return error
  }
}

/** Without reading what they bring; whoever sent it tries again. */
function turnAway(response: ServerResponse): void {
  response.setHeader('retry-after', '1')
  response.setHeader('connection', 'close')
  answer(response, 503, 'too much at once')
}

async function readiness(health: HealthChecks, response: ServerResponse): Promise<void> {
  const ready = await health.ready().catch(() => false)
  if (!ready) response.setHeader('retry-after', '5')
  answer(response, ready ? 200 : 503, ready ? 'ready' : 'not ready')
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${text}\n`)
}

function close(server: Server, grace: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), grace)
    server.close(() => {
      clearTimeout(force)
      resolve()
    })
    server.closeIdleConnections()
  })
}
