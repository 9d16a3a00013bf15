/** `answer [ritual]`: opens what is open, tonight what comes tomorrow, and after the report what may still be added. */
import { buttons, paragraph } from '#message'
import type { Reply } from '#platform'
import { openForm } from '../answering.ts'
import type { Caller } from '../caller.ts'
import type { House } from '../house.ts'
import { asks, isAnonymous } from '../occasion.ts'
import { refusalOf, seatOf } from '../seat.ts'
import { choose, rowsOf } from './choosing.ts'
import type { Command } from './command.ts'
import { formFor, isAnonymousRitual, type KnownRitual, ownRituals } from './known-rituals.ts'
import { comingFor, type OpenSeat, openSeats } from './mine.ts'
import { answerButton } from './open-blocks.ts'
import { line, told, toldLine, when } from './saying.ts'

export const answer: Command = {
  name: 'answer',
  words: { de: ['antworten', 'antwort', 'beantworten'], en: ['answer', 'reply'] },
  who: 'everyone',
  run: runAnswer,
}

async function runAnswer(house: House, caller: Caller, rest: string): Promise<Reply> {
  const open = await openSeats(house, caller)
  if (rest !== '') return answerNamed(house, caller, open, rest)
  const unanswered = open.filter((each) => each.done === 'no')
  const meant = unanswered.length > 0 ? unanswered : open
  if (meant.length === 1) return openForm(house, caller, meant[0]!.seat, meant[0]!.form)
  return meant.length > 1 ? offer(caller, meant) : answerSoon(house, caller, null)
}

function offer(caller: Caller, open: OpenSeat[]): Reply {
  const said = caller.t('answer.which')
  return told(said, paragraph(said), ...rowsOf(open.map((each) => answerButton(caller, each, true))))
}

async function answerNamed(house: House, caller: Caller, open: OpenSeat[], rest: string): Promise<Reply> {
  const rituals = (await ownRituals(house, caller)).filter((ritual) => formFor(ritual) !== undefined)
  const chosen = choose(caller, rest, { command: 'answer', rituals, question: 'answer.which' })
  if ('type' in chosen) return chosen
  const { ritual } = chosen
  const found = open.find((each) => each.seat.occasion.ritual.id === ritual.row.id)
  return found ? openForm(house, caller, found.seat, found.form) : answerSoon(house, caller, ritual)
}

/** Nothing is open: what begins within a day may be answered ahead, what has just closed may be added to. */
async function answerSoon(house: House, caller: Caller, ritual: KnownRitual | null): Promise<Reply> {
  const coming = (await comingFor(house, caller, 8)).filter((each) => !ritual || each.ritual.row.id === ritual.row.id)
  const dayAhead = house.clock.now().add({ hours: 24 }).epochMilliseconds
  const soon = coming.find(
    (each) => !isAnonymousRitual(each.ritual) && Temporal.Instant.from(each.at).epochMilliseconds <= dayAhead,
  )
  const seat = soon && (await seatOf(house, caller, soon.occurrence))
  const form = seat ? asks(seat.occasion)[seat.guest.role] : undefined
  if (seat && form !== undefined) return openForm(house, caller, seat, form)
  return nothingOpen(house, caller, ritual, coming[0])
}

async function nothingOpen(
  house: House,
  caller: Caller,
  ritual: KnownRitual | null,
  next: { ritual: KnownRitual; at: string } | undefined,
): Promise<Reply> {
  const { t } = caller
  const late = await lateOccurrence(house, caller, ritual)
  const said = next
    ? line(caller, 'answer.nothing-next', { ritual: next.ritual.row.name, at: when(next.at) })
    : { summary: t('answer.nothing'), text: t.rich('answer.nothing', {}) }
  if (!late) return toldLine(said)
  const words = t('answer.late', { ritual: late.name })
  const tap = { action: 'answer', label: t('tap.late'), occurrence: late.id }
  return told(said.summary, paragraph(said.text), paragraph(words), buttons(tap))
}

/** The last occurrence that still takes a late answer from this person. */
async function lateOccurrence(
  house: House,
  caller: Caller,
  ritual: KnownRitual | null,
): Promise<{ id: string; name: string } | null> {
  let query = house.db.kysely
    .selectFrom('participant')
    .innerJoin('occurrence', 'occurrence.id', 'participant.occurrence_id')
    .select('occurrence.id')
    .where('participant.member_id', '=', caller.member.id)
    .where('participant.status', 'not in', ['answered', 'declined'])
    .where('occurrence.state', '=', 'closed')
  if (ritual) query = query.where('occurrence.ritual_id', '=', ritual.row.id)
  for (const { id } of await query.orderBy('occurrence.opens_at', 'desc').limit(3).execute()) {
    const seat = await seatOf(house, caller, id)
    const form = seat ? asks(seat.occasion)[seat.guest.role] : undefined
    if (!seat || form === undefined || isAnonymous(seat.occasion)) continue
    if ((await refusalOf(house, seat, form)) === null) return { id, name: seat.occasion.ritual.name }
  }
  return null
}
