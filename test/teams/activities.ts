/** What people do, as activities. */
import type { Json } from './card-check.ts'
import type { Conversation, Person, World } from './world.ts'

export interface Here {
  world: World
  serviceUrl: string
  person: Person
  conversation: Conversation
}

let count = 0

export function activity(here: Here, type: string, more: Json): Json {
  const { world, serviceUrl, person, conversation } = here
  count += 1
  const { tenant, bot } = world
  return {
    type,
    id: `f:${world.tenant.slice(0, 8)}-${count}`,
    timestamp: new Date(world.now()).toISOString(),
    channelId: 'msteams',
    serviceUrl,
    from: { id: person.rosterId, name: person.name, aadObjectId: person.id },
    recipient: { id: bot, name: 'Teamrunde' },
    conversation: {
      id: conversation.id,
      conversationType: conversation.kind,
      tenantId: tenant,
      ...(conversation.kind === 'personal' ? {} : { isGroup: true }),
    },
    channelData: {
      tenant: { id: tenant },
      ...(conversation.team === null ? {} : { team: { id: conversation.team }, channel: { id: conversation.id } }),
    },
    locale: person.locale,
    localTimezone: person.zone,
    entities: [
      { type: 'clientInfo', locale: person.locale, country: person.country, platform: 'Web', timezone: person.zone },
    ],
    ...more,
  }
}

/** What is said to the bot where others are: with its name in front. */
export const mentioning = (here: Here, text: string): Json =>
  activity(here, 'message', {
    text: `<at>Teamrunde</at> ${text}\n`,
    textFormat: 'plain',
    entities: [
      { type: 'mention', text: '<at>Teamrunde</at>', mentioned: { id: here.world.bot, name: 'Teamrunde' } },
      // Teams keeps inventing these.
      { type: 'https://schema.org/Message', '@type': 'Message', additionalType: ['AIGeneratedContent'] },
    ],
  })
