/** "Why was I asked?", and "why was I not?": which ritual, whose, when, who reads the answer, and how to leave. */
import { type Block, type Button, buttons, heading, type Message, paragraph, plain, type RichText } from '#message'
import type { Reply } from '#platform'
import type { Selectable } from 'kysely'
import { belongings } from '../store/people.ts'
import type { OccurrenceTable } from '../store/schema.ts'
import { absenceOf } from './absences.ts'
import { type Caller, notice } from './caller.ts'
import { askedFrom } from './cohort.ts'
import { choose, commandButton } from './commands/choosing.ts'
import {
  formFor,
  isAnonymousRitual,
  isPaused,
  knownRitual,
  type KnownRitual,
  ownRituals,
} from './commands/known-rituals.ts'
import { leaveWords } from './commands/leave-words.ts'
import { today } from './commands/mine.ts'
import { optOutFrom, optOutsOf } from './commands/opt-outs.ts'
import { day } from './commands/saying.ts'
import { scheduleWords } from './commands/schedule-words.ts'
import { type House, nowText } from './house.ts'
import type { Seat } from './seat.ts'

/** From the button on a prompt: about this occurrence. */
export async function whySeat(house: House, caller: Caller, { occasion, guest }: Seat): Promise<Reply> {
  const places = await belongings(house.db.kysely, caller.member.id)
  const ritual = { ...knownRitual(house, occasion.ritual, places), role: guest.role }
  return shown(await explanation(house, caller, ritual, occasion.row))
}

/** From the command: about a ritual that was named, the only one, or the one that is then tapped. */
export async function why(house: House, caller: Caller, rest: string): Promise<Reply> {
  const rituals = await ownRituals(house, caller)
  if (rituals.length === 0) return notice(caller.t('why-me.no-ritual'))
  const chosen = choose(caller, rest, { command: 'why', rituals, question: 'why-me.which' })
  if ('type' in chosen) return chosen
  return shown(await explanation(house, caller, chosen.ritual, await latest(house, chosen.ritual.row.id)))
}

const shown = (message: Message): Reply => ({ type: 'notice', message })

