/**
 * What the bot speaks to while it is measured, in a process of its own: a Slack that says yes to everything at once. Whether Slack would have said
 * yes is what test/slack is for; here it must cost next to nothing.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TEAM } from './slack-chat.ts'

let count = 0
/** Every so many messages are refused; 0: none. */
let refusing = 0
const posts = { taken: 0, refused: 0 }

const answers: Record<string, object> = {
  'auth.test': { team: 'Bench', team_id: TEAM, user: 'teamrunde', user_id: 'U0BENCH', bot_id: 'B0BENCH' },
  'users.list': { members: [] },
  'conversations.members': { members: [] },
}

const server = createServer((request, response) => {
  request.resume()
  request.once('end', () => {
    const method = request.url!.split('/').at(-1)!.split('?')[0]!
    count += 1
    if (method === 'chat.postMessage') {
      if (refusing > 0 && count % refusing === 0) {
        posts.refused += 1
        response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '1' })
        response.end(JSON.stringify({ ok: false, error: 'ratelimited' }))
        return
      }
      posts.taken += 1
    }
    const body = {
      ok: true,
      channel: 'D0BENCH01',
      ts: `1796000000.${String(count).padStart(6, '0')}`,
      ...answers[method],
    }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  })
})
// The bot keeps its connections; they must not end between two answers.
server.keepAliveTimeout = 120_000

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('message', (wish: { refuse?: number }) => {
  refusing = wish.refuse ?? refusing
  process.send?.({ calls: count, posts })
})
process.on('disconnect', () => process.exit())
process.on('SIGTERM', () => {
  server.closeAllConnections()
  server.close()
  process.disconnect?.()
})
