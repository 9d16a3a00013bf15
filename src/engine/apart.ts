/**
 * Whether a poll may be held beside those of other teams. The manifest's own teams were looked at when it was applied; those that come from channels,
 * and who is away, are known only now.
 */
import { paragraph } from '#message'
import { membersOf } from '../store/people.ts'
import { instantText } from '../time/format.ts'
import { addressesOf, outsideQuiet } from './address.ts'
import { differenceWith } from './differences.ts'
import { type House, teamLanguage, teamZone, type Writes } from './house.ts'
import type { Occasion } from './occasion.ts'
import { thoseAsked } from './opening.ts'
import { post } from './outbox.ts'

/** Results are compared with those of so many days before. */
const NEAR_DAYS = 28

interface Group {
  name: string
  members: Set<string>
  present: Set<string>
}

/** @returns the names of the rituals beside which this poll would tell of a few people; null when it may be held */
export async function tooCloseTo(house: House, trx: Writes, occasion: Occasion, now: string): Promise<string[] | null> {
  if (occasion.kind.privacy !== 'anonymous') return null
  const others = await otherPolls(house, trx, occasion)
  if (others.length === 0) return null
  const rows = (await thoseAsked(house, trx, occasion, now)).participants.filter(({ role }) => role === 'member')
  const own = groupOf(occasion.ritual.name, rows)
  const fewest = house.manifest.privacy.minimumGroup
  for (const who of ['members', 'present'] as const) {
    const groups = others.map((other) => other[who])
    const found = differenceWith(groups, own[who], fewest)
    if (found) return found.others.map((place) => others[place]!.name)
  }
  return null
}

const groupOf = (name: string, rows: readonly { member_id: string; status: string }[]): Group => ({
  name,
  members: new Set(rows.map((row) => row.member_id)),
  present: new Set(rows.filter(({ status }) => status !== 'absent').map((row) => row.member_id)),
})

/** The last poll of each other anonymous ritual, where it was not long ago. */
async function otherPolls(house: House, trx: Writes, { ritual }: Occasion): Promise<Group[]> {
  const kinds = [...house.rituals.values()].filter(({ privacy }) => privacy === 'anonymous').map(({ kind }) => kind)
  await oneAtATime(house, trx, kinds)
  const since = instantText(house.clock.now().subtract({ hours: 24 * NEAR_DAYS }))
  const polls = await trx
    .selectFrom('occurrence')
    .innerJoin('ritual', 'ritual.id', 'occurrence.ritual_id')
    .select(['occurrence.id', 'occurrence.ritual_id', 'ritual.name'])
    .where('ritual.kind', 'in', kinds)
    .where('ritual.id', '!=', ritual.id)
    .where('occurrence.state', 'in', ['open', 'closed'])
    .where('occurrence.opens_at', '>', since)
    .orderBy('occurrence.opens_at')
    .execute()
  const latest = [...new Map(polls.map((poll) => [poll.ritual_id, poll])).values()]
  if (latest.length === 0) return []
  const rows = await trx
    .selectFrom('participant')
    .select(['occurrence_id', 'member_id', 'status'])
    .where('role', '=', 'member')
    .where(
      'occurrence_id',
      'in',
      latest.map(({ id }) => id),
    )
    .execute()
  const byPoll = Map.groupBy(rows, (row) => row.occurrence_id)
  return latest.map(({ id, name }) => groupOf(name, byPoll.get(id) ?? []))
}

/** Two polls that open in the same moment on two replicas must see each other. */
async function oneAtATime(house: House, trx: Writes, kinds: string[]): Promise<void> {
  if (house.db.dialect !== 'postgres') return
  await trx.selectFrom('ritual').select('id').where('kind', 'in', kinds).orderBy('id').forUpdate().execute()
}

/** Leaves the poll out and tells those who lead the team, and the admins, why and what can be done. */
export async function leaveOut(house: House, trx: Writes, occasion: Occasion, beside: string[]): Promise<void> {
  const { row, ritual, team } = occasion
  await trx
    .updateTable('occurrence')
    .set({ state: 'skipped', reason: 'overlap', next_at: null })
    .where('id', '=', row.id)
    .execute()
  const people = await thoseToldOf(house, trx, occasion)
  const addresses = await addressesOf(house, trx, team, people)
  const drafts = people.flatMap(({ id, language }) => {
    const address = addresses.get(id)
    if (!address) return []
    const t = house.texts.speak(language, 'common')
    const others = t.list(beside.map((name) => t('quoted-name', { name })))
    const summary = t('left-out.summary', { ritual: ritual.name })
    const message = {
      summary,
      blocks: [paragraph(`${summary} ${t('left-out.why', { others })}`), paragraph(t('left-out.way-out'))],
    }
    const notBefore = outsideQuiet(house, house.clock.now(), address.zone)
    return [{ ...address, occurrence: null, key: `left-out/${row.id}`, under: null, message, notBefore }]
  })
  await post(house, trx, drafts)
}

async function thoseToldOf(house: House, trx: Writes, { ritual, team }: Occasion) {
  const leaders = (await membersOf(trx, [ritual.team_id])).filter(({ role }) => role === 'leader')
  const admins = await trx
    .selectFrom('member')
    .select(['id', 'language', 'zone'])
    .where('email', 'in', house.manifest.admins)
    .where('left_at', 'is', null)
    .execute()
  const people = new Map([...admins, ...leaders].map((person) => [person.id, person]))
  return [...people.values()].map(({ id, language, zone }) => ({
    id,
    language: language ?? teamLanguage(house, team),
    zone: zone ?? teamZone(house, team),
  }))
}
