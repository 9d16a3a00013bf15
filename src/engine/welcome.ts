/** One message to everyone who is new: what they were added to, by whom, what they will be asked and when, and how to leave. */
import {
  type Block,
  bold,
  bullets,
  type Button,
  buttons,
  heading,
  type Message,
  paragraph,
  plain,
  type RichText,
} from '#message'
import type { Speak } from '#ritual'
import type { Language } from '#platform'
import { chunks, memberById, type Member } from '../store/people.ts'
import { act } from './act.ts'
import { addressesOf, outsideQuiet } from './address.ts'
import { teamBehind } from './audience.ts'
import { askedFrom } from './cohort.ts'
import { commandButton } from './commands/choosing.ts'
import { formFor, isAnonymousRitual, isPoll, knownRitual, type KnownRitual } from './commands/known-rituals.ts'
import { scheduleWords } from './commands/schedule-words.ts'
import { type House, nowText, type Reads, teamLanguage, teamOf, teamZone, type Writes } from './house.ts'
import { takeInviter } from './invitations.ts'
import { teamsOf } from './occasion.ts'
import { type Draft, post } from './outbox.ts'
import { adminNames } from './why.ts'

/** So many at a time, so that the first day of a large company does not hold everyone else up. */
const AT_ONCE = 40

/** A team that somebody is new in, with the rituals it has. */
interface NewPlace {
  member: string
  team: string
  role: 'leader' | 'member' | 'observer'
  rituals: KnownRitual[]
}

/** Welcomes everyone who has not been; calling it again changes nothing. */
export async function welcomeNewcomers(house: House): Promise<void> {
  if (house.platforms.size === 0) return
  const admins = await adminNames(house)
  for (const ids of chunks(await newcomers(house), AT_ONCE)) {
    await act(house, async (trx) => {
      for (const id of ids) await welcome(house, trx, id, admins)
    })
  }
}

/** In a team that has a ritual or takes part in another one's, and on a platform that runs. */
async function newcomers(house: House): Promise<string[]> {
  const guests = await teamsWithOthers(house)
  const rows = await house.db.kysely
    .selectFrom('member')
    .innerJoin('membership', 'membership.member_id', 'member.id')
    .innerJoin('identity', 'identity.member_id', 'member.id')
    .select('member.id')
    .distinct()
    .where('member.welcomed_at', 'is', null)
    .where('member.left_at', 'is', null)
    .where('membership.until', 'is', null)
    .where('identity.platform', 'in', [...house.platforms.keys()])
    .where(({ or, and, eb, exists, selectFrom }) =>
      or([
        exists(
          selectFrom('ritual')
            .select('ritual.id')
            .whereRef('ritual.team_id', '=', 'membership.team_id')
            .where('ritual.state', '!=', 'removed'),
        ),
        ...(guests.length > 0
          ? [and([eb('membership.team_id', 'in', guests), eb('membership.role', '!=', 'observer')])]
          : []),
      ]),
    )
    .orderBy('member.id')
    .execute()
  return rows.map((row) => row.id)
}

/** The teams that take part in rituals of other teams. */
async function teamsWithOthers(house: House): Promise<string[]> {
  const rows = await house.db.kysely
    .selectFrom('ritual')
    .select(['team_id', 'with_teams'])
    .where('with_teams', '!=', '[]')
    .where('state', '!=', 'removed')
    .execute()
  return [...new Set(rows.flatMap((row) => teamsOf(row).slice(1)))]
}

/** Whoever marks the member as welcomed sends the message; another replica finds the mark. */
async function welcome(house: House, trx: Writes, id: string, admins: string[]): Promise<void> {
  const marked = await trx
    .updateTable('member')
    .set({ welcomed_at: nowText(house) })
    .where('id', '=', id)
    .where('welcomed_at', 'is', null)
    .executeTakeFirst()
  if (marked.numUpdatedRows !== 1n) return
  const member = await memberById(trx, id)
  const places = await placesOf(house, trx, id)
  if (member && places.length > 0) await post(house, trx, await draftFor(house, trx, member, places, admins))
}

async function placesOf(house: House, trx: Reads, member: string): Promise<NewPlace[]> {
  const rows = await trx
    .selectFrom('membership')
    .select(['team_id', 'role'])
    .where('member_id', '=', member)
    .where('until', 'is', null)
    .orderBy('role')
    .orderBy('team_id')
    .execute()
  const rituals = await trx
    .selectFrom('ritual')
    .selectAll()
    .where('state', '!=', 'removed')
    .where((where) =>
      where.or([where('team_id', 'in', [...new Set(rows.map((row) => row.team_id))]), where('with_teams', '!=', '[]')]),
    )
    .orderBy('name')
    .execute()
  const all = rows.map(({ team_id, role }) => ({ member, team: team_id, role }))
  const places = all.map((place) => ({
    ...place,
    // A ritual that several teams share is told of once.
    rituals: rituals
      .filter((row) => house.rituals.has(row.kind) && teamBehind(row, all) === place.team)
      .map((row) => knownRitual(house, row, [place]))
      .filter((ritual) => ritual.role !== null),
  }))
  // A leader who is listed among the members is spoken to as the leader.
  const led = new Set(places.filter((place) => place.role === 'leader').map((place) => place.team))
  return places.filter((place) => place.rituals.length > 0 && (place.role === 'leader' || !led.has(place.team)))
}

