/** Slack's one-off addresses: taken, refused, hanging up, silent. A real server each time. */
import { createServer, type RequestListener } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createAnswering } from './answering.ts'

const PART = { text: 'Danke.', blocks: [] }
const answering = createAnswering(50)

let close = (): void => {}
afterEach(() => close())

async function addressOf(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  close = () => {
    server.closeAllConnections()
    server.close()
  }
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/response`
}

test('what Slack takes is told as taken, and what was sent is whole', async () => {
  let heard = ''
  const address = await addressOf(async (request, response) => {
    for await (const chunk of request) heard += String(chunk)
    response.end('ok')
  })
  expect(await answering.whisper(address, { ...PART, text: 'Schöne Grüße.' }, '1.2')).toBe(true)
  expect(JSON.parse(heard)).toEqual({
    response_type: 'ephemeral',
    replace_original: false,
    thread_ts: '1.2',
    text: 'Schöne Grüße.',
    blocks: [],
  })
})

test.each([404, 500, 302])('a status of %i is a refusal, and nobody follows it elsewhere', async (status) => {
  let visits = 0
  const address = await addressOf((request, response) => {
    visits += 1
    request.resume()
    response.writeHead(status, { location: '/elsewhere' }).end('no')
  })
  expect(await answering.replace(address, PART)).toBe(false)
  expect(visits).toBe(1)
})

test('whoever hangs up, before or within the answer, or says nothing at all has not taken it', async () => {
  const hangingUp = await addressOf((request) => request.socket.destroy())
  expect(await answering.replace(hangingUp, PART)).toBe(false)
  close()
  const halfway = await addressOf((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-length': 100 })
    response.write('half', () => response.destroy())
  })
  expect(await answering.replace(halfway, PART)).toBe(false)
  close()
  const silent = await addressOf(() => {})
  expect(await answering.replace(silent, PART)).toBe(false)
})

test('an address that is none, or where nobody listens, is no fault', async () => {
  expect(await answering.replace('no address', PART)).toBe(false)
  expect(await answering.replace('ftp://127.0.0.1/x', PART)).toBe(false)
  expect(await answering.replace('http://127.0.0.1:1/x', PART)).toBe(false)
})
