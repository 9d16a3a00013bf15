/** The methods of the Web API that the double knows. */
import { Refusal } from './refusal.ts'
import type { Call, Method } from './call.ts'
import * as chat from './chat.ts'
import * as conversations from './conversations.ts'
import * as people from './people.ts'
import * as views from './views.ts'
import { isHere } from './world.ts'

const authTest: Method = ({ world }) => ({
  url: `https://${world.team.domain}.slack.com/`,
  team: world.team.name,
  user: world.bot.name.toLowerCase(),
  team_id: world.team.id,
  user_id: world.bot.id,
  bot_id: world.botId,
  is_enterprise_install: false,
})

const teamInfo: Method = ({ world }) => ({ team: { ...world.team, email_domain: '', icon: {} } })

const join: Method = (call) => {
  const channel = conversations.info({ ...call, scopes: ['channels:read', 'groups:read', 'im:read', 'mpim:read'] })
  const conversation = call.world.conversations.get(String(call.args['channel']))!
  if (conversation.kind !== 'public') throw new Refusal('method_not_supported_for_channel_type')
  conversation.members.add(call.world.bot.id)
  return { ...channel, is_member: isHere(call.world, conversation) }
}

export const METHODS: Record<string, Method> = {
  'api.test': ({ args }: Call) => ({ args }),
  'auth.test': authTest,
  'team.info': teamInfo,
  'chat.postMessage': chat.postMessage,
  'chat.postEphemeral': chat.postEphemeral,
  'chat.update': chat.update,
  'chat.delete': chat.remove,
  'chat.getPermalink': chat.getPermalink,
  'conversations.open': conversations.open,
  'conversations.info': conversations.info,
  'conversations.members': conversations.members,
  'conversations.list': conversations.list,
  'conversations.history': conversations.history,
  'conversations.replies': conversations.replies,
  'conversations.join': join,
  'users.conversations': conversations.ofBot,
  'users.info': people.info,
  'users.list': people.list,
  'users.lookupByEmail': people.lookupByEmail,
  'users.getPresence': people.presence,
  'dnd.info': people.snooze,
  'dnd.teamInfo': people.snoozes,
  'views.open': views.open,
  'views.push': views.push,
  'views.update': views.update,
  'views.publish': views.publish,
}
