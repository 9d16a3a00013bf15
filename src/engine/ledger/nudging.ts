/**
 * Tells owners of their promises: one message a day for all that are due to be told of, within working hours, and each word about a date once.
 * Whoever is away or sits the ritual out hears of it when they are back.
 */
import { type Block, type Message, note, paragraph, type RichText } from '#message'
import type { Speak } from '#ritual'
import { absencesFrom, type Away, type Member } from '../../store/people.ts'
import { instantText } from '../../time/format.ts'
import { act, wake } from '../act.ts'
import { addressesOf } from '../address.ts'
import { optOutFrom, optOutsOf } from '../commands/opt-outs.ts'
import { type House, nowText, teamOf, type Writes } from '../house.ts'
import { post } from '../outbox.ts'
import { membersHere, type Party, partyOf } from './party.ts'
import { ownerButtons, whatWords } from './promise-words.ts'
import type { PromiseRow } from './promised.ts'
import { hush, withdraw } from './reconcile.ts'
import { beginningOf, nextWord, type Stage, wordNow } from './stages.ts'

/** So many stand in one message with buttons of their own; the rest is in `promises`. */
const MOST = 8

/** Owners who are to be told of something now. Promises of a ritual that is no more are nobody's business; those of a paused one are. */
export async function ownersDue(house: House): Promise<string[]> {
  const rows = await dueRows(house.db.kysely, nowText(house))
    .select('promise.owner_id')
    .distinct()
    .orderBy('promise.owner_id')
    .limit(500)
    .execute()
  return rows.map((row) => row.owner_id)
}

const dueRows = (db: Writes | House['db']['kysely'], now: string) =>
  db
    .selectFrom('promise')
    .innerJoin('ritual', 'ritual.id', 'promise.ritual_id')
    .where('promise.next_at', '<=', now)
    .where('promise.state', '=', 'open')
    .where('ritual.state', '!=', 'removed')

/** When the next owner is to be told of something, or null. */
export async function nextNudge(house: House): Promise<string | null> {
  const row = await house.db.kysely
    .selectFrom('promise')
    .select((select) => select.fn.min('next_at').as('at'))
    .where('next_at', '>', nowText(house))
    .where('state', '=', 'open')
    .executeTakeFirst()
  return row?.at ?? null
}

/** Tells one owner of what is due. @returns whether there was anything to do */
export async function nudge(house: House, owner: string): Promise<boolean> {
  return act(house, async (trx) => {
    const rows = await rowsDue(house, trx, owner)
    if (rows.length === 0) {
      // Woken too early: of one owner one job waits, for the earliest time that anybody asked for.
      await wakeAgain(house, trx, owner)
      return false
    }
    const people = await membersHere(trx, peopleIn(rows))
    const member = people.get(owner)
    const isHere = ({ to_id }: PromiseRow): boolean => member !== undefined && (to_id === null || people.has(to_id))
    for (const row of rows) if (!isHere(row)) await (row.to_id === null ? hush(trx, row.id) : withdraw(trx, row.id))
    const here = rows.filter(isHere)
    if (member && here.length > 0) await tell(house, trx, member, here, people)
    await wakeAgain(house, trx, owner)
    return true
  })
}

const peopleIn = (rows: readonly PromiseRow[]): string[] =>
  rows.flatMap(({ owner_id, to_id }) => (to_id === null ? [owner_id] : [owner_id, to_id]))

interface DueRow extends PromiseRow {
  team_id: string
}

async function rowsDue(house: House, trx: Writes, owner: string): Promise<DueRow[]> {
  const query = dueRows(trx, nowText(house))
    .selectAll('promise')
    .select('ritual.team_id')
    .where('promise.owner_id', '=', owner)
    .orderBy('promise.id')
  return (house.db.dialect === 'postgres' ? query.forUpdate('promise') : query).execute()
}

/** A word that is said now. */
interface Word {
  row: DueRow
  stage: Stage
}

async function tell(
  house: House,
  trx: Writes,
  member: Member,
  rows: DueRow[],
  people: ReadonlyMap<string, Member>,
): Promise<void> {
  const asides = await asidesOf(house, trx, member)
  const words: Word[] = []
  for (const row of rows) {
    const owner = partyOf(house, member, teamOf(house, row.team_id))
    const held = heldUp(house, owner, row, asides)
    const stage = held ? null : wordNow(row.due, row.nudged, owner.today, owner.calendar)
    if (stage !== null) words.push({ row, stage })
    const nudged = stage ?? row.nudged
    const next_at = held ? held.until : nextWord(row.due, nudged, owner.today, owner.calendar, owner.zone)
    await trx.updateTable('promise').set({ nudged, next_at }).where('id', '=', row.id).execute()
  }
  if (words.length > 0) await send(house, trx, member, words.toSorted(byDate), people)
}

