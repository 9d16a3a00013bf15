/**
 * The floor of Slack's answer path, in a process of its own: a bare Bolt app that acknowledges a press and commits one row on better-sqlite3,
 * as durably as the product, behind the same kind of server. Says its port and ends with whoever started it.
 */
import { App, HTTPReceiver, LogLevel } from '@slack/bolt'
import BetterSqlite from 'better-sqlite3'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TEAM } from './slack-chat.ts'

const [path, signingSecret, slackApiUrl] = process.argv.slice(2)
if (path === undefined || signingSecret === undefined || slackApiUrl === undefined)
  throw new Error('slack-floor.ts needs its database, the signing secret and the address of Slack.')

const db = new BetterSqlite(path, { timeout: 5000 })
db.pragma('foreign_keys = ON')
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.pragma('wal_autocheckpoint = 4000')
db.pragma('secure_delete = ON')
db.exec('create table answer (id integer primary key, body text not null)')
const insert = db.prepare('insert into answer (body) values (?)')

const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR })
const app = new App({
  authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0BENCH', botUserId: 'U0BENCH', teamId: TEAM }),
  receiver,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl },
})
app.action(/./, async ({ ack, action }) => {
  await ack()
  insert.run(JSON.stringify(action))
})

const server = createServer((request, response) => receiver.requestListener(request, response))
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit())
process.on('SIGTERM', () => {
  server.closeAllConnections()
  server.close()
  db.close()
  process.disconnect?.()
})
