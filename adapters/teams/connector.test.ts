/** What the way to Teams does to a call. */
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ServiceClientCredentialsFactory } from 'botframework-connector'
import { expect, it, onTestFinished } from 'vitest'
import { cloudOf } from './cloud.ts'
import { createConnectors } from './connector.ts'
import { credentialsOf } from './credentials.ts'
import { deliveryError } from './errors.ts'

/** Milliseconds. */
const PATIENCE = 300

const CLOUD = cloudOf({}, '00000000-0000-0000-0000-000000000000')

it.each<[string, (response: ServerResponse) => void]>([
  ['never begins', () => {}],
  ['stops in its middle', (response) => response.writeHead(201, { 'content-length': '100' }).write('{"id":')],
  [
    'goes on and on',
    (response) => {
      response.writeHead(201, { 'content-type': 'application/json' })
      const drops = setInterval(() => response.write(' '), PATIENCE / 10)
      response.once('close', () => clearInterval(drops))
    },
  ],
])('an answer that %s is given up after a while, and the message may have arrived', async (_, answer) => {
  const server = createServer((request, response) => {
    request.resume()
    answer(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const fault = await faultOf(server, credentialsOf({ appId: null, type: 'SingleTenant' }, CLOUD))
  expect(deliveryError(fault, false)).toMatchObject({ outcome: 'unknown' })
})

it('a token that does not come is given up earlier, and nothing was sent', async () => {
  let asked = 0
  const server = createServer((_, response) => {
    asked += 1
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const silent = { createCredentials: async () => ({ signRequest: () => new Promise(() => {}) }) }
  const fault = await faultOf(server, silent as unknown as ServiceClientCredentialsFactory)
  expect(deliveryError(fault, false)).toMatchObject({ outcome: 'later' })
  expect(asked).toBe(0)
})

it('of an answer without end only so much is read, and the message may have arrived', async () => {
  const megabyte = Buffer.alloc(1024 * 1024, ' ')
  let sent = 0
  let packed: string | string[] | undefined
  const gone = Promise.withResolvers<void>()
  const server = createServer((request, response) => {
    request.resume()
    // What is packed could be a thousand times as long as what comes.
    packed = request.headers['accept-encoding']
    response.writeHead(201, { 'content-type': 'application/json' })
    response.once('close', gone.resolve)
    const more = (): void => {
      // Far more than the program may keep, and yet a test that fails comes to an end.
      if (response.closed || sent >= 400) return void response.destroy()
      sent += 1
      if (response.write(megabyte)) setImmediate(more)
      else response.once('drain', more)
    }
    more()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const fault = await faultOf(server, credentialsOf({ appId: null, type: 'SingleTenant' }, CLOUD), 15_000)
  await gone.promise
  expect(deliveryError(fault, false)).toMatchObject({ outcome: 'unknown', message: 'teams: ANSWER_TOO_LONG' })
  expect(sent).toBeLessThan(400)
  expect(packed).toBeUndefined()
})

async function faultOf(
  server: Server,
  credentials: ServiceClientCredentialsFactory,
  patience = PATIENCE,
): Promise<unknown> {
  const { port } = server.address() as AddressInfo
  const connector = await createConnectors('', CLOUD, credentials, patience)(`http://127.0.0.1:${port}/`)
  return connector.send('chat', { type: 'message', text: 'hello' }).catch((error: unknown) => error)
}