/** The last one whose time had come, whatever became of it. */
function latest(house: House, ritual: string): Promise<Selectable<OccurrenceTable> | undefined> {
  return house.db.kysely
    .selectFrom('occurrence')
    .selectAll()
    .where('ritual_id', '=', ritual)
    .where('opens_at', '<=', nowText(house))
    .orderBy('opens_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

async function explanation(
  house: House,
  caller: Caller,
  ritual: KnownRitual,
  occurrence: Selectable<OccurrenceTable> | undefined,
): Promise<Message> {
  const { t } = caller
  const summary = t('why-me.title', { ritual: ritual.row.name })
  const reasons = [await askedWords(house, caller, ritual, occurrence), ...(await standingWords(house, caller, ritual))]
  return {
    summary,
    blocks: [
      heading(summary),
      paragraph(reasons.join(' ')),
      { type: 'facts', items: await factsOf(house, caller, ritual) },
      ...(await waysOut(house, caller, ritual)),
    ],
  }
}

/** Whether they were asked the last time, and if not, why. */
async function askedWords(
  house: House,
  caller: Caller,
  ritual: KnownRitual,
  occurrence: Selectable<OccurrenceTable> | undefined,
): Promise<string> {
  const { t } = caller
  const team = ritual.through?.name ?? teamName(ritual)
  if (ritual.role === 'observer') return t('why-me.observer', { team })
  if (formFor(ritual) === undefined) return t('why-me.not-your-role', { team })
  const from = await askedFrom(house.db.kysely, ritual.kind, ritual.row.id, caller.member.id)
  if (from && ritual.role === 'member') return t('why-me.from', { date: t.date(from), team })
  if (!occurrence || occurrence.state === 'planned') return t('why-me.not-yet', { team })
  const date = t.date(occurrence.local_at.slice(0, 10))
  if (occurrence.state === 'skipped') return t(`why-me.skipped.${skipReason(occurrence.reason)}`, { date })
  if (occurrence.state === 'missed') return t('why-me.missed', { date })
  const place = await house.db.kysely
    .selectFrom('participant')
    .select(['status', 'reason', 'until'])
    .where('occurrence_id', '=', occurrence.id)
    .where('member_id', '=', caller.member.id)
    .executeTakeFirst()
  if (!place) return t('why-me.joined-later', { date, team })
  if (place.status === 'absent') return absentWords(house, caller, place, date)
  return t(place.status === 'waiting' ? 'why-me.soon' : 'why-me.asked', { team, date })
}

const SKIPPED = ['holiday', 'paused', 'leader', 'overlap'] as const

const skipReason = (reason: string | null): (typeof SKIPPED)[number] | 'other' =>
  SKIPPED.find((known) => known === reason) ?? 'other'

function absentWords(
  house: House,
  caller: Caller,
  { reason, until }: { reason: string | null; until: string | null },
  date: string,
): string {
  const { t } = caller
  if (reason === 'holiday') return t('why-me.absent.holiday', { date })
  if (reason === 'opted-out') return t('why-me.absent.opted-out', { date })
  if (reason === 'not-drawn') return t('why-me.absent.not-drawn', { date })
  const last = until === null ? null : day(caller, until, today(house, caller).toString())
  if (reason === 'snoozed') return t('why-me.absent.snoozed', { date, until: last ?? t('why-me.open-end') })
  return t('why-me.absent.away', { date, until: last ?? t('why-me.open-end') })
}

/** What holds from now on: paused, away, left. */
async function standingWords(house: House, caller: Caller, ritual: KnownRitual): Promise<string[]> {
  const { t } = caller
  if (formFor(ritual) === undefined) return []
  const date = today(house, caller).toString()
  const away = await absenceOf(house.db.kysely, caller.member.id, date)
  const left = optOutFrom(await optOutsOf(house.db.kysely, caller.member.id, nowText(house)), ritual.row.id)
  return [
    ...(isPaused(house, ritual) ? [t('why-me.now.paused')] : []),
    ...(away ? [leaveWords(caller, away, date)] : []),
    ...(left ? [t(left.until === null ? 'why-me.now.left' : 'why-me.now.snoozed')] : []),
  ]
}

async function factsOf(
  house: House,
  caller: Caller,
  ritual: KnownRitual,
): Promise<{ label: string; value: RichText }[]> {
  const { t } = caller
  const rhythm = scheduleWords(house, ritual.schedule, today(house, caller), t)
  const fact = (label: string, value: string): { label: string; value: RichText } => ({ label, value: [plain(value)] })
  return [
    fact(t('why-me.fact.ritual'), ritual.row.name),
    fact(t('why-me.fact.team'), teamName(ritual)),
    fact(t('why-me.fact.when'), rhythm),
    fact(t('why-me.fact.set-up'), t.list(await adminNames(house))),
    fact(t('why-me.fact.readers'), readersWords(house, caller, ritual)),
  ]
}

export const teamName = ({ team, row }: KnownRitual): string => team?.name ?? row.team_id

/** The people who look after it, by name where they are known. */
export async function adminNames(house: House): Promise<string[]> {
  const { admins } = house.manifest
  const rows = await house.db.kysely
    .selectFrom('member')
    .select(['email', 'name'])
    .where('email', 'in', admins)
    .execute()
  const names = new Map(rows.map((row) => [row.email, row.name]))
  return admins.map((email) => names.get(email) ?? email)
}

function readersWords(house: House, { t }: Caller, ritual: KnownRitual): string {
  const team = teamName(ritual)
  if (!isAnonymousRitual(ritual))
    return t(`why-me.readers.${ritual.kind.scope === 'group' ? 'group' : 'named'}`, { team })
  const threshold = house.manifest.privacy.minimumGroup
  if (ritual.kind.privacy === 'optional') return t('why-me.readers.sealed', { team, threshold })
  return ritual.role === 'leader'
    ? t('why-me.readers.leader', { threshold })
    : t('why-me.readers.anonymous', { threshold })
}

/** One tap out for a while, one for good; or one back in. */
async function waysOut(house: House, caller: Caller, ritual: KnownRitual): Promise<Block[]> {
  if (formFor(ritual) === undefined) return []
  const { t } = caller
  const { id } = ritual.row
  const outs = await optOutsOf(house.db.kysely, caller.member.id, nowText(house))
  const privacy: Button = { action: 'privacy', label: t('tap.privacy') }
  if (optOutFrom(outs, id)) return [buttons(commandButton(t('tap.join'), `join ${id}`), privacy)]
  return [
    buttons(commandButton(t('tap.snooze'), `snooze ${id}`), commandButton(t('tap.leave'), `leave ${id}`), privacy),
  ]
}
