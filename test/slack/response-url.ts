/** The `response_url` of a press or a command: five answers within half an hour. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { change, checkSaid, store } from './chat.ts'
import type { Journal } from './journal.ts'
import { Refusal } from './refusal.ts'
import { bodyOf } from './web-api.ts'
import type { Json, StoredMessage, World } from './world.ts'

const USES = 5
const HALF_AN_HOUR = 30 * 60_000

export function newResponseUrl(
  world: World,
  origin: string,
  person: string,
  channel: string,
  message: StoredMessage | null = null,
): string {
  const id = world.newId('R')
  world.responses.set(id, { person, channel, message, at: world.now(), uses: 0 })
  return `${origin}/response/${id}`
}

export async function serveResponse(
  world: World,
  journal: Journal,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = JSON.parse(await bodyOf(request)) as Json
  const id = request.url!.split('/').at(-1)!
  const refused = respond(world, id, body)
  const status = refused === null ? 200 : 404
  response.writeHead(status, { 'content-type': refused === null ? 'text/plain' : 'application/json' })
  response.end(refused === null ? 'ok' : JSON.stringify({ ok: false, error: refused }))
  journal.responded({ at: world.now(), person: world.responses.get(id)?.person ?? null, body, status })
}

function respond(world: World, id: string, body: Json): string | null {
  const address = world.responses.get(id)
  if (address === undefined) return 'invalid_url'
  if (address.uses >= USES) return 'used_url'
  if (world.now() - address.at > HALF_AN_HOUR) return 'expired_url'
  address.uses += 1
  try {
    carryOut(world, address, body)
    return null
  } catch (refused) {
    if (!(refused instanceof Refusal)) throw refused
    world.complaints.push(`a response_url was given what Slack does not take: ${refused.message}`)
    return refused.message
  }
}

function carryOut(
  world: World,
  address: { person: string; channel: string; message: StoredMessage | null },
  body: Json,
): void {
  const conversation = world.conversations.get(address.channel)!
  const { message } = address
  if (body['delete_original'] === true && message !== null) {
    conversation.messages.splice(conversation.messages.indexOf(message), 1)
    return
  }
  const said = checkSaid(world, body)
  if (body['replace_original'] === true && message !== null) return change(world, message, said)
  const only = body['response_type'] === 'in_channel' ? null : address.person
  const thread = typeof body['thread_ts'] === 'string' ? body['thread_ts'] : null
  store(world, conversation, { ...said, only, thread })
}
