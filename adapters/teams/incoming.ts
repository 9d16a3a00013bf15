/** Teams' activities as the house's events. An id is what stays the same when Teams brings the same thing twice. */
import { createHash } from 'node:crypto'
import type { PlatformEvent } from '#platform'
import { languageOf } from './accounts.ts'
import { type Activity, tenantOf } from './activity.ts'
import { baseOf, kindOf, personId } from './ids.ts'
import { cancelledIn, type FormContext, type Origin, pressedIn, submissionIn } from './submission.ts'
import { zoneOf } from './zones.ts'

/** Who acts, and what the activity tells of them. */
export type Actor = Pick<PlatformEvent, 'platform' | 'person' | 'language' | 'zone'>

type Press = Extract<PlatformEvent, { type: 'press' }>
type Submit = Extract<PlatformEvent, { type: 'submit' }>

/** What somebody did on a card. */
export type Act =
  | { kind: 'press'; event: Press; origin: Origin }
  | { kind: 'submit'; event: Submit; origin: Origin; context: FormContext }
  | { kind: 'cancel'; context: FormContext }

/** @returns null for whoever has no account in a tenant, such as another bot */
export function actorOf(activity: Activity): Actor | null {
  const { from, locale, localTimezone, entities = [] } = activity
  const tenant = tenantOf(activity)
  if (from?.aadObjectId === undefined || tenant === undefined) return null
  const client = entities.find(({ type }) => type === 'clientInfo')
  const language = languageOf(locale ?? client?.locale)
  const zone = zoneOf(localTimezone ?? client?.timezone, client?.country)
  return {
    platform: 'teams',
    person: personId(tenant, from.aadObjectId),
    ...(language ? { language } : {}),
    ...(zone ? { zone } : {}),
  }
}

/** @param data what the card brought back. @returns null for what is no card of ours */
export function actOf(activity: Activity, data: unknown, actor: Actor): Act | null {
  const here = placeOf(activity)
  const pressed = pressedIn(data)
  if (pressed) {
    const event = { ...actor, type: 'press' as const, id: eventId(activity), ...pressed, inPlace: canReplace(here) }
    return { kind: 'press', event, origin: here }
  }
  const sent = submissionIn(data)
  if (sent) {
    const { context, answers } = sent
    const origin = isAlone(activity) && context.origin.conversation === activity.conversation?.id ? context.origin : {}
    const inPlace = canReplace(origin)
    const event = { ...actor, type: 'submit' as const, id: eventId(activity), ticket: context.ticket, answers, inPlace }
    return { kind: 'submit', event, origin, context: { ...context, origin } }
  }
  const context = cancelledIn(data)
  return context && { kind: 'cancel', context }
}

/** Whether somebody acted in their own chat with the bot. */
export const isAlone = ({ conversation }: Activity): boolean =>
  (conversation?.conversationType ?? kindOf(conversation?.id ?? '')) === 'personal'

/** Where the card stands on which somebody acted; nowhere, where others see it too: only what one person sees is changed for one person's press. */
export const placeOf = (activity: Activity): Origin =>
  isAlone(activity) ? { conversation: activity.conversation?.id, activity: activity.replyToId } : {}

export const canReplace = ({ conversation, activity }: Origin): boolean =>
  conversation !== undefined && activity !== undefined

export const eventId = ({ id, conversation, ...rest }: Activity): string =>
  createHash('sha256')
    .update(JSON.stringify([id ?? rest, baseOf(conversation?.id ?? '')]))
    .digest('base64url')
    .slice(0, 32)

/** What was written to the bot, without its name in front, and without the slash of a slash command. */
export function commandIn({ text = '', entities = [], recipient }: Activity): string {
  const names = entities.filter(({ type, mentioned }) => type === 'mention' && mentioned?.id === recipient?.id)
  const bare = names.reduce((rest, { text: tag }) => (tag ? rest.replaceAll(tag, ' ') : rest), text)
  return decoded(bare)
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^\/\s*(teamrunde\b\s*)?/i, '')
    .trim()
}

/** Teams writes what was typed as HTML does, now and then. */
const decoded = (text: string): string =>
  text
    .replaceAll(/<\/?(p|div|span|br|at)\b[^<>]*>/gi, ' ')
    .replaceAll(/&(nbsp|amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name]!)

const ENTITIES: Record<string, string> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
