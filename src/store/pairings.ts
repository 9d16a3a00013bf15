/** Who was drawn together: a row for each member of each group. */
import type { Group } from '#ritual'
import type { Reads, Writes } from '../engine/house.ts'
import { json, parse } from './codecs.ts'
import { chunks } from './people.ts'

export async function keepGroups(trx: Writes, occurrence: string, groups: Group[]): Promise<void> {
  const rows = groups.flatMap(({ key, members, facts }) => {
    const told = json(facts)
    return members.map((member) => ({ occurrence_id: occurrence, group_key: key, member_id: member, facts: told }))
  })
  for (const some of chunks(rows, 200)) await trx.insertInto('pairing').values(some).execute()
}

/**
 * The groups of each of these occurrences, by key, their members by id: in the same order on every database. With `member`, only the
 * groups that person is in. Whoever was deleted since is in none.
 */
export async function groupsIn(
  db: Reads,
  occurrences: readonly string[],
  member?: string,
): Promise<Map<string, Group[]>> {
  if (occurrences.length === 0) return new Map()
  let query = db
    .selectFrom('pairing')
    .select(['pairing.occurrence_id', 'pairing.group_key', 'pairing.member_id', 'pairing.facts'])
    .where('pairing.occurrence_id', 'in', occurrences)
  if (member !== undefined)
    query = query
      .innerJoin('pairing as own', (join) =>
        join.onRef('own.occurrence_id', '=', 'pairing.occurrence_id').onRef('own.group_key', '=', 'pairing.group_key'),
      )
      .where('own.member_id', '=', member)
  return assembled(await query.execute())
}

interface Row {
  occurrence_id: string
  group_key: string
  member_id: string
  facts: string
}

/** In one pass: a year of large rounds has half a million rows. */
function assembled(rows: readonly Row[]): Map<string, Group[]> {
  const found = new Map<string, Map<string, Group>>()
  for (const { occurrence_id, group_key, member_id, facts } of rows) {
    const byKey = found.get(occurrence_id) ?? new Map<string, Group>()
    if (byKey.size === 0) found.set(occurrence_id, byKey)
    const group = byKey.get(group_key)
    if (group) group.members.push(member_id)
    else byKey.set(group_key, groupOf(group_key, member_id, facts))
  }
  return new Map([...found].map(([occurrence, byKey]) => [occurrence, inOrder([...byKey.values()])]))
}

/** Of most earlier groups nobody asks why just these people, so that is read only when somebody does. */
const groupOf = (key: string, member: string, facts: string): Group => ({
  key,
  members: [member],
  get facts() {
    return parse<Group['facts']>(facts)
  },
})

/** The databases nearly always give rows in this order; what is sorted already is sorted in no time. */
function inOrder(groups: Group[]): Group[] {
  for (const { members } of groups) members.sort()
  return groups.sort((a, b) => (a.key < b.key ? -1 : 1))
}

export async function isDrawn(db: Reads, occurrence: string, member: string): Promise<boolean> {
  const row = await db
    .selectFrom('pairing')
    .select('group_key')
    .where('member_id', '=', member)
    .where('occurrence_id', '=', occurrence)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** What stands for somebody whose id must not stand there any more. */
const GONE = 'gone'

/**
 * Takes somebody out of every group before their row goes. Two are no group without one of them: the other has nobody to meet. In a larger one
 * nothing is left that tells who it was: a ritual may have named them in its facts, or made its keys of ids.
 */
export async function forgetInGroups(trx: Writes, member: string): Promise<void> {
  const own = await trx
    .selectFrom('pairing')
    .select('occurrence_id')
    .distinct()
    .where('member_id', '=', member)
    .execute()
  const drawn = await groupsIn(
    trx,
    own.map((row) => row.occurrence_id),
    member,
  )
  for (const [occurrence, groups] of drawn) {
    for (const group of groups) await forgetInGroup(trx, occurrence, group, member)
  }
}

async function forgetInGroup(trx: Writes, occurrence: string, { key, members }: Group, member: string): Promise<void> {
  const rows = trx.deleteFrom('pairing').where('occurrence_id', '=', occurrence).where('group_key', '=', key)
  if (members.length > 2) {
    await rows.where('member_id', '=', member).execute()
    await trx
      .updateTable('pairing')
      .set({ facts: '{}', group_key: key.replaceAll(member, GONE) })
      .where('occurrence_id', '=', occurrence)
      .where('group_key', '=', key)
      .execute()
    return
  }
  await rows.execute()
  for (const other of members.filter((each) => each !== member)) {
    if (!(await isDrawn(trx, occurrence, other))) await leaveUndrawn(trx, occurrence, other)
  }
}

/** Only where it still runs: what was, was. */
async function leaveUndrawn(trx: Writes, occurrence: string, member: string): Promise<void> {
  await trx
    .updateTable('participant')
    .set({ status: 'absent', reason: 'not-drawn', until: null, remind_at: null })
    .where('occurrence_id', '=', occurrence)
    .where('member_id', '=', member)
    .where('status', 'in', ['waiting', 'asked'])
    .where('occurrence_id', 'in', trx.selectFrom('occurrence').select('id').where('state', '=', 'open'))
    .execute()
}

/** Messages to groups stay for the others; where they stand, their platform knows. */
export async function forgetInRecipients(trx: Writes, member: string): Promise<void> {
  await trx
    .updateTable('delivery')
    .set((column) => ({
      recipient: column.fn<string>('replace', ['recipient', column.val(member), column.val(GONE)]),
      key: column.fn<string>('replace', ['key', column.val(member), column.val(GONE)]),
    }))
    .where('recipient', 'like', 'group:%')
    .where('recipient', 'like', `%${member}%`)
    .execute()
  // Rituals name posts after whom they are about, and keep such a name when the text is long deleted.
  await trx
    .updateTable('delivery')
    .set((column) => ({ key: column.fn<string>('replace', ['key', column.val(member), column.val(GONE)]) }))
    .where('key', 'like', `%${member}%`)
    .execute()
}
