/** The playground's workspace: what stands in the outbox, who is in the manifest, and a clock that can be put ahead. */
import type { Message } from '#message'
import type { Language } from '#platform'
import type { TravelClock } from './clock.ts'
import { REMINDERS } from './engine/asking.ts'
import type { Engine } from './engine/engine.ts'
import { groupRecipient } from './engine/group-places.ts'
import { type House, nowText, teamLanguage, teamOf, teamZone, unitName } from './engine/house.ts'
import { ownSealedPrompt } from './engine/own-prompt.ts'
import { json, parse } from './store/codecs.ts'
import type { Database } from './store/database.ts'

/** The setting that holds by how many milliseconds the clock is ahead. */
export const CLOCK = 'playground.clock'

/** Further than this the clock can't be put at once: it walks through every due moment in between. */
const MOST_DAYS_AHEAD = 400

/** How far the playground's clock was ahead when the process ended, so that its state and its time stay together. */
export async function rememberedAhead(db: Database): Promise<number> {
  const row = await db.kysely.selectFrom('setting').select('value').where('key', '=', CLOCK).executeTakeFirst()
  return row ? parse<number>(row.value) : 0
}

export class TravelError extends RangeError {
  override readonly name = 'TravelError'
}

/** What `adapters/web` asks of the house; the composition root hands it over. */
export function createWorkspace(house: House, engine: Engine, clock: TravelClock) {
  const { organisation, admins } = house.manifest

  return {
    organisation: { name: organisation.name, language: organisation.language, zone: organisation.zone },
    people: () => people(house, admins),
    channels: async () => channels(house),
    messages: (conversation: string, reader: string) => messages(house, conversation, reader),
    now: () => nowText(house),
    nextEvent: () => engine.nextDue(),
    async settle() {
      await engine.drain()
    },
    async travel(to: string) {
      const target = Temporal.Instant.from(to)
      if (target.epochMilliseconds - house.clock.now().epochMilliseconds > MOST_DAYS_AHEAD * 86_400_000) {
        throw new TravelError(`The clock can be put at most ${MOST_DAYS_AHEAD} days ahead at once.`)
      }
      const happened = await travel(engine, house, clock, target)
      await keep(house.db, CLOCK, clock.ahead)
      return { now: nowText(house), happened }
    },
    remember: (key: string, value: unknown) => keep(house.db, `web.${key}`, value),
    async recall(key: string): Promise<unknown> {
      const row = await house.db.kysely
        .selectFrom('setting')
        .select('value')
        .where('key', '=', `web.${key}`)
        .executeTakeFirst()
      return row ? parse<unknown>(row.value) : undefined
    },
  }
}

/** Stops at every moment at which something is due, so that a month ahead is a month lived through. */
async function travel(engine: Engine, house: House, clock: TravelClock, target: Temporal.Instant): Promise<number> {
  let happened = await engine.drain()
  for (;;) {
    await engine.tick()
    happened += await engine.drain()
    const next = await engine.nextDue()
    const stop = next === null ? null : Temporal.Instant.from(next)
    if (stop === null || Temporal.Instant.compare(stop, target) > 0) break
    if (Temporal.Instant.compare(stop, house.clock.now()) > 0) clock.travel(stop)
  }
  if (Temporal.Instant.compare(target, house.clock.now()) > 0) clock.travel(target)
  await engine.tick()
  return happened + (await engine.drain())
}

async function keep(db: Database, key: string, value: unknown): Promise<void> {
  const text = json(value)
  await db.write((trx) =>
    trx
      .insertInto('setting')
      .values({ key, value: text })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: text }))
      .execute(),
  )
}

async function people(house: House, admins: string[]) {
  const rows = await house.db.kysely
    .selectFrom('identity')
    .innerJoin('member', 'member.id', 'identity.member_id')
    .select([
      'identity.external_id',
      'member.id',
      'member.name',
      'member.email',
      'member.unit',
      'member.language',
      'member.zone',
    ])
    .where('identity.platform', '=', 'web')
    .where('member.left_at', 'is', null)
    .orderBy('member.name')
    .execute()
  const places = await house.db.kysely
    .selectFrom('membership')
    .select(['member_id', 'team_id', 'role'])
    .where('until', 'is', null)
    .execute()
  return rows.map((row) => {
    const own = places.filter((place) => place.member_id === row.id)
    const team = teamOf(house, own[0]?.team_id ?? '')
    return {
      id: row.external_id,
      name: row.name,
      unit: unitName(house, row.unit),
      teams: own.map((place) => ({
        id: place.team_id,
        name: teamOf(house, place.team_id)?.name ?? place.team_id,
        role: place.role,
      })),
      language: (row.language ?? teamLanguage(house, team)) as Language,
      zone: row.zone ?? teamZone(house, team),
      admin: row.email !== null && admins.includes(row.email),
    }
  })
}

function channels(house: House): { id: string; name: string }[] {
  const names = house.manifest.teams.flatMap((team) =>
    team.channels
      .filter((channel) => channel.startsWith('web:'))
      .map((channel) => ({ id: channel.slice(4), name: channel.slice(4) })),
  )
  return [...new Map(names.map((channel) => [channel.id, channel])).values()]
}

interface Standing {
  delivery: string
  conversation: string
  language: Language
  message: Message
  sentAt: string
  editedAt: string | null
  under: string | null
}

/** What says something else, or nothing, to somebody who has voted. */
const OWN_SIDE = new Set(['prompt', ...REMINDERS])

async function messages(house: House, conversation: string, reader: string): Promise<Standing[]> {
  const recipient = await recipientOf(house, conversation)
  if (recipient === null) return []
  const rows = await house.db.kysely
    .selectFrom('delivery')
    .select(['id', 'language', 'message', 'sent_at', 'under', 'edited_at', 'occurrence_id', 'key'])
    .where('recipient', '=', recipient)
    .where('platform', '=', 'web')
    .where('sent_revision', '>', 0)
    .orderBy('sent_at')
    .orderBy('queued_at')
    .orderBy('position')
    .execute()
  const standing: Standing[] = []
  for (const row of rows) {
    const own = OWN_SIDE.has(row.key) && row.occurrence_id !== null && conversation === `@${reader}`
    const seen = own ? await ownSealedPrompt(house, 'web', reader, row.occurrence_id!) : null
    // Written for everyone, but not for those who have voted.
    if (seen && row.key !== 'prompt') continue
    standing.push({
      delivery: row.id,
      conversation,
      language: row.language,
      message: seen ?? parse<Message>(row.message),
      sentAt: row.sent_at!,
      editedAt: row.edited_at,
      under: row.under,
    })
  }
  return standing
}

async function recipientOf(house: House, conversation: string): Promise<string | null> {
  if (conversation.startsWith('#')) return `channel:web:${conversation.slice(1)}`
  const members = await membersNamed(house, conversation.slice(1).split('+'))
  if (members === null) return null
  return members.length === 1 ? `member:${members[0]}` : groupRecipient(members)
}

/** Their ids, or null when somebody is not here. */
async function membersNamed(house: House, names: string[]): Promise<string[] | null> {
  const rows = await house.db.kysely
    .selectFrom('identity')
    .select('member_id')
    .where('platform', '=', 'web')
    .where('external_id', 'in', names)
    .execute()
  return rows.length === names.length ? rows.map((row) => row.member_id) : null
}
