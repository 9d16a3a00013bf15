import { json, parse } from '../store/codecs.ts'
import type { Application } from './apply.ts'
import type { MemberIds } from './apply-people.ts'
import { rolesOf } from './diff.ts'
import type { Manifest, ManifestTeam } from './schema.ts'

/** Teams and who is in them. Whoever leaves keeps the row of the time they were there. */
export async function applyTeams(application: Application, ids: MemberIds): Promise<void> {
  const { applied, next } = application
  for (const team of next.teams) {
    await upsert(application, team)
    await applyMemberships(application, team, applied, ids)
  }
  await removeTeams(
    application,
    next.teams.map(({ id }) => id),
  )
}

async function upsert({ trx }: Application, team: ManifestTeam): Promise<void> {
  const row = { document: json(team), removed_at: null }
  await trx
    .insertInto('team')
    .values({ id: team.id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
}

async function removeTeams({ trx, now }: Application, kept: string[]): Promise<void> {
  const gone = await trx
    .updateTable('team')
    .set({ removed_at: now })
    .where('removed_at', 'is', null)
    .where('id', 'not in', kept)
    .returning(['id', 'document'])
    .execute()
  for (const { id, document } of gone) {
    // No later manifest would take the addresses out of it.
    const emptied: ManifestTeam = { ...parse<ManifestTeam>(document), leaders: [], members: [], observers: [] }
    await trx
      .updateTable('team')
      .set({ document: json(emptied) })
      .where('id', '=', id)
      .execute()
    await trx
      .updateTable('membership')
      .set({ until: now })
      .where('team_id', '=', id)
      .where('until', 'is', null)
      .execute()
  }
}

async function applyMemberships(
  { trx, now }: Application,
  team: ManifestTeam,
  applied: Manifest | null,
  ids: MemberIds,
): Promise<void> {
  const wanted = new Map([...rolesOf(team)].map(([email, role]) => [ids.get(email)!, role]))
  const open = await trx
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .select(['membership.member_id', 'membership.role', 'member.email'])
    .where('membership.team_id', '=', team.id)
    .where('membership.until', 'is', null)
    .execute()
  const earlier = applied?.teams.find(({ id }) => id === team.id)
  const wereNamed = earlier ? rolesOf(earlier) : new Map<string, string>()
  for (const { member_id, role, email } of open) {
    if (wanted.get(member_id) === role) continue
    // Where a channel brings people in, the manifest only takes out whom it had named.
    const isOurs = team.membersFrom === undefined || wanted.has(member_id) || wereNamed.has(email ?? '')
    if (isOurs) await end(trx, team.id, member_id, role, now)
  }
  const standing = new Set(open.map((row) => `${row.member_id} ${row.role}`))
  for (const [member, role] of wanted) {
    if (!standing.has(`${member} ${role}`)) await begin(trx, { team_id: team.id, member_id: member, role, since: now })
  }
}

type Role = 'leader' | 'member' | 'observer'

async function end(trx: Application['trx'], team: string, member: string, role: Role, now: string): Promise<void> {
  await trx
    .updateTable('membership')
    .set({ until: now })
    .where('team_id', '=', team)
    .where('member_id', '=', member)
    .where('role', '=', role)
    .where('until', 'is', null)
    .execute()
}

async function begin(
  trx: Application['trx'],
  row: { team_id: string; member_id: string; role: Role; since: string },
): Promise<void> {
  await trx
    .insertInto('membership')
    .values({ ...row, until: null })
    // Out and in again in the same millisecond: it never ended.
    .onConflict((conflict) => conflict.columns(['team_id', 'member_id', 'role', 'since']).doUpdateSet({ until: null }))
    .execute()
}
