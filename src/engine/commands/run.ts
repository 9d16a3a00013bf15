/** Runs what somebody typed after `/teamrunde`. */
import type { Reply } from '#platform'
import { type Caller, isAdmin, notice, placesOf, seesAll } from '../caller.ts'
import type { House } from '../house.ts'
import { cut } from './choosing.ts'
import type { Command } from './command.ts'
import { helpFor, mayUse, type Standing } from './help.ts'
import { match, nearestWords, withoutPrefix } from './matching.ts'
import { commandsOf } from './table.ts'

const HELP = new Set(['help', 'hilfe', 'befehle', 'commands', '?'])

/** One table a house: rituals are found once, at the start. */
const tables = new WeakMap<House['rituals'], Command[]>()

export async function runCommand(house: House, caller: Caller, text: string): Promise<Reply> {
  const typed = withoutPrefix(text)
  const standing = await standingOf(house, caller)
  const commands = commandsIn(house, standing)
  if (typed === '' || isHelp(typed)) return helpFor(caller, standing, commands)
  const found = match(typed, commands)
  if (!found) return unknown(caller, standing, commands, typed)
  const { command, rest } = found
  if (!mayUse(standing, command.who)) return notForYou(caller, command)
  return command.run(house, caller, rest)
}

async function standingOf(house: House, caller: Caller): Promise<Standing> {
  const places = await placesOf(house, caller.member)
  return {
    leads: places.some((place) => place.role === 'leader'),
    admin: isAdmin(house, caller.member),
    overview: seesAll(house, caller.member),
  }
}

/** A word that two commands share, such as the German "pause", belongs to what this person may do for the team, else to what is their own. */
function commandsIn(house: House, standing: Standing): Command[] {
  let all = tables.get(house.rituals)
  if (!all) tables.set(house.rituals, (all = commandsOf(house.rituals)))
  const steers = standing.leads || standing.admin
  const rank = ({ who }: Command): number => (who === 'steering' || who === 'leader' ? (steers ? 0 : 2) : 1)
  return all.toSorted((a, b) => rank(a) - rank(b))
}

const isHelp = (typed: string): boolean =>
  HELP.has(
    typed
      .toLowerCase()
      .split(/\s+/)[0]!
      .replace(/[!.]{1,20}$/, ''),
  )

function unknown(caller: Caller, standing: Standing, commands: Command[], typed: string): Reply {
  const { t } = caller
  const like = nearestWords(
    typed,
    commands.filter((command) => mayUse(standing, command.who)),
    caller.language,
  )
  const said =
    like === undefined ? t('help.unknown', { typed: cut(typed) }) : t('help.meant', { typed: cut(typed), like })
  return helpFor(caller, standing, commands, said, like)
}

function notForYou({ t }: Caller, { who }: Command): Reply {
  const said = t(`help.not-for-you.${who === 'admin' || who === 'overview' ? who : 'leader'}`)
  return notice(said)
}
