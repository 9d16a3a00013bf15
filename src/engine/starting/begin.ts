/**
 * Begins in one ritual what a button of another asked for. Where it stood is written down with it, in one transaction, so that a second press
 * finds it begun, and the message says so.
 */
import { type Answers, BEGUN, instant, type Outcome, paragraph, plain, type Start, type Started } from '#ritual'
import { buttons } from '#message'
import type { Reply } from '#platform'
import { audit } from '../../store/audit.ts'
import { flag, json, parse } from '../../store/codecs.ts'
import { addResponse, responsesTo } from '../../store/responses.ts'
import { act } from '../act.ts'
import { isNew, lookSoon } from '../answering.ts'
import type { Caller } from '../caller.ts'
import { entryOf } from '../commands/audited.ts'
import { commandButton } from '../commands/choosing.ts'
import { begin, sayBegun, sayObstacle } from '../commands/start.ts'
import { line, told, toldLine } from '../commands/saying.ts'
import { type House, nowText, type Reads, type Writes } from '../house.ts'
import { occasionOf, OVER } from '../occasion.ts'
import type { Seat } from '../seat.ts'
import { choicesIn, type Offer, type Offers, offersTo, soonest } from './offers.ts'
import { putOnTable } from './started.ts'

type Wanted = Extract<Outcome, { do: 'start' }>['start']

export async function beginFrom(house: House, caller: Caller, seat: Seat, wanted: Wanted): Promise<Reply> {
  const { occasion, guest } = seat
  const { t } = caller
  if (guest.role !== 'leader') return told(t('closed.role'), paragraph(t('closed.role')))
  const known = await begunAlready(house.db.kysely, occasion.row.id, wanted)
  if (known) return sayAlready(caller, known)
  if (occasion.row.state !== 'closed' || occasion.row.phase === OVER) return sayTooLate(caller)
  const offers = await offersTo(house, house.db.kysely, occasion.ritual.team_id, caller.member.id)
  const offer = soonest(offers.offers.filter(fits(wanted)), wanted.what)
  if (!offer) return sayNone(house, caller, offers, wanted)
  const came = await act(house, (trx) =>
    beginThere(house, trx, caller, seat, offer, startedBy(house, caller, seat, wanted)),
  )
  if (came === 'gone') return sayNone(house, caller, { offers: [], hindrances: [] }, wanted)
  return came === 'begun' ? sayWhat(house, caller, offer) : sayAlready(caller, came)
}

const fits =
  ({ what, choice }: Wanted) =>
  ({ ritual }: Offer): boolean =>
    choice === null || choicesIn(ritual, what).includes(choice)

/** The words in both languages: who reads them there is asked in their own. */
function startedBy(house: House, { member }: Caller, { occasion }: Seat, { what, choice, says }: Wanted): Started {
  const inLanguage = (language: 'de' | 'en'): string => house.texts.speak(language, occasion.kind.kind)(says!)
  return {
    what,
    choice,
    says: says === null ? null : { de: inLanguage('de'), en: inLanguage('en') },
    by: { id: member.id, name: member.name },
    at: nowText(house),
  }
}

/** What the log keeps of it. */
interface Kept {
  what: string
  ritual: string
  by: string | null
  at: string
}

async function begunAlready(db: Reads, occurrence: string, { what }: Pick<Start, 'what'>): Promise<Kept | null> {
  const { rows } = await responsesTo(db, occurrence)
  for (const { form, answers, member_id, at } of rows) {
    const kept = form === BEGUN && answers !== null ? parse<Record<string, string>>(answers) : null
    if (kept?.['what'] !== what) continue
    const member = await db.selectFrom('member').select('name').where('id', '=', member_id).executeTakeFirst()
    return { what, ritual: kept['ritual'] ?? '', by: member?.name ?? null, at }
  }
  return null
}

/** The occurrence in which the button stood is locked first: of two presses at once the second finds the first. */
async function beginThere(
  house: House,
  trx: Writes,
  caller: Caller,
  { occasion }: Seat,
  offer: Offer,
  started: Started,
): Promise<'begun' | 'gone' | Kept> {
  await occasionOf(house, trx, occasion.row.id, true)
  const known = await begunAlready(trx, occasion.row.id, started)
  if (known) return known
  if (!(await isNew(house, trx, caller.event))) return 'begun'
  const { id, extra, nominal, opens_at } = offer.into
  if (extra) {
    if (!(await begin(house, trx, caller, { ...extra, started: json([started]) }))) return 'gone'
  } else {
    if (!(await putOnTable(house, trx, id, started))) return 'gone'
    await audit(trx, entryOf(house, caller, 'put', offer.ritual.row.id, nominal))
  }
  const { what, at } = started
  const answers: Answers = { what, occurrence: id, ritual: offer.ritual.row.name, goes: offer.goes, opens: opens_at }
  await addResponse(trx, occasion.row.id, caller.member.id, BEGUN, json(answers), at, flag(true))
  await lookSoon(trx, occasion.row.id, at)
  return 'begun'
}

function sayWhat(house: House, caller: Caller, { ritual, goes, into }: Offer): Reply {
  if (into.extra) return sayBegun(house, caller, ritual, into.extra)
  const values = { ritual: ritual.row.name, at: [instant(into.opens_at, 'date-time')] }
  return toldLine(line(caller, goes === 'running' ? 'begun.running' : 'begun.next', values))
}

function sayAlready(caller: Caller, { ritual, by, at }: Kept): Reply {
  const name = by ?? caller.t('begun.someone')
  return toldLine(line(caller, 'begun.already', { ritual, name, at: [instant(at, 'date-time')] }))
}

function sayTooLate(caller: Caller): Reply {
  const said = caller.t('begun.too-late')
  return told(said, paragraph(said), buttons(commandButton(caller.t('tap.start'), 'start')))
}

/** Why it can't be begun just now, or that there is nothing it could be begun in. */
function sayNone(house: House, caller: Caller, { hindrances }: Offers, { what }: Wanted): Reply {
  const hindrance = hindrances.find((each) => each.what === what)
  if (hindrance) return sayObstacle(house, caller, hindrance.ritual, hindrance.obstacle)
  const said = caller.t('begun.none')
  return told(said, paragraph([plain(said)]))
}
