/** Who can be drawn together, with all that a drawing may weigh: how long they have been there, who leads them, when they work. */
import type { Candidate } from '#ritual'
import { dateIn } from '../time/format.ts'
import { weekdays } from '../time/weekday.ts'
import type { Guest } from './guests.ts'
import { type House, teamZone, type Writes } from './house.ts'
import { type Occasion, teamsOf } from './occasion.ts'

export async function candidatesOf(
  house: House,
  trx: Writes,
  occasion: Occasion,
  guests: Guest[],
): Promise<Candidate[]> {
  const { workingHours, workWeek } = house.manifest.organisation
  const known = await membersOf(trx, occasion)
  const leaders = await leadersOf(trx, occasion.row.id)
  const above = await leadersOfLeaders(trx, [...new Set([...leaders.values()].flat())])
  const joined = datesIn(teamZone(house, occasion.team))
  return guests.map(({ id, name, unit, role, zone }) => {
    const { email = null, since = occasion.row.opens_at } = known.get(id) ?? {}
    return {
      id,
      name,
      unit,
      email,
      role,
      zone,
      since: joined(since),
      leaders: leaders.get(id) ?? [],
      above: [...new Set((leaders.get(id) ?? []).flatMap((leader) => above.get(leader) ?? []))],
      workingHours: { from: workingHours.from, to: workingHours.until },
      workDays: workWeek.map((day) => weekdays.indexOf(day) + 1),
    }
  })
}

/** Thousands have joined at the same moment: that of the first manifest. */
function datesIn(zone: string): (instant: string) => string {
  const known = new Map<string, string>()
  const work = (instant: string): string => dateIn(instant, zone)
  return (instant) => known.getOrInsertComputed(instant, work)
}

async function membersOf(
  trx: Writes,
  { row, ritual }: Occasion,
): Promise<Map<string, { email: string | null; since: string }>> {
  const rows = await trx
    .selectFrom('participant')
    .innerJoin('member', 'member.id', 'participant.member_id')
    .innerJoin('membership', 'membership.member_id', 'member.id')
    .select((select) => ['member.id', 'member.email', select.fn.min('membership.since').as('since')])
    .where('participant.occurrence_id', '=', row.id)
    .where('membership.until', 'is', null)
    .where('membership.team_id', 'in', teamsOf(ritual))
    .groupBy(['member.id', 'member.email'])
    .execute()
  return new Map(rows.map(({ id, email, since }) => [id, { email, since }]))
}

/** In whichever team: someone's leader stays their leader in a ritual that several teams share. */
async function leadersOf(trx: Writes, occurrence: string): Promise<Map<string, string[]>> {
  const rows = await trx
    .selectFrom('participant')
    .innerJoin('membership', 'membership.member_id', 'participant.member_id')
    .select(['participant.member_id as member', 'membership.team_id as team'])
    .where('participant.occurrence_id', '=', occurrence)
    .where('membership.role', '=', 'member')
    .where('membership.until', 'is', null)
    .execute()
  return leadersIn(trx, rows)
}

/** Leaders are few: of those who lead the people of one occurrence. */
async function leadersOfLeaders(trx: Writes, leaders: string[]): Promise<Map<string, string[]>> {
  if (leaders.length === 0) return new Map()
  const rows = await trx
    .selectFrom('membership')
    .select(['member_id as member', 'team_id as team'])
    .where('member_id', 'in', leaders)
    .where('role', '=', 'member')
    .where('until', 'is', null)
    .execute()
  return leadersIn(trx, rows)
}

/** Who leads these people where they are members. Joined here: a database that begins at the wrong end looks at everyone for each one. */
async function leadersIn(trx: Writes, places: { member: string; team: string }[]): Promise<Map<string, string[]>> {
  const leading = await trx
    .selectFrom('membership')
    .select(['team_id as team', 'member_id as leader'])
    .where('role', '=', 'leader')
    .where('until', 'is', null)
    .execute()
  const byTeam = Map.groupBy(leading, ({ team }) => team)
  const byMember = Map.groupBy(places, ({ member }) => member)
  return new Map(
    [...byMember].map(([member, some]) => {
      const leaders = some.flatMap(({ team }) => (byTeam.get(team) ?? []).map(({ leader }) => leader))
      return [member, [...new Set(leaders)].filter((leader) => leader !== member).toSorted()]
    }),
  )
}
