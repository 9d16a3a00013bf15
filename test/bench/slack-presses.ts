/** Presses of „Heute nicht“ on the prompts that stand in a database, as Slack would send them: signed, with the whole message in them. */
import type { Message } from '#message'
import { partsOf } from '../../adapters/slack/parts.ts'
import { named } from '../slack/chat.ts'
import { signedRequest, type SignedRequest } from '../slack/http-transport.ts'
import { commandPayload, pressPayload } from '../slack/payloads.ts'
import { buttonsIn } from '../slack/reading.ts'
import {
  addConversation,
  addPerson,
  type BlockJson,
  createWorld,
  type Json,
  newTrigger,
  type World,
} from '../slack/world.ts'
import { systemClock } from '../../src/clock.ts'
import type { AnswerDatabase } from './answer-database.ts'
import { TEAM } from './slack-chat.ts'

export const SECRET = '0123456789abcdef0123456789abcdef'

export interface Press {
  payload: Json
}

interface Row {
  person: string
  name: string
  delivery: string
  message: string
  reference: string
}

/** One press for each prompt, people taking turns. */
export async function pressesIn(database: AnswerDatabase): Promise<Press[]> {
  const rows = await database.rows<Row>(
    `select identity.external_id as person, member.name, delivery.id as delivery, delivery.message, delivery.reference
       from delivery
       join occurrence on occurrence.id = delivery.occurrence_id and occurrence.state = 'open'
       join identity on identity.platform = 'slack' and 'member:' || identity.member_id = delivery.recipient
       join member on member.id = identity.member_id
       where delivery.key = 'prompt' and delivery.sent_revision > 0
       order by occurrence.ritual_id, person`,
  )
  if (rows.length === 0) throw new Error('No check-in is open.')
  const world = createWorld(systemClock)
  world.team = { ...world.team, id: TEAM }
  return rows.map((row) => ({ payload: pressOf(world, row) }))
}

function pressOf(world: World, { person: id, name, delivery, message, reference }: Row): Json {
  const person = world.people.get(id.split('/')[1]!) ?? addPerson(world, { id: id.split('/')[1]!, name })
  const { ts } = JSON.parse(reference) as { ts: string }
  const [part] = partsOf(JSON.parse(message) as Message, { language: 'de', zone: 'Europe/Berlin' }, delivery)
  const conversation = addConversation(world, 'im', '', [world.bot.id, person.id])
  const blocks = named(world, part!.blocks as BlockJson[])
  const button = buttonsIn(blocks).find(({ element }) => String(element['action_id']).endsWith('.decline'))
  if (button === undefined) throw new Error('A prompt without a way to say no.')
  const stored = {
    ts,
    channel: conversation.id,
    author: world.bot.id,
    text: part!.text,
    blocks,
    metadata: null,
    thread: null,
    edits: [],
    only: null,
  }
  const place = { type: 'message' as const, conversation, message: stored, responseUrl: '' }
  return pressPayload({ world, person, trigger: newTrigger(world, person.id) }, place, button.block, button.element)
}

let count = 0

/** Each time another press: Slack gives it another trigger and another moment. @param answerTo where the bot may answer it */
export function signed({ payload }: Press, answerTo = ''): SignedRequest {
  count += 1
  const [action] = payload['actions'] as Json[]
  const anew = {
    ...payload,
    trigger_id: `${String(payload['trigger_id'])}.${count}`,
    response_url: answerTo,
    actions: [{ ...action, action_ts: `1796000001.${String(count).padStart(6, '0')}` }],
  }
  return signedRequest({ type: 'interactive', payload: anew, attempt: 0, reason: null }, SECRET)
}

/** Somebody types `/teamrunde <text>` in their chat with the bot. */
export function typed(personId: string, text: string): SignedRequest {
  const world = createWorld(systemClock)
  world.team = { ...world.team, id: TEAM }
  const person = addPerson(world, { id: personId, name: 'Lead' })
  const conversation = addConversation(world, 'im', '', [world.bot.id, person.id])
  const actor = { world, person, trigger: newTrigger(world, person.id) }
  const payload = commandPayload(actor, conversation, '/teamrunde', text, '')
  return signedRequest({ type: 'slash_commands', payload, attempt: 0, reason: null }, SECRET)
}
