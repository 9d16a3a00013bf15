/** What Slack writes about an act of somebody: presses, forms sent and closed, commands, events. */
import { messageJson } from './chat.ts'
import { viewJson } from './views.ts'
import type { Conversation, Json, OpenView, Person, StoredMessage, World } from './world.ts'

interface Actor {
  world: World
  person: Person
  trigger: string
}

const teamOf = ({ team }: World): Json => ({ id: team.id, domain: team.domain })

const common = ({ world, person, trigger }: Actor): Json => ({
  user: { id: person.id, username: person.name.toLowerCase(), name: person.name.toLowerCase(), team_id: world.team.id },
  api_app_id: world.app,
  token: 'verification-token-of-old',
  team: teamOf(world),
  enterprise: null,
  is_enterprise_install: false,
  trigger_id: trigger,
})

/** Where a button stands: on a message, or in a view. */
export type Place =
  | { type: 'message'; conversation: Conversation; message: StoredMessage; responseUrl: string }
  | { type: 'view'; view: OpenView; values: Json }

export function pressPayload(actor: Actor, place: Place, block: string, element: Json): Json {
  const { world } = actor
  const { confirm: _confirm, accessibility_label: _label, ...rest } = element
  const action = { ...rest, block_id: block, action_ts: world.newTs() }
  return { type: 'block_actions', ...common(actor), ...placed(world, place), actions: [action] }
}

function placed(world: World, place: Place): Json {
  if (place.type === 'view') {
    const { view, values } = place
    return {
      container: { type: 'view', view_id: view.id },
      view: viewJson(world, view, values),
      state: { values },
    }
  }
  const { conversation, message, responseUrl } = place
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: conversation.id,
      is_ephemeral: message.only !== null,
      ...(message.thread === null ? {} : { thread_ts: message.thread }),
    },
    channel: { id: conversation.id, name: nameOf(conversation) },
    message: messageJson(world, message, true),
    state: { values: {} },
    response_url: responseUrl,
  }
}

const nameOf = ({ kind, name }: Conversation): string => (kind === 'im' ? 'directmessage' : name)

export const submissionPayload = (actor: Actor, view: OpenView, values: Json): Json => ({
  type: 'view_submission',
  ...common(actor),
  view: viewJson(actor.world, view, values),
  response_urls: [],
})

export function closedPayload(actor: Actor, view: OpenView, cleared: boolean): Json {
  const { trigger_id: _trigger, ...rest } = common(actor)
  return { type: 'view_closed', ...rest, view: viewJson(actor.world, view), is_cleared: cleared }
}

/** A form, so everything in it is text. */
export const commandPayload = (
  { world, person, trigger }: Actor,
  conversation: Conversation,
  command: string,
  text: string,
  responseUrl: string,
): Json => ({
  token: 'verification-token-of-old',
  team_id: world.team.id,
  team_domain: world.team.domain,
  channel_id: conversation.id,
  channel_name: nameOf(conversation),
  user_id: person.id,
  user_name: person.name.toLowerCase(),
  command,
  text,
  api_app_id: world.app,
  is_enterprise_install: 'false',
  response_url: responseUrl,
  trigger_id: trigger,
})

export const eventPayload = (world: World, event: Json): Json => ({
  token: 'verification-token-of-old',
  team_id: world.team.id,
  context_team_id: world.team.id,
  context_enterprise_id: null,
  api_app_id: world.app,
  event: { ...event, event_ts: world.newTs() },
  type: 'event_callback',
  event_id: world.newId('Ev'),
  event_time: Math.floor(world.now() / 1000),
  authorizations: [
    { enterprise_id: null, team_id: world.team.id, user_id: world.bot.id, is_bot: true, is_enterprise_install: false },
  ],
  is_ext_shared_channel: false,
  event_context: world.newId('4-'),
})
