/** Tells a team's leaders what did not take place, in one message a ritual. */
import { bullets, type Message, paragraph } from '#message'
import { teamMembers } from '../store/people.ts'
import { addressesOf, outsideQuiet } from './address.ts'
import { type House, teamLanguage, teamOf, teamZone, type Writes } from './house.ts'
import { post } from './outbox.ts'
import type { Language } from '#platform'

interface Missed {
  id: string
  ritual_id: string
  local_at: string
}

const MOST_LISTED = 10

export async function tellMissed(house: House, trx: Writes, missed: Missed[]): Promise<void> {
  for (const [ritual, rows] of Map.groupBy(missed, (row) => row.ritual_id)) {
    const sorted = rows.toSorted((a, b) => (a.local_at < b.local_at ? -1 : 1))
    const { name, team_id } = await trx
      .selectFrom('ritual')
      .select(['name', 'team_id'])
      .where('id', '=', ritual)
      .executeTakeFirstOrThrow()
    const team = teamOf(house, team_id)
    const leaders = (await teamMembers(trx, team_id))
      .filter((member) => member.role === 'leader')
      .map((member) => ({
        id: member.id,
        language: member.language ?? teamLanguage(house, team),
        zone: member.zone ?? teamZone(house, team),
      }))
    const addresses = await addressesOf(house, trx, team, leaders)
    const drafts = leaders.flatMap((leader) => {
      const address = addresses.get(leader.id)
      if (!address) return []
      const message = sentence(house, leader.language, name, sorted)
      const notBefore = outsideQuiet(house, house.clock.now(), address.zone)
      return [{ ...address, occurrence: null, key: `missed/${sorted[0]!.id}`, under: null, message, notBefore }]
    })
    await post(house, trx, drafts)
  }
}

function sentence(house: House, language: Language, ritual: string, rows: Missed[]): Message {
  const t = house.texts.speak(language, 'common')
  const summary = t('missed.summary', { ritual, count: rows.length })
  const listed = rows
    .slice(-MOST_LISTED)
    .map((row) => `${t.date(row.local_at.slice(0, 10))}, ${row.local_at.slice(11, 16)}`)
  const earlier = rows.length - listed.length
  const blocks = [paragraph(summary), bullets(listed)]
  if (earlier > 0) blocks.push(paragraph(t('missed.earlier', { count: earlier })))
  return { summary, blocks: [...blocks, paragraph(t('missed.why'))] }
}
