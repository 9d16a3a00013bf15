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

async function faultOf(server: Server, credentials: ServiceClientCredentialsFactory): Promise<unknown> {
  const { port } = server.address() as AddressInfo
  const connector = await createConnectors('', CLOUD, credentials, PATIENCE)(`http://127.0.0.1:${port}/`)
  return connector.send('chat', { type: 'message', text: 'hello' }).catch((error: unknown) => error)
}