/** The nearest date first, then as they were made. */
function byDate(a: Word, b: Word): number {
  const order = ({ row }: Word): string => [row.due, row.made_at, row.key].join(' ')
  return order(a) < order(b) ? -1 : 1
}

interface Asides {
  away: Away[]
  outs: ReadonlyMap<string, string | null>
}

async function asidesOf(house: House, trx: Writes, { id }: Member): Promise<Asides> {
  const now = house.clock.now()
  // A day's margin for zones behind UTC.
  const date = now.toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: 1 }).toString()
  return { away: await absencesFrom(trx, [id], date), outs: await optOutsOf(trx, id, instantText(now)) }
}

/** Where now is no time to tell them, outside of work or on a day they are not there: when to look again. Null where now is right. */
function heldUp(house: House, owner: Party, row: DueRow, { away, outs }: Asides): { until: string | null } | null {
  const now = house.clock.now()
  const at = owner.calendar.nextWorkingInstant(now, owner.zone)
  if (at === null || Temporal.Instant.compare(at, now) > 0) return { until: at && instantText(at) }
  const isAway = away.some(({ from, until }) => from <= owner.today && (until === null || until >= owner.today))
  if (!isAway && optOutFrom(outs, row.ritual_id) === undefined) return null
  const tomorrow = Temporal.PlainDate.from(owner.today).add({ days: 1 }).toString()
  return { until: beginningOf(tomorrow, owner.calendar, owner.zone) }
}

async function send(
  house: House,
  trx: Writes,
  member: Member,
  words: Word[],
  people: ReadonlyMap<string, Member>,
): Promise<void> {
  const [first] = words
  const team = teamOf(house, first!.row.team_id)
  const owner = partyOf(house, member, team)
  const address = (await addressesOf(house, trx, team, [owner])).get(owner.id)
  if (!address) return
  const message = nudgeMessage(house.texts.speak(owner.language, 'common'), words, people)
  const key = `promises/${owner.today}/${first!.row.id}`
  await post(house, trx, [{ ...address, occurrence: null, key, under: null, message, notBefore: nowText(house) }])
}

function nudgeMessage(t: Speak, words: Word[], people: ReadonlyMap<string, Member>): Message {
  const shown = words.slice(0, MOST)
  const ahead = shown.filter(({ stage }) => stage !== 'after')
  const over = shown.filter(({ stage }) => stage === 'after')
  const left = words.length - shown.length
  const lines = (some: Word[]): Block[] =>
    some.flatMap((word) => [paragraph(wordLine(t, word, people)), ownerButtons(t, word.row)])
  return {
    summary: t('promise.nudge.summary', { count: words.length }),
    blocks: [
      ...(ahead.length > 0 ? [paragraph(t('promise.nudge.ahead')), ...lines(ahead)] : []),
      ...(ahead.length > 0 && over.length > 0 ? [{ type: 'divider' as const }] : []),
      ...(over.length > 0 ? [paragraph(t('promise.nudge.over', { count: over.length })), ...lines(over)] : []),
      ...(left > 0 ? [paragraph(t('promise.nudge.more', { count: left }))] : []),
      ...(over.length > 0 ? [note(t('promise.nudge.once'))] : []),
    ],
  }
}

function wordLine(t: Speak, { row, stage }: Word, people: ReadonlyMap<string, Member>): RichText {
  const to = row.to_id === null || row.to_id === row.owner_id ? null : (people.get(row.to_id)?.name ?? null)
  const what = whatWords(t, row)
  const whom = to === null ? what : t.rich('promise.to', { what, name: to })
  if (stage === 'day') return t.rich('promise.nudge.today', { what: whom })
  return t.rich('promise.nudge.by', { date: t.date(row.due), what: whom })
}

async function wakeAgain(house: House, trx: Writes, owner: string): Promise<void> {
  const row = await trx
    .selectFrom('promise')
    .select((select) => select.fn.min('next_at').as('at'))
    .where('owner_id', '=', owner)
    .where('state', '=', 'open')
    .where('next_at', '>', nowText(house))
    .executeTakeFirst()
  if (row?.at) wake(trx, { name: 'nudge', key: owner, runAt: row.at })
}
