/** What did not get through: tried again where that can help, and where it can't, told to whoever looks after the bot, once and in words. */
import type { Selectable } from 'kysely'
import { DeliveryError, type Obstacle } from '#platform'
import { fault } from '../log.ts'
import { chunks } from '../store/people.ts'
import type { DeliveryTable } from '../store/schema.ts'
import { instantText } from '../time/format.ts'
import { act, wake } from './act.ts'
import { addressesOf, outsideQuiet } from './address.ts'
import { saying } from './caller.ts'
import { groupOf } from './group-places.ts'
import { type House, nowText, type Reads, teamZone, type Writes } from './house.ts'
import { insist } from './insist.ts'
import { secondsBetween } from './levels.ts'
import { tryElsewhere } from './moving.ts'
import { type Draft, editAnew, post } from './outbox.ts'

const MOST_ATTEMPTS = 8

/** What stands at a delivery that waits for its recipient to let the bot write. */
export const NOT_INSTALLED = 'not-installed'

type Row = Selectable<DeliveryTable> & { holder: string }
type End = Obstacle | 'unknown' | 'given-up'

/** @param mayStand an earlier attempt may have arrived: a platform that can't tell now never will */
export async function settleFailed(house: House, row: Row, mayStand: boolean, error: unknown): Promise<void> {
  const known = error instanceof DeliveryError ? error : null
  const outcome = known?.outcome ?? 'unknown'
  const attempts = outcome === 'wait' ? row.attempts : row.attempts + 1
  const occurrence = row.occurrence_id === null ? {} : { occurrence: row.occurrence_id }
  if (outcome !== 'wait') {
    house.log.warn(
      { delivery: row.id, ...occurrence, platform: row.platform, outcome, attempts, ...fault(error) },
      'delivery did not get through',
    )
  }
  const isSecondLook = mayStand && row.reference === null
  const mayHaveArrived = outcome === 'unknown' || (isSecondLook && outcome !== 'never')
  const end = endOf(known, outcome, attempts, isSecondLook)
  const ended = end === null ? 'later' : mayHaveArrived ? 'unknown' : 'failed'
  house.meter.delivered(row.platform, ended, secondsBetween(row.not_before, nowText(house)))
  const asked = Math.ceil((known?.retryAfter ?? 0) * 1000)
  const pause = outcome === 'wait' ? asked : Math.max(asked, pauseBefore(attempts))
  const again = instantText(house.clock.now().add({ milliseconds: pause }))
  const settle = async (trx: Writes): Promise<void> => {
    if (outcome === 'never' && attempts <= MOST_ATTEMPTS && (await tryElsewhere(house, trx, row, attempts))) return
    const settled = await trx
      .updateTable('delivery')
      .set({
        state: end === null ? 'queued' : mayHaveArrived ? 'unknown' : 'failed',
        not_before: again,
        attempts,
        lease_until: null,
        holder: null,
        error: mayHaveArrived ? 'unknown' : end === NOT_INSTALLED ? NOT_INSTALLED : (known?.message ?? 'failed'),
      })
      .where('id', '=', row.id)
      .where('holder', '=', row.holder)
      .executeTakeFirst()
    if (settled.numUpdatedRows === 0n) return editAnew(trx, row)
    if (end === null) wake(trx, { name: 'deliver', key: row.id, runAt: again, lane: row.recipient })
    // Somebody has pressed a button in it: it stands, and only can't be changed.
    else if (row.reference !== null || row.sent_revision === 0) await tellAdmins(house, trx, row, end)
  }
  await insist(() => act(house, settle))
}

function endOf(
  error: DeliveryError | null,
  outcome: DeliveryError['outcome'],
  attempts: number,
  isSecondLook: boolean,
): End | null {
  if (outcome === 'never') return error?.obstacle ?? 'refused'
  if (outcome === 'unknown' && isSecondLook) return 'unknown'
  if (outcome === 'wait' || attempts < MOST_ATTEMPTS) return null
  return outcome === 'unknown' ? 'unknown' : 'given-up'
}

/** Milliseconds: 2, 4, 8 … seconds up to five minutes. */
const pauseBefore = (attempt: number): number => Math.min(300_000, 1000 * 2 ** attempt)

const KEY = 'undelivered:'

/** The same trouble with the same recipient is the same message, and so told once. */
async function tellAdmins(house: House, trx: Writes, row: Row, end: End): Promise<void> {
  if (row.key.startsWith(KEY)) return
  const lasting = end !== 'unknown' && end !== 'refused' && end !== 'given-up'
  const key = `${KEY}${lasting ? `${end} ${row.platform} ${row.recipient}` : row.id}`
  const to = await recipientName(trx, row)
  await post(
    house,
    trx,
    await draftsFor(house, trx, key, end, { to, platform: PLATFORM_NAMES[row.platform] ?? row.platform }),
  )
}

const PLATFORM_NAMES: Record<string, string> = { slack: 'Slack', teams: 'Microsoft Teams', web: 'Playground' }

async function draftsFor(
  house: House,
  db: Reads,
  key: string,
  end: End,
  values: Record<string, string>,
): Promise<Draft[]> {
  const { admins, organisation } = house.manifest
  const rows = await db
    .selectFrom('member')
    .select(['id', 'language', 'zone'])
    .where('email', 'in', admins)
    .where('left_at', 'is', null)
    .orderBy('id')
    .execute()
  const people = rows.map(({ id, language, zone }) => ({
    id,
    language: language ?? organisation.language,
    zone: zone ?? teamZone(house, null),
  }))
  const addresses = await addressesOf(house, db, null, people)
  return people.flatMap(({ id, language, zone }) => {
    const address = addresses.get(id)
    if (address === undefined) return []
    const message = saying(house.texts.speak(language, 'common')(`undelivered.${end}`, values))
    return [
      {
        ...address,
        occurrence: null,
        key,
        under: null,
        message,
        notBefore: outsideQuiet(house, house.clock.now(), zone),
      },
    ]
  })
}

async function recipientName(db: Reads, { recipient }: Row): Promise<string> {
  if (recipient.startsWith('channel:')) return recipient.slice('channel:'.length)
  const ids = groupOf(recipient) ?? [recipient.slice('member:'.length)]
  const names: string[] = []
  for (const some of chunks(ids, 500)) {
    const rows = await db.selectFrom('member').select('name').where('id', 'in', some).orderBy('name').execute()
    names.push(...rows.map(({ name }) => name))
  }
  return names.join(', ')
}
