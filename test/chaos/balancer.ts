/** What stands before the replicas: passes connections on to those that say they are ready, and drops those of the others. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { Replica } from './replica.ts'

export interface Balancer extends AsyncDisposable {
  readonly port: number
  ready(): number
}

/** Milliseconds. */
const EVERY = 500
const PATIENCE = 2500

export async function startBalancer(replicas: readonly Replica[]): Promise<Balancer> {
  const ready = new Set<Replica>()
  const connections = new Map<Replica, Set<Socket>>(replicas.map((replica) => [replica, new Set()]))
  let turn = 0

  async function look(replica: Replica): Promise<void> {
    const isReady = await asks(replica)
    if (isReady) return void ready.add(replica)
    ready.delete(replica)
    for (const socket of connections.get(replica)!) socket.destroy()
  }

  const server = createServer((near) => {
    const choice = [...ready].filter(({ port }) => port !== null)
    const replica = choice[(turn += 1) % Math.max(1, choice.length)]
    if (!replica) return near.destroy()
    const far = connect(replica.port!, '127.0.0.1')
    const own = connections.get(replica)!
    own.add(near)
    near.pipe(far)
    far.pipe(near)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => {
        other.destroy()
        own.delete(near)
      })
    }
    return near
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const timer = setInterval(() => replicas.forEach((replica) => void look(replica)), EVERY)
  return {
    port: (server.address() as AddressInfo).port,
    ready: () => ready.size,
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      for (const own of connections.values()) for (const socket of own) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function asks({ port }: Replica): Promise<boolean> {
  if (port === null) return false
  try {
    const { ok } = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(PATIENCE) })
    return ok
  } catch {
    return false
  }
}
