/**
 * Draws people together, once, at the opening. Whoever is drawn into no group is not asked this time. A ritual that fails at it must not be
 * tried again and again: its occurrence is held without groups, and the log says why.
 */
import type { Absent, Candidate, Group, Round } from '#ritual'
import { z } from 'zod'
import { fault } from '../log.ts'
import { groupsIn, keepGroups } from '../store/pairings.ts'
import { candidatesOf } from './candidates.ts'
import type { House, Writes } from './house.ts'
import type { Occasion } from './occasion.ts'
import { factsOf } from './past.ts'
import { type AnyView, fullView } from './view.ts'

/** Does nothing in a ritual that draws nobody together. In the transaction that opens it, its participants known. */
export async function drawTogether(house: House, trx: Writes, occasion: Occasion): Promise<void> {
  if (!occasion.kind.drawing) return
  const { view, guests } = await fullView(house, trx, occasion)
  const { evenAway = false } = occasion.kind.drawing
  const present = guests.filter(({ absent }) => absent === null || (evenAway && isPassing(absent.reason)))
  const candidates = await candidatesOf(house, trx, occasion, present)
  const groups = drawn(house, occasion, view, candidates, await roundsBefore(trx, occasion))
  await keepGroups(trx, occasion.row.id, groups)
  await leaveOut(trx, occasion.row.id)
}

const isPassing = (reason: Absent['reason']): boolean => reason === 'away' || reason === 'holiday'

function drawn(house: House, occasion: Occasion, view: AnyView, candidates: Candidate[], rounds: Round[]): Group[] {
  const occurrence = occasion.row.id
  try {
    const groups = occasion.kind.drawing!.draw(view, candidates, rounds)
    const problem = drawingProblem(groups, new Set(candidates.map(({ id }) => id)))
    if (problem === null) return groups
    house.log.error({ occurrence, problem }, 'people could not be drawn together')
  } catch (error) {
    house.log.error({ occurrence, ...fault(error) }, 'people could not be drawn together')
  }
  return []
}

const shape = z.array(
  z.object({
    key: z.string().min(1).max(200),
    members: z.array(z.string()).min(2),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  }),
)

/** What is wrong with these groups, or null: keys of their own, and in each at least two different people who are there. */
export function drawingProblem(groups: unknown, present: ReadonlySet<string>): string | null {
  const read = shape.safeParse(groups)
  if (!read.success) return z.prettifyError(read.error)
  const keys = new Set<string>()
  for (const { key, members } of read.data) {
    if (keys.has(key)) return `two groups have the key "${key}"`
    keys.add(key)
    if (new Set(members).size < members.length) return `somebody is twice in the group "${key}"`
    if (!members.every((member) => present.has(member))) return `somebody in the group "${key}" does not take part`
  }
  return null
}

/** The last rounds that brought people together, newest first. */
async function roundsBefore(trx: Writes, { row, kind }: Occasion): Promise<Round[]> {
  const rows = await trx
    .selectFrom('occurrence')
    .selectAll()
    .where('ritual_id', '=', row.ritual_id)
    .where('state', 'in', ['open', 'closed'])
    .where('opens_at', '<', row.opens_at)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('pairing').select('group_key').whereRef('pairing.occurrence_id', '=', 'occurrence.id')),
    )
    .orderBy('opens_at', 'desc')
    .limit(kind.drawing!.remembers)
    .execute()
  const groups = await groupsIn(
    trx,
    rows.map(({ id }) => id),
  )
  return rows.map((earlier) => ({ occurrence: factsOf(earlier), groups: groups.get(earlier.id) ?? [] }))
}

/** Nobody was left for them: they are not asked, and nobody waits for their answer. */
async function leaveOut(trx: Writes, occurrence: string): Promise<void> {
  await trx
    .updateTable('participant')
    .set({ status: 'absent', reason: 'not-drawn', until: null, remind_at: null })
    .where('occurrence_id', '=', occurrence)
    .where('status', '!=', 'absent')
    .where('member_id', 'not in', trx.selectFrom('pairing').select('member_id').where('occurrence_id', '=', occurrence))
    .execute()
}
