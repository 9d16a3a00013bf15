/** A way over TCP on which things go wrong: it breaks, it leads nowhere, or nothing comes through any more although nobody hangs up. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface Proxy extends AsyncDisposable {
  readonly port: number
  /** Breaks every connection; new ones come through. */
  cut(): void
  /** From now on nothing comes through in either direction, also on new connections, which are taken all the same. */
  stall(): void
  /** New connections come through again. Those that stalled stay dead, as after a firewall has forgotten them, unless `revive`. */
  heal(options?: { revive: boolean }): void
}

interface Pair {
  near: Socket
  far: Socket
}

export async function startProxy(port: number, host = '127.0.0.1'): Promise<Proxy> {
  const pairs = new Set<Pair>()
  const stalled = new Set<Pair>()
  let isStalling = false

  const server = createServer((near) => {
    const pair = { near, far: connect(port, host) }
    pairs.add(pair)
    for (const [one, other] of [
      [pair.near, pair.far],
      [pair.far, pair.near],
    ] as const) {
      one.setNoDelay(true)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        if (!stalled.has(pair)) other.destroy()
        pairs.delete(pair)
      })
    }
    if (isStalling) freeze(pair)
  })

  function freeze(pair: Pair): void {
    stalled.add(pair)
    for (const end of [pair.near, pair.far]) end.unpipe().pause()
  }

  function thaw(pair: Pair): void {
    pair.near.pipe(pair.far)
    pair.far.pipe(pair.near)
  }

  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const proxy: Proxy = {
    port: (server.address() as AddressInfo).port,
    cut() {
      for (const { near, far } of [...pairs, ...stalled]) {
        near.destroy()
        far.destroy()
      }
      stalled.clear()
    },
    stall() {
      isStalling = true
      pairs.forEach(freeze)
    },
    heal({ revive } = { revive: false }) {
      isStalling = false
      if (revive) stalled.forEach(thaw)
      if (revive) stalled.clear()
    },
    async [Symbol.asyncDispose]() {
      proxy.cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}
