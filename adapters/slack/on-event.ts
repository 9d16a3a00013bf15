/** What happens in the workspace: somebody looks at their Home tab, comes, goes or changes; the bot is thrown out. */
import { personId } from './ids.ts'
import { homePayload, membershipPayload, revokedPayload, userPayload } from './payloads.ts'
import type { Reception } from './reception.ts'

export async function onHome(hall: Reception, body: unknown): Promise<void> {
  const read = homePayload.safeParse(body)
  if (!read.success || (read.data.event.tab ?? 'home') !== 'home') return
  const { user } = read.data.event
  const reply = await hall.handle({ ...hall.actorOf(user), type: 'home', id: read.data.event_id })
  const scene = { user, reader: hall.readerOf(user), origin: {} }
  if (reply.type !== 'home' && reply.type !== 'notice') return
  hall.after(() => hall.replies.publishHome(reply.message, scene))
}

export async function onMembership(hall: Reception, change: 'joined' | 'left', body: unknown): Promise<void> {
  const read = membershipPayload.safeParse(body)
  if (!read.success) return
  const { user, channel, inviter } = read.data.event
  const by = inviter === undefined ? {} : { by: personId(hall.team(), inviter) }
  await hall.handle({ ...hall.actorOf(user), type: 'roster', id: read.data.event_id, change, channel, ...by })
}

export async function onPerson(hall: Reception, body: unknown): Promise<void> {
  const read = userPayload.safeParse(body)
  const profile = read.success ? hall.people.heard(read.data.event.user) : null
  if (!read.success || !profile) return
  const who = { platform: 'slack', person: profile.id, id: read.data.event_id }
  await hall.handle({ ...who, type: 'roster', change: 'profile', profile })
}

export async function onThrownOut(hall: Reception, body: unknown): Promise<void> {
  const read = revokedPayload.safeParse(body)
  if (!read.success) return
  const { type, tokens } = read.data.event
  // Tokens of people are none of ours.
  if (type === 'app_uninstalled' || tokens?.bot?.length) hall.gate.shut(type)
}
