import type { Selectable } from 'kysely'
import { ProblemError } from '../errors.ts'
import { json, parse } from '../store/codecs.ts'
import type { RitualTable } from '../store/schema.ts'
import type { Application } from './apply.ts'
import { canonical } from './diff.ts'
import type { ManifestRitual } from './schema.ts'

type Row = Selectable<RitualTable>

/** New rituals begin now, changed ones go on differently, removed ones stop; what has begun runs to its end. */
export async function applyRituals(application: Application): Promise<void> {
  const { trx, next } = application
  const rows = new Map((await trx.selectFrom('ritual').selectAll().execute()).map((row) => [row.id, row]))
  for (const ritual of next.rituals) {
    const row = rows.get(ritual.id)
    if (row) await change(application, row, ritual)
    else await add(application, ritual)
  }
  const kept = new Set(next.rituals.map(({ id }) => id))
  for (const row of rows.values()) if (!kept.has(row.id) && row.state !== 'removed') await remove(application, row)
}

async function add({ trx, now }: Application, ritual: ManifestRitual): Promise<void> {
  await trx
    .insertInto('ritual')
    .values({
      id: ritual.id,
      kind: ritual.kind,
      ...columnsOf(ritual),
      state: 'active',
      paused_until: null,
      planned_until: now,
    })
    .execute()
}

async function change(application: Application, row: Row, ritual: ManifestRitual): Promise<void> {
  const { trx, now } = application
  if (row.kind !== ritual.kind) throw kindChanged(row, ritual)
  const returns = row.state === 'removed'
  const isReplanned =
    returns ||
    row.team_id !== ritual.team ||
    row.with_teams !== json(ritual.with) ||
    canonical(parse(row.schedule)) !== canonical(ritual.schedule)
  await trx
    .updateTable('ritual')
    .set({
      ...columnsOf(ritual),
      // A pause is its leader's, and no change of the manifest ends it.
      ...(returns && { state: 'active' as const, paused_until: null, planned_until: now }),
      // Only ever backwards: what a bot that was down for weeks has not planned yet is still to be told as missed.
      ...(isReplanned && !returns && row.planned_until > now && { planned_until: now }),
    })
    .where('id', '=', row.id)
    .execute()
  if (returns) await recallKept(application, row.id)
  if (isReplanned) await forgetFuture(application, row.id)
}

/** What was still to come when the ritual was removed, and was kept, takes place after all. */
async function recallKept({ trx, now }: Application, ritual: string): Promise<void> {
  await trx
    .updateTable('occurrence')
    .set(({ ref }) => ({ state: 'planned', reason: null, next_at: ref('opens_at') }))
    .where('ritual_id', '=', ritual)
    .where('state', '=', 'skipped')
    .where('reason', '=', 'removed')
    .where('opens_at', '>', now)
    .execute()
}

function columnsOf({ team, with: others, name, schedule, options }: ManifestRitual) {
  return { team_id: team, with_teams: json(others), name, schedule: json(schedule), options: json(options) }
}

async function remove(application: Application, { id }: Row): Promise<void> {
  const { trx } = application
  await trx.updateTable('ritual').set({ state: 'removed', paused_until: null }).where('id', '=', id).execute()
  await forgetFuture(application, id)
  await trx
    .updateTable('occurrence')
    .set({ state: 'skipped', reason: 'removed', next_at: null })
    .where('ritual_id', '=', id)
    .where('state', '=', 'planned')
    .execute()
}

/**
 * Deletes what is planned for later, and the days off that were noted, so that the new schedule can plan the same moments. Where somebody
 * has answered ahead of time, or put something on its table, the occurrence stays: nothing that was confirmed is lost.
 */
async function forgetFuture({ trx, now }: Application, ritual: string): Promise<void> {
  await trx
    .deleteFrom('occurrence')
    .where('ritual_id', '=', ritual)
    .where('opens_at', '>', now)
    .where('started', 'is', null)
    .where((where) =>
      where.or([
        where('state', '=', 'planned'),
        where.and([where('state', '=', 'skipped'), where('reason', '=', 'holiday')]),
      ]),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('response').select('id').whereRef('response.occurrence_id', '=', 'occurrence.id'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('participant').select('member_id').whereRef('participant.occurrence_id', '=', 'occurrence.id'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('delivery').select('id').whereRef('delivery.occurrence_id', '=', 'occurrence.id'))),
    )
    .execute()
}

function kindChanged(row: Row, { id, kind }: ManifestRitual): ProblemError {
  return new ProblemError(
    `The ritual "${id}" is a ${row.kind}, and so is its history: it can't become a ${kind}. Give the ${kind} an id of its own, such as "${id}-${kind}".`,
  )
}
