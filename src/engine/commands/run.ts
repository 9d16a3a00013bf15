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
  const help = async (said?: string, like?: string): Promise<Reply> =>
    helpFor(caller, standing, await concerning(house, caller, commands), said, like)
  if (typed === '' || isHelp(typed)) return help()
  const found = match(typed, commands)
  if (!found) return help(...unknown(caller, standing, commands, typed))
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

/** Those of a ritual that this person is not in are left out. */
async function concerning(house: House, caller: Caller, commands: Command[]): Promise<Command[]> {
  const found: Command[] = []
  for (const command of commands) if (!command.concerns || (await command.concerns(house, caller))) found.push(command)
  return found
}

const isHelp = (typed: string): boolean =>
  HELP.has(
    typed
      .toLowerCase()
      .split(/\s+/)[0]!
      .replace(/[!.]{1,20}$/, ''),
  )

/** What is said above the help, and what was perhaps meant. */
function unknown(
  caller: Caller,
  standing: Standing,
  commands: Command[],
  typed: string,
): [said: string, like: string | undefined] {
  const { t } = caller
  const like = nearestWords(
    typed,
    commands.filter((command) => mayUse(standing, command.who)),
    caller.language,
  )
  const said =
    like === undefined ? t('help.unknown', { typed: cut(typed) }) : t('help.meant', { typed: cut(typed), like })
  return [said, like]
}

function notForYou({ t }: Caller, { who }: Command): Reply {
  const said = t(`help.not-for-you.${who === 'admin' || who === 'overview' ? who : 'leader'}`)
  return notice(said)
}
