/** An occurrence that is not held, because of what its answers would tell, or because they never could: those who lead the team, and the admins, hear why and what can be done. */
import { paragraph } from '#message'
import type { Speak } from '#ritual'
import { membersOf } from '../store/people.ts'
import { addressesOf, outsideQuiet } from './address.ts'
import { type House, teamLanguage, teamZone, type Writes } from './house.ts'
import type { Occasion } from './occasion.ts'
import { post } from './outbox.ts'

/** The others beside which a poll would tell of a few people. */
export async function leaveOutBeside(house: House, trx: Writes, occasion: Occasion, others: string[]): Promise<void> {
  await leaveOut(trx, occasion, 'overlap')
  await tellOf(house, trx, occasion, (t) => [
    t('left-out.summary', { ritual: occasion.ritual.name }),
    t('left-out.why', { others: t.list(others.map((name) => t('quoted-name', { name }))) }),
    t('left-out.way-out'),
  ])
}

/** Of a team that stays too small it is told once, not every week. */
export async function leaveOutSmall(house: House, trx: Writes, occasion: Occasion): Promise<void> {
  const isKnown = (await reasonBefore(trx, occasion)) === TOO_SMALL
  await leaveOut(trx, occasion, TOO_SMALL)
  if (isKnown) return
  const threshold = house.manifest.privacy.minimumGroup
  const { ritual, kind } = occasion
  await tellOf(house, trx, occasion, (t) => [
    t('too-small.summary', { ritual: ritual.name, threshold }),
    t('too-small.why', { threshold }),
    t(kind.privacy === 'optional' ? 'too-small.way-out-named' : 'too-small.way-out'),
  ])
}

const TOO_SMALL = 'too-small'

async function leaveOut(trx: Writes, { row }: Occasion, reason: string): Promise<void> {
  await trx
    .updateTable('occurrence')
    .set({ state: 'skipped', reason, next_at: null })
    .where('id', '=', row.id)
    .execute()
}

async function reasonBefore(trx: Writes, { row }: Occasion): Promise<string | null> {
  const before = await trx
    .selectFrom('occurrence')
    .select('reason')
    .where('ritual_id', '=', row.ritual_id)
    .where('opens_at', '<', row.opens_at)
    .where('state', '!=', 'planned')
    .orderBy('opens_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return before?.reason ?? null
}

/** @param say the sentence that says it all, why, and the way out */
async function tellOf(
  house: House,
  trx: Writes,
  occasion: Occasion,
  say: (t: Speak) => [string, string, string],
): Promise<void> {
  const { row, team } = occasion
  const people = await thoseToldOf(house, trx, occasion)
  const addresses = await addressesOf(house, trx, team, people)
  const drafts = people.flatMap(({ id, language }) => {
    const address = addresses.get(id)
    if (!address) return []
    const [summary, why, wayOut] = say(house.texts.speak(language, 'common'))
    const message = { summary, blocks: [paragraph(`${summary} ${why}`), paragraph(wayOut)] }
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
