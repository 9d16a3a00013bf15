/** Sub-commands that a ritual brings along, such as `gap`: answered from its last closed occurrence, or from the running one where it says so. */
import type { Reader } from '#ritual'
import type { Reply } from '#platform'
import { type Caller, notice } from '../caller.ts'
import type { AnyRitual } from '../discovery.ts'
import type { House } from '../house.ts'
import { readerOf } from '../guests.ts'
import { assemble, type Occasion } from '../occasion.ts'
import { stamped } from '../outbox.ts'
import { seatOf } from '../seat.ts'
import { type AnyView, fullView, personalView } from '../view.ts'
import { choose } from './choosing.ts'
import type { Command } from './command.ts'
import { type KnownRitual, ownRituals } from './known-rituals.ts'
import { closedLast, running } from './occurrences-of.ts'
import { noneYet, readerFor } from './report.ts'

/** A ritual names its commands in English. These have German words, and a line in the help. */
const GERMAN: Record<string, string[]> = { agenda: ['agenda', 'tagesordnung'], gap: ['lücke', 'abstand'] }

export function ritualCommands(rituals: ReadonlyMap<string, AnyRitual>): Command[] {
  const names = new Set([...rituals.values()].flatMap((kind) => Object.keys(kind.commands)))
  return [...names].toSorted().map((name) => ({
    name,
    words: { en: [name], de: GERMAN[name] ?? [name] },
    wordless: !Object.hasOwn(GERMAN, name),
    who: isForAll(rituals, name) ? 'everyone' : 'leader',
    concerns: async (house, caller) => (await ritualsWith(house, caller, name)).some((ritual) => mayAsk(ritual, name)),
    run: (house, caller, rest) => runRitualCommand(house, caller, name, rest),
  }))
}

const isForAll = (rituals: ReadonlyMap<string, AnyRitual>, name: string): boolean =>
  [...rituals.values()].some((kind) => kind.commands[name]?.roles.includes('member'))

async function runRitualCommand(house: House, caller: Caller, name: string, rest: string): Promise<Reply> {
  const { t } = caller
  const rituals = await ritualsWith(house, caller, name)
  const allowed = rituals.filter((ritual) => mayAsk(ritual, name))
  if (allowed.length === 0) {
    const said = t(rituals.length > 0 ? 'last-report.not-for-you' : 'choose.none')
    return notice(said)
  }
  const chosen = choose(caller, rest, { command: name, rituals: allowed, question: 'last-report.which' })
  return 'type' in chosen ? chosen : answerFrom(house, caller, chosen.ritual, name)
}

const ritualsWith = async (house: House, caller: Caller, name: string): Promise<KnownRitual[]> =>
  (await ownRituals(house, caller)).filter(({ kind }) => kind.commands[name])

function mayAsk({ kind, role }: KnownRitual, name: string): boolean {
  const roles: readonly (string | null)[] = kind.commands[name]?.roles ?? []
  return roles.includes(role)
}

async function answerFrom(house: House, caller: Caller, ritual: KnownRitual, name: string): Promise<Reply> {
  const spec = ritual.kind.commands[name]!
  const row =
    (spec.running && (await running(house.db.kysely, ritual.row.id))) || (await closedLast(house, ritual.row.id))
  const read = row && (await readBy(house, caller, ritual, assemble(house, row, ritual.row)))
  if (!row && spec.running) return notice(caller.t('choose.not-begun', { ritual: ritual.row.name }))
  if (!read) return noneYet(house, caller, ritual)
  return { type: 'notice', message: stamped(spec.answer(read.view, read.reader), row.id) }
}

/** What belongs to a few alone is read as in one's own message: by whoever has a place in it, and no further than their groups. */
async function readBy(
  house: House,
  caller: Caller,
  ritual: KnownRitual,
  occasion: Occasion,
): Promise<{ view: AnyView; reader: Reader } | null> {
  if (ritual.kind.scope === 'group') {
    const seat = await seatOf(house, caller, occasion.row.id)
    return (
      seat && {
        view: await personalView(house, house.db.kysely, occasion, seat.guest),
        reader: readerOf(house, occasion, seat.guest),
      }
    )
  }
  const { view, guests } = await fullView(house, house.db.kysely, occasion)
  return { view, reader: readerFor(house, caller, ritual, occasion, guests) }
}