async function draftFor(
  house: House,
  trx: Writes,
  member: Member,
  places: NewPlace[],
  admins: string[],
): Promise<Draft[]> {
  const team = teamOf(house, places[0]!.team)
  const language = member.language ?? teamLanguage(house, team)
  const zone = member.zone ?? teamZone(house, team)
  const address = (await addressesOf(house, trx, team, [{ id: member.id, language, zone }])).get(member.id)
  if (!address) return []
  const by = await takeInviter(trx, member.id)
  const message = await welcomeMessage(house, trx, language, places, admins, by)
  const notBefore = outsideQuiet(house, house.clock.now(), zone)
  return [{ ...address, occurrence: null, key: 'welcome', under: null, message, notBefore }]
}

async function welcomeMessage(
  house: House,
  trx: Reads,
  language: Language,
  places: NewPlace[],
  admins: string[],
  by: string | null,
): Promise<Message> {
  const t = house.texts.speak(language, 'common')
  const zone = house.manifest.organisation.zone
  const today = house.clock.now().toZonedDateTimeISO(zone).toPlainDate()
  const parts: Block[] = []
  for (const place of places) parts.push(...(await placeBlocks(house, trx, t, place, today, places.length > 1)))
  return {
    summary: t('welcome.summary'),
    blocks: [
      paragraph(
        by === null
          ? t('welcome.hello', { admins: t.list(admins) })
          : t('welcome.hello-by', { by, admins: t.list(admins) }),
      ),
      ...parts,
      ...waysOut(t, places),
      buttons(...buttonsFor(t, places)),
    ],
  }
}

async function placeBlocks(
  house: House,
  trx: Reads,
  t: Speak,
  place: NewPlace,
  today: Temporal.PlainDate,
  several: boolean,
): Promise<Block[]> {
  const team = teamOf(house, place.team)?.name ?? place.team
  const leaders = t.list(await leaderNames(trx, place.team))
  const threshold = house.manifest.privacy.minimumGroup
  const asked = place.rituals.filter((ritual) => formFor(ritual) !== undefined)
  const shown = place.role === 'member' ? asked : place.rituals
  const list = shown.map((ritual) => ritualLine(house, t, ritual, today))
  return [
    ...(several ? [heading(team)] : []),
    paragraph(place.role === 'member' ? t('welcome.member', { team, leaders }) : t(`welcome.${place.role}`, { team })),
    ...(list.length > 0 ? [bullets(list)] : []),
    ...(await laterBlocks(trx, t, place, asked)),
    ...(place.role === 'leader' && place.rituals.some(({ kind }) => kind.privacy === 'anonymous')
      ? [paragraph(t('welcome.leader-never', { threshold }))]
      : []),
  ]
}

/** Polls that ask a newcomer only when their next round begins. */
async function laterBlocks(trx: Reads, t: Speak, { member, role }: NewPlace, asked: KnownRitual[]): Promise<Block[]> {
  const blocks: Block[] = []
  for (const { row, kind } of role === 'member' ? asked : []) {
    const date = await askedFrom(trx, kind, row.id, member)
    if (date) blocks.push(paragraph(t('welcome.from', { ritual: row.name, date: t.date(date) })))
  }
  return blocks
}

async function leaderNames(trx: Reads, team: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .select('member.name')
    .where('membership.team_id', '=', team)
    .where('membership.role', '=', 'leader')
    .where('membership.until', 'is', null)
    .where('member.left_at', 'is', null)
    .orderBy('member.name')
    .execute()
  return rows.map((row) => row.name)
}

function ritualLine(house: House, t: Speak, ritual: KnownRitual, today: Temporal.PlainDate): RichText {
  const when = scheduleWords(house, ritual.schedule, today, t)
  const who = ritual.role === 'member' ? 'member' : 'other'
  return [bold(ritual.row.name), plain(`: ${t(`welcome.${privacyOf(ritual)}-${who}`, { when })}`)]
}

function privacyOf(ritual: KnownRitual): 'named' | 'group' | 'anonymous' | 'sealed' {
  if (!isAnonymousRitual(ritual)) return ritual.kind.scope === 'group' ? 'group' : 'named'
  return ritual.kind.privacy === 'anonymous' ? 'anonymous' : 'sealed'
}

function waysOut(t: Speak, places: NewPlace[]): Block[] {
  return places.some((place) => place.role === 'member') ? [paragraph(t('welcome.ways-out'))] : []
}

/** "Only the poll" where there is something to choose between. */
function buttonsFor(t: Speak, places: NewPlace[]): Button[] {
  const asking = places.flatMap((place) => place.rituals).filter((ritual) => formFor(ritual) !== undefined)
  const both = asking.some(isPoll) && !asking.every(isPoll)
  const leads = places.some((place) => place.role === 'leader')
  const privacy: Button = { action: 'privacy', label: t('tap.privacy') }
  if (leads) return [privacy, commandButton(t('tap.what-can-i'), 'help')]
  if (asking.length === 0) return [privacy]
  return [
    privacy,
    ...(both ? [{ action: 'only-poll', label: t('tap.only-poll') }] : []),
    { action: 'leave', label: t('tap.not-for-me'), value: '*' },
  ]
}
