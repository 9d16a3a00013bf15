/**
 * The floor of the answer path on PostgreSQL, in a process of its own: a bare node:http server that commits one row per request on pg, through a
 * pool as large as the product's. Says its port and ends with whoever started it.
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Pool } from 'pg'

const [url] = process.argv.slice(2)
if (url === undefined) throw new Error('floor-postgres.ts needs the address of its database.')

const pool = new Pool({ connectionString: url, max: 20 })
await pool.query(
  'create table if not exists answer (id bigint generated always as identity primary key, body text not null)',
)

const server = createServer((request, response) => {
  void read(request).then(async (body) => {
    await pool.query({ name: 'answer', text: 'insert into answer (body) values ($1)', values: [body] })
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end('{"stored":true}')
  })
})

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit())
process.on('SIGTERM', () => {
  server.closeAllConnections()
  server.close()
  void pool.end().then(() => process.disconnect?.())
})
