/** `export`: everything that is kept about someone, in numbers and as JSON; their own open ballots too, which nobody else can open. */
import { type Block, bullets, heading, paragraph } from '#message'
import type { Reply } from '#platform'
import { json, parse } from '../../store/codecs.ts'
import { belongings, identities } from '../../store/people.ts'
import type { Caller } from '../caller.ts'
import { type House, nowText } from '../house.ts'
import { adminNames } from '../why.ts'
import type { Command } from './command.ts'
import { openSeats } from './mine.ts'
import { told } from './saying.ts'
import { sealedFormOf } from '../occasion.ts'

export const exportMine: Command = {
  name: 'export',
  words: { de: ['export', 'exportieren', 'meine daten'], en: ['export', 'my data'] },
  who: 'everyone',
  run: (house, caller) => runExport(house, caller),
}

/** A block holds 3000 characters and a message some 75 KB; quotes and umlauts grow on the way. */
const CHUNK = 2500
const MOST_CHUNKS = 20

async function runExport(house: House, caller: Caller): Promise<Reply> {
  const { t } = caller
  const data = await personalData(house, caller)
  const text = lines(data)
  const chunks = piecesOf(text)
  const shown = chunks.slice(0, MOST_CHUNKS)
  const isCut = shown.length < chunks.length
  return told(
    t('export.title'),
    heading(t('export.title')),
    ...summaryOf(caller, data),
    paragraph(t('export.polls')),
    ...shown.map((chunk): Block => ({ type: 'text', text: [{ type: 'code', text: chunk }] })),
    ...(isCut ? [paragraph(t('export.cut', { admins: t.list(await adminNames(house)) }))] : []),
  )
}

function summaryOf({ t }: Caller, data: Awaited<ReturnType<typeof personalData>>): Block[] {
  const { answers, asked, promises, pairings, absences, messages, openBallots } = data
  const lists = { answers, asked, promises, pairings, absences, messages, ballots: openBallots }
  const items = Object.entries(lists).filter(([, list]) => list.length > 0)
  return items.length === 0 ? [] : [bullets(items.map(([name, { length: count }]) => t(`export.${name}`, { count })))]
}

/** Newest first, so that what does not fit into a message is the oldest. */
export async function personalData(house: House, caller: Caller) {
  const db = house.db.kysely
  const { member } = caller
  const answers = await db
    .selectFrom('response')
    .selectAll()
    .where('member_id', '=', member.id)
    .orderBy('id', 'desc')
    .execute()
  return {
    person: member,
    teams: await belongings(db, member.id),
    identities: await identities(db, member.id),
    absences: await db
      .selectFrom('absence')
      .select(['from_date', 'until_date'])
      .where('member_id', '=', member.id)
      .execute(),
    optOuts: await db
      .selectFrom('opt_out')
      .select(['ritual_id', 'until_at'])
      .where('member_id', '=', member.id)
      .execute(),
    openBallots: await ownBallots(house, caller),
    answers: answers.map(({ occurrence_id, form, answers: given, at, late }) => ({
      occurrence: occurrence_id,
      form,
      at,
      late: late !== 0,
      answers: given === null ? null : parse(given),
    })),
    asked: await db
      .selectFrom('participant')
      .select(['occurrence_id', 'role', 'status', 'reason', 'until', 'opens_at'])
      .where('member_id', '=', member.id)
      .orderBy('opens_at', 'desc')
      .execute(),
    promises: await promisesOf(house, member.id),
    pairings: await pairingsOf(house, member.id),
    calendar: await db.selectFrom('feed').select('made_at').where('member_id', '=', member.id).execute(),
    messages: (await messagesTo(house, member.id)).map(({ message, ...rest }) => ({
      ...rest,
      message: parse(message),
    })),
    exportedAt: nowText(house),
  }
}

