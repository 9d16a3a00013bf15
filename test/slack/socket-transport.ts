/**
 * Socket Mode: the bot opens connections, each envelope goes to one of them and is acknowledged by its id. Slack closes connections when it
 * likes, with a word beforehand or without.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Ack, DEADLINE, type Envelope, type Transport } from './delivery.ts'
import { Refusal } from './refusal.ts'
import type { Json, World } from './world.ts'

const MOST_CONNECTIONS = 10
const PING = 10_000

export interface Sockets extends Transport {
  /** A new address for one connection, good once. */
  ticket(origin: string): string
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  connections(): number
  /** Says goodbye as Slack does when it moves a connection, and closes it. */
  refresh(reason?: 'refresh_requested' | 'warning' | 'link_disabled'): void
  /** Cuts all connections without a word. */
  cut(): void
  /** The next acknowledgement never arrives: the connection breaks when the bot has the envelope in hand. */
  loseNextAck(): void
  close(): void
}

interface Pending {
  connection: WebSocket
  settle(status: number, body: unknown): void
}

export function createSockets(world: World): Sockets {
  const server = new WebSocketServer({ noServer: true })
  const tickets = new Set<string>()
  const open: WebSocket[] = []
  const pending = new Map<string, Pending>()
  let turn = 0
  let losing = false

  function welcome(connection: WebSocket): void {
    open.push(connection)
    const beat = setInterval(() => connection.ping(), PING).unref()
    connection.on('message', (data) => acknowledged(connection, String(data as Buffer)))
    connection.on('close', () => {
      clearInterval(beat)
      open.splice(open.indexOf(connection), 1)
      for (const waiting of pending.values()) if (waiting.connection === connection) waiting.settle(0, null)
    })
    connection.send(JSON.stringify(hello(world, open.length)))
  }

  function acknowledged(connection: WebSocket, text: string): void {
    const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id?: string; payload?: Json }
    const waiting = id === undefined ? undefined : pending.get(id)
    if (waiting?.connection !== connection) return void world.complaints.push('an acknowledgement of nothing came')
    if (losing) {
      losing = false
      return connection.terminate()
    }
    waiting.settle(200, payload !== undefined && Object.keys(payload).length > 0 ? payload : null)
  }

  return {
    ticket(origin) {
      if (open.length >= MOST_CONNECTIONS) throw new Refusal('too_many_websockets')
      const id = world.newId('W')
      tickets.add(id)
      return `${origin.replace('http', 'ws')}/link/?ticket=${id}&app_id=${world.app}`
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url!, 'http://slack').searchParams.get('ticket')
      if (ticket === null || !tickets.delete(ticket)) return void socket.destroy()
      server.handleUpgrade(request, socket, head, welcome)
    },
    send: (envelope) => {
      const connection = open[(turn += 1) % Math.max(1, open.length)]
      return connection === undefined ? nobodyThere() : sendOn(connection, envelope)
    },
    connections: () => open.length,
    refresh(reason = 'refresh_requested') {
      for (const connection of open.slice()) {
        connection.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'double' } }))
        setTimeout(() => connection.close(), 100).unref()
      }
    },
    cut: () => open.slice().forEach((connection) => connection.terminate()),
    loseNextAck() {
      losing = true
    },
    close() {
      open.slice().forEach((connection) => connection.terminate())
      server.close()
    },
  }

  function sendOn(connection: WebSocket, { type, payload, attempt, reason }: Envelope): Promise<Ack> {
    const { promise, resolve } = Promise.withResolvers<Ack>()
    const envelope = world.newId('E')
    const begun = performance.now()
    const settle = (status: number, body: unknown): void => {
      clearTimeout(late)
      pending.delete(envelope)
      resolve({ status, body, milliseconds: Math.round(performance.now() - begun) })
    }
    const late = setTimeout(() => settle(0, null), DEADLINE)
    pending.set(envelope, { connection, settle })
    const retry = type === 'events_api' ? { retry_attempt: attempt, retry_reason: reason ?? '' } : {}
    const accepts_response_payload = type !== 'events_api'
    connection.send(JSON.stringify({ envelope_id: envelope, type, payload, accepts_response_payload, ...retry }))
    return promise
  }
}

const nobodyThere = (): Promise<Ack> => Promise.resolve({ status: 0, body: null, milliseconds: 0 })

const hello = (world: World, count: number): Json => ({
  type: 'hello',
  num_connections: count,
  debug_info: { host: 'double', started: '', build_number: 1, approximate_connection_time: 18_060 },
  connection_info: { app_id: world.app },
})
