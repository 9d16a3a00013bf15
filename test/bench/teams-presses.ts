/** Presses of „Heute nicht“ on the prompts that stand in a database, as Teams would bring them: signed, and with what the card carries. */
import BetterSqlite from 'better-sqlite3'
import type { Message } from '#message'
import { renderCard } from '../../adapters/teams/card.ts'
import type { Json } from '../teams/card-check.ts'
import { actionOn } from '../teams/reading.ts'
import { APP, TENANT } from './teams-chat.ts'

interface Row {
  person: string
  name: string
  delivery: string
  message: string
  reference: string
}

/** One press for each prompt, people taking turns. */
export function pressesIn(path: string, serviceUrl: string): Json[] {
  const db = new BetterSqlite(path, { readonly: true })
  const rows = db
    .prepare<[], Row>(
      `select identity.external_id as person, member.name, delivery.id as delivery, delivery.message, delivery.reference
       from delivery
       join occurrence on occurrence.id = delivery.occurrence_id and occurrence.state = 'open'
       join identity on identity.platform = 'teams' and 'member:' || identity.member_id = delivery.recipient
       join member on member.id = identity.member_id
       where delivery.key = 'prompt' and delivery.sent_revision > 0
       order by occurrence.ritual_id, person`,
    )
    .all()
  db.close()
  if (rows.length === 0) throw new Error('No check-in is open.')
  return rows.map((row) => pressOf(row, serviceUrl))
}

function pressOf({ person, name, delivery, message, reference }: Row, serviceUrl: string): Json {
  const { conversation, activity } = JSON.parse(reference) as { conversation: string; activity: string }
  const reader = { language: 'de' as const, zone: 'Europe/Berlin', alone: true }
  const { card } = renderCard(JSON.parse(message) as Message, reader, delivery)
  const action = actionOn({ ...card }, 'decline')
  if (action === undefined) throw new Error('A prompt without a way to say no.')
  const objectId = person.split('/')[1]!
  return {
    type: 'invoke',
    name: 'adaptiveCard/action',
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:${objectId}`, name, aadObjectId: objectId },
    recipient: { id: `28:${APP.id}`, name: 'Teamrunde' },
    conversation: { id: conversation, conversationType: 'personal', tenantId: TENANT },
    channelData: { tenant: { id: TENANT }, source: { name: 'message' } },
    entities: [{ type: 'clientInfo', locale: 'de-DE', country: 'DE', platform: 'Web', timezone: 'Europe/Berlin' }],
    locale: 'de-DE',
    localTimezone: 'Europe/Berlin',
    replyToId: activity,
    value: { action: { type: 'Action.Execute', verb: action['verb'], data: action['data'] }, trigger: 'manual' },
  }
}
