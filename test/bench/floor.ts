/**
 * The floor of the answer path, in a process of its own: a bare node:http server that commits one row per request on better-sqlite3, with the
 * product's PRAGMAs but its own wait for the disk. Says its port and ends with whoever started it.
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import BetterSqlite from 'better-sqlite3'

const [path] = process.argv.slice(2)
if (path === undefined) throw new Error('floor.ts needs the path of its database.')

const db = new BetterSqlite(path, { timeout: 5000 })
db.pragma('foreign_keys = ON')
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.pragma('wal_autocheckpoint = 4000')
db.pragma('secure_delete = ON')
db.exec('create table answer (id integer primary key, body text not null)')
const insert = db.prepare('insert into answer (body) values (?)')

const server = createServer((request, response) => {
  void read(request).then((body) => {
    insert.run(body)
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
  db.close()
  process.disconnect?.()
})
