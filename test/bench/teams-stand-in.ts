/**
 * What the bot speaks to while it is measured, in a process of its own: a Teams that says yes to everything at once, and the keys of what it signs. Whether Teams
 * would have said yes is what test/teams is for; here it must cost next to nothing.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { claimsFor } from '../teams/delivery.ts'
import { newKeys, signedToken } from '../teams/keys.ts'
import { openLogin } from '../teams/login.ts'
import { ISSUER } from '../teams/rest.ts'
import { createWorld } from '../teams/world.ts'
import { systemClock } from '../../src/clock.ts'
import { APP, TENANT } from './teams-chat.ts'

let count = 0
const keys = newKeys()
const login = await openLogin(TENANT, APP)

const server = createServer((request, response) => {
  request.resume()
  request.once('end', () => {
    const path = request.url!
    count += 1
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const body = path.endsWith('/openidconfiguration')
      ? { issuer: ISSUER, jwks_uri: `${origin}/keys` }
      : path === '/keys'
        ? { keys: [keys.public] }
        : path.includes('pagedmembers')
          ? { members: [] }
          : { id: String(1_797_000_000_000 + count) }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  })
})
// The bot keeps its connections; they must not end between two answers.
server.keepAliveTimeout = 120_000

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  const serviceUrl = `http://127.0.0.1:${port}/emea/`
  const token = signedToken(keys, claimsFor({ ...createWorld(systemClock), app: APP }, serviceUrl))
  const metadataUrl = `http://127.0.0.1:${port}/openidconfiguration`
  process.send?.({ serviceUrl, token, metadataUrl, issuer: ISSUER, loginUrl: login.url })
})
process.on('message', () => process.send?.({ calls: count }))
process.on('disconnect', () => process.exit())
process.on('SIGTERM', () => {
  server.closeAllConnections()
  server.close()
  void login.close()
  process.disconnect?.()
})
