/**
 * The floor of Teams' answer path, in a process of its own: a bare CloudAdapter that checks the token, answers an invoke and commits one row on better-sqlite3, with the
 * product's PRAGMAs but its own wait for the disk, behind the same kind of server. Says its port and ends with whoever started it.
 */
import BetterSqlite from 'better-sqlite3'
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { APP, TENANT } from './teams-chat.ts'

const [path, metadataUrl, issuer, loginUrl] = process.argv.slice(2)
if (path === undefined || metadataUrl === undefined || issuer === undefined || loginUrl === undefined)
  throw new Error('teams-floor.ts needs its database, the addresses of keys and sign-in, and the issuer.')

const db = new BetterSqlite(path, { timeout: 5000 })
db.pragma('foreign_keys = ON')
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.pragma('wal_autocheckpoint = 4000')
db.pragma('secure_delete = ON')
db.exec('create table answer (id integer primary key, body text not null)')
const insert = db.prepare('insert into answer (body) values (?)')

const credentials = new ConfigurationServiceClientCredentialFactory({
  MicrosoftAppId: APP.id,
  MicrosoftAppPassword: APP.password,
  MicrosoftAppTenantId: TENANT,
  MicrosoftAppType: 'SingleTenant',
})
const adapter = new CloudAdapter(
  new ConfigurationBotFrameworkAuthentication(
    {
      ToChannelFromBotLoginUrl: loginUrl,
      ToChannelFromBotOAuthScope: issuer,
      ToBotFromChannelTokenIssuer: issuer,
      ToBotFromChannelOpenIdMetadataUrl: metadataUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: metadataUrl,
      OAuthUrl: issuer,
    },
    credentials,
  ),
)

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>
  const answer = {
    socket: response.socket,
    status(code: number) {
      response.statusCode = code
      return answer
    },
    header(name: string, value: string) {
      response.setHeader(name, value)
      return answer
    },
    send(said: unknown) {
      response.setHeader('content-type', 'application/json')
      response.write(typeof said === 'string' ? said : JSON.stringify(said))
      return answer
    },
    end() {
      response.end()
      return answer
    },
  }
  await adapter.process({ body, headers: request.headers, method: 'POST' }, answer, async (context) => {
    insert.run(JSON.stringify(context.activity.value))
    const value = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'OK' }
    await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body: value } })
  })
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit())
process.on('SIGTERM', () => {
  server.closeAllConnections()
  server.close()
  db.close()
  process.disconnect?.()
})
