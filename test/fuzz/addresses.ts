/** What stands open to the network without anybody signing in: health, metrics, calendars, and the port itself. */
import { connect } from 'node:net'
import fc from 'fast-check'
import { entrance, type Opened } from './entrance.ts'
import { MARK, orAny, texts } from './inputs.ts'

const ADDRESSES = [
  '/healthz',
  '/readyz',
  '/metrics',
  '/calendar/',
  `/calendar/${'a'.repeat(43)}.ics`,
  '/slack/events',
  '/',
]

interface Raw {
  head: string
  body: string
}

/** As many bytes as the other side sends until it hangs up, or has answered. */
function ask(url: string, { head, body }: Raw): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.end(`${head}\r\n\r\n${body}`))
    let said = ''
    socket.setTimeout(6000, () => socket.destroy(new Error('No answer, and no end.')))
    socket.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')))
    socket.on('error', (error: Error & { code?: string }) =>
      // Whoever sends nonsense may be hung up on.
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(said) : reject(error),
    )
    socket.on('close', () => resolve(said))
  })
}

const requests = fc
  .record({
    method: orAny(['GET', 'GET', 'HEAD', 'POST', 'PUT', 'TRACE']),
    path: fc.tuple(orAny(ADDRESSES), fc.oneof(fc.constant(''), texts)).map(([path, more]) => path + more),
    version: orAny(['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0']),
    headers: fc.array(
      fc.tuple(
        orAny(['Host', 'If-None-Match', 'Content-Length', 'Transfer-Encoding', 'Connection', 'Origin', 'Accept']),
        orAny(['127.0.0.1', '*', '0', '5', 'chunked', 'close', '']),
      ),
      { maxLength: 4 },
    ),
    body: texts,
  })
  .map(({ method, path, version, headers, body }): Raw => {
    const lines = headers.map(([name, value]) => `${name}: ${value}`)
    return { head: [`${method} ${path} ${version}`, 'Host: 127.0.0.1', ...lines].join('\r\n'), body }
  })

/** @param url where a program listens */
export const addressesAt = (url: string): Opened =>
  entrance<Raw>({
    name: 'health, metrics, calendars and the port',
    inputs: requests,
    async enter(raw) {
      const said = await ask(url, raw)
      const [, status = '0'] = /^HTTP\/1\.1 (\d{3})/.exec(said) ?? []
      if (Number(status) >= 500 && status !== '505' && status !== '501') throw new Error(said)
      if (said.includes(`${MARK} `) && /x-powered-by|at .*:\d+:\d+/.test(said))
        throw new Error(`It tells too much: ${said}`)
    },
  })
