/** Who invited somebody into a channel: kept until the newcomer is welcomed, and said to nobody else. */
import { json, parse } from '../store/codecs.ts'
import { identities } from '../store/people.ts'
import type { Writes } from './house.ts'

const invitation = (platform: string, person: string): string => `invited.${platform}:${person}`

export async function keepInviter(trx: Writes, platform: string, person: string, by: string): Promise<void> {
  const value = json(by)
  await trx
    .insertInto('setting')
    .values({ key: invitation(platform, person), value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}

/** The name of whoever invited this member, if that is known and they are a member too; asked once. */
export async function takeInviter(trx: Writes, member: string): Promise<string | null> {
  for (const { platform, externalId } of await identities(trx, member)) {
    const row = await trx
      .deleteFrom('setting')
      .where('key', '=', invitation(platform, externalId))
      .returning('value')
      .executeTakeFirst()
    if (row === undefined) continue
    const by = await trx
      .selectFrom('identity')
      .innerJoin('member', 'member.id', 'identity.member_id')
      .select('member.name')
      .where('identity.platform', '=', platform)
      .where('identity.external_id', '=', parse<string>(row.value))
      .executeTakeFirst()
    if (by !== undefined) return by.name
  }
  return null
}
