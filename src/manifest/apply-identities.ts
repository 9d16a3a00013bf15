import type { Application } from './apply.ts'
import type { MemberIds } from './apply-people.ts'

/** Gives everyone the identities the manifest names, and a name in the playground that stays the same from then on. */
export async function applyIdentities(application: Application, ids: MemberIds): Promise<void> {
  for (const { email, identities = {} } of application.next.people) {
    for (const [platform, externalId] of Object.entries(identities)) {
      if (externalId !== undefined) await identify(application, platform, externalId, ids.get(email)!)
    }
  }
  const taken = await webNames(application)
  const named = new Set(taken.values())
  for (const [email, member] of ids) {
    if (named.has(member)) continue
    const name = freeName(email, taken)
    taken.set(name, member)
    await identify(application, 'web', name, member)
  }
}

/** The manifest's word counts: an identity that was somebody else's, by an earlier manifest or by an e-mail address, goes over. */
async function identify({ trx }: Application, platform: string, externalId: string, member: string): Promise<void> {
  await trx
    .deleteFrom('identity')
    .where('platform', '=', platform)
    .where('member_id', '=', member)
    .where('external_id', '!=', externalId)
    .execute()
  await trx
    .insertInto('identity')
    .values({ platform, external_id: externalId, member_id: member, conversation: null })
    .onConflict((conflict) => conflict.columns(['platform', 'external_id']).doUpdateSet({ member_id: member }))
    .execute()
}

async function webNames({ trx }: Application): Promise<Map<string, string>> {
  const rows = await trx
    .selectFrom('identity')
    .select(['external_id', 'member_id'])
    .where('platform', '=', 'web')
    .execute()
  return new Map(rows.map((row) => [row.external_id, row.member_id]))
}

/** `jana.petersen`, or where two addresses begin alike, `jana.petersen-2`. */
function freeName(email: string, taken: ReadonlyMap<string, string>): string {
  const name = email.slice(0, email.indexOf('@')).replaceAll(/[^a-z0-9._-]/g, '-')
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? name : `${name}-${count}`
    if (!taken.has(candidate)) return candidate
  }
}