/** What they promised and what was promised to them, with the other's name. */
async function promisesOf(house: House, member: string) {
  const rows = await house.db.kysely
    .selectFrom('promise')
    .innerJoin('member as owner', 'owner.id', 'promise.owner_id')
    .leftJoin('member as promisee', 'promisee.id', 'promise.to_id')
    .select(['promise.occurrence_id', 'owner.name as owner', 'promisee.name as to', 'promise.text', 'promise.trigger'])
    .select(['promise.made_at', 'promise.due', 'promise.moved', 'promise.missed', 'promise.state', 'promise.settled'])
    .where((where) => where.or([where('promise.owner_id', '=', member), where('promise.to_id', '=', member)]))
    .orderBy('promise.made_at', 'desc')
    .execute()
  return rows.map(({ to, ...rest }) => ({ ...rest, to: to ?? 'team' }))
}

/** With whom they were brought together, by name, and why. */
async function pairingsOf(house: House, member: string) {
  const rows = await house.db.kysely
    .selectFrom('pairing as own')
    .innerJoin('pairing as each', (join) =>
      join.onRef('each.occurrence_id', '=', 'own.occurrence_id').onRef('each.group_key', '=', 'own.group_key'),
    )
    .innerJoin('member', 'member.id', 'each.member_id')
    .innerJoin('occurrence', 'occurrence.id', 'own.occurrence_id')
    .select(['own.occurrence_id', 'own.group_key', 'own.facts', 'member.name', 'member.id'])
    .where('own.member_id', '=', member)
    .orderBy('occurrence.opens_at', 'desc')
    .orderBy('own.group_key')
    .orderBy('member.name')
    .execute()
  const groups = Map.groupBy(rows, (row) => `${row.occurrence_id} ${row.group_key}`)
  return [...groups.values()].map((people) => ({
    occurrence: people[0]!.occurrence_id,
    with: people.filter(({ id }) => id !== member).map(({ name }) => name),
    facts: parse(people[0]!.facts),
  }))
}

const messagesTo = (house: House, member: string) =>
  house.db.kysely
    .selectFrom('delivery')
    .select(['platform', 'key', 'occurrence_id', 'sent_at', 'message'])
    .where((where) =>
      where.or([
        where('recipient', '=', `member:${member}`),
        where.and([where('recipient', 'like', 'group:%'), where('recipient', 'like', `%${member}%`)]),
      ]),
    )
    .orderBy('queued_at', 'desc')
    .execute()

async function ownBallots(house: House, caller: Caller): Promise<{ poll: string; answers: unknown }[]> {
  const sealed = (await openSeats(house, caller)).filter(
    ({ seat }) => sealedFormOf(seat.occasion, seat.guest.role) !== null,
  )
  const ballots: { poll: string; answers: unknown }[] = []
  for (const { seat } of sealed) {
    const poll = seat.occasion.row.id
    const ballot = await house.ballots.own(house.db.kysely, poll, caller.member.id)
    if (ballot) ballots.push({ poll, answers: ballot.answers })
  }
  return ballots
}

/** JSON with one entry a line: readable, and cut between entries where it must be cut. */
function lines(data: Record<string, unknown>): string {
  const members = Object.entries(data).map(([key, value]) =>
    Array.isArray(value) && value.length > 0
      ? `${json(key)}: [\n${value.map((each) => `  ${json(each)}`).join(',\n')}\n]`
      : `${json(key)}: ${json(value)}`,
  )
  return `{\n${members.join(',\n')}\n}`
}

function piecesOf(text: string): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const row of text.split('\n')) {
    for (let from = 0; from === 0 || from < row.length; from += CHUNK) {
      const part = row.slice(from, from + CHUNK)
      if (piece !== '' && piece.length + part.length + 1 > CHUNK) {
        pieces.push(piece)
        piece = ''
      }
      piece = piece === '' ? part : `${piece}\n${part}`
    }
  }
  return piece === '' ? pieces : [...pieces, piece]
}
