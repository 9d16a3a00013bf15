import { createHash } from 'node:crypto'
import { chunks } from '../store/people.ts'
import type { Application } from './apply.ts'
import { applyIdentities } from './apply-identities.ts'
import { rolesOf } from './diff.ts'
import type { Manifest, ManifestPerson } from './schema.ts'

/** Member ids by e-mail address, for everyone the manifest names. */
export type MemberIds = ReadonlyMap<string, string>

/** The id of a member the database has not seen before. Made from the address, so that replicas and platforms agree on it. */
export function memberId(email: string): string {
  return `m-${createHash('sha256').update(email.toLowerCase()).digest('hex').slice(0, 10)}`
}

/** Everyone gets a row and an identity in the playground; whoever is in no part of the manifest any more has left. */
export async function applyPeople(application: Application): Promise<MemberIds> {
  const { applied, next } = application
  const named = emailsOf(next)
  const stays = new Set(named)
  const gone = (applied ? emailsOf(applied) : []).filter((email) => !stays.has(email))
  const known = await idsOf(application, [...named, ...gone])
  const ids = new Map(named.map((email) => [email, known.get(email) ?? memberId(email)]))
  const people = new Map(next.people.map((person) => [person.email, person]))
  for (const email of named) await upsert(application, ids.get(email)!, email, people.get(email))
  await markLeft(
    application,
    gone.flatMap((email) => known.get(email) ?? []),
  )
  await applyIdentities(application, ids)
  return ids
}

/** Everyone a manifest names; some of them only a platform may know more about. */
export function emailsOf(manifest: Manifest): string[] {
  const inTeams = manifest.teams.flatMap((team) => [...rolesOf(team).keys()])
  return [
    ...new Set([
      ...manifest.people.map(({ email }) => email),
      ...manifest.admins,
      ...manifest.organisation.overview,
      ...inTeams,
    ]),
  ]
}

async function idsOf({ trx }: Application, emails: string[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const some of chunks(emails, 500)) {
    const rows = await trx.selectFrom('member').select(['id', 'email']).where('email', 'in', some).execute()
    for (const { id, email } of rows) if (email !== null) ids.set(email, id)
  }
  return ids
}

async function upsert({ trx, now }: Application, id: string, email: string, person?: ManifestPerson): Promise<void> {
  const { name = email.slice(0, email.indexOf('@')), language = null, zone = null, unit = null } = person ?? {}
  const row = { name, language, zone, unit, left_at: null }
  await trx
    .insertInto('member')
    .values({ id, email, ...row, joined_at: now, welcomed_at: null })
    // What the manifest does not say about somebody is the platforms' to say.
    .onConflict((conflict) => conflict.column('id').doUpdateSet(person ? row : { left_at: null }))
    .execute()
}

async function markLeft({ trx, now }: Application, ids: string[]): Promise<void> {
  for (const some of chunks(ids, 500)) {
    await trx.updateTable('member').set({ left_at: now }).where('id', 'in', some).where('left_at', 'is', null).execute()
  }
}
