/** Which ritual a command is about: the one that was named, the only one there is, or the one that is then tapped. */
import { type Block, type Button, buttons, type Message, paragraph } from '#message'
import type { Reply } from '#platform'
import { nearest } from '../../time/nearest.ts'
import type { Caller } from '../caller.ts'
import { folded } from './folded.ts'
import type { KnownRitual } from './known-rituals.ts'

export interface Naming {
  ritual: KnownRitual | null
  /** What was typed after the ritual's name. */
  rest: string
}

/** A block of buttons holds no more than this, on any platform. */
export const BUTTONS_IN_A_ROW = 5
const LABEL_MAX = 60
const MOST_CHOICES = 20

/** Finds a ritual's id or name at the beginning of what was typed; the longest that fits. */
export function named(rest: string, rituals: readonly KnownRitual[]): Naming {
  const tokens = rest.split(/\s+/).filter((token) => token !== '')
  for (let count = tokens.length; count > 0; count -= 1) {
    const typed = folded(
      tokens
        .slice(0, count)
        .join(' ')
        .replace(/[?!.,:;]{1,20}$/, ''),
    )
    const ritual = rituals.find(({ row }) => folded(row.id) === typed || folded(row.name) === typed)
    if (ritual) return { ritual, rest: tokens.slice(count).join(' ') }
  }
  return { ritual: null, rest: tokens.join(' ') }
}

export interface Choosing {
  /** The command's first English word; a tap runs it with the ritual's id. */
  command: string
  rituals: readonly KnownRitual[]
  /** Key of the question above the buttons. */
  question: string
  /** What stands where a ritual was not named, such as a date, as the command takes it; null when it is no such thing. */
  restFrom?: (text: string) => string | null
  /** Whether it is asked for where there is only one, too. */
  asks?: boolean
  /** Whether all of them together is an answer, too: the command then gets `*`. */
  all?: boolean
}

/** @returns the ritual that is meant with what came after it, or the reply that asks for it */
export function choose(
  caller: Caller,
  rest: string,
  choosing: Choosing,
): { ritual: KnownRitual; rest: string } | Reply {
  const { rituals, restFrom = () => null } = choosing
  const found = named(rest, rituals)
  if (found.ritual) return { ritual: found.ritual, rest: found.rest }
  const known = found.rest === '' ? '' : restFrom(found.rest)
  if (known === null) return { type: 'notice', message: question(caller, choosing, '', found.rest) }
  if (rituals.length === 1 && !choosing.asks) return { ritual: rituals[0]!, rest: known }
  return { type: 'notice', message: question(caller, choosing, known, null) }
}

/** `rest` is what each button carries along; `unknown` what was typed and is no ritual. */
function question(caller: Caller, choosing: Choosing, rest: string, unknown: string | null): Message {
  const { rituals, command, all } = choosing
  const { t } = caller
  if (rituals.length === 0) return { summary: t('choose.none'), blocks: [paragraph(t('choose.none'))] }
  const like = unknown === null ? undefined : nearestTo(unknown, rituals)
  const line = unknown === null ? t(choosing.question) : unknownLine(caller, unknown, like)
  const offered = like ? [like, ...rituals.filter((ritual) => ritual !== like)] : rituals
  const run = (name: string, id: string): Button => commandButton(label(name), `${command} ${id} ${rest}`.trim())
  const items = offered.slice(0, MOST_CHOICES).map(({ row }) => run(row.name, row.id))
  const left = rituals.length - items.length
  return {
    summary: line,
    blocks: [
      paragraph(line),
      ...rowsOf(all ? [...items, run(t('tap.all'), '*')] : items),
      ...(left > 0 ? [paragraph(t('choose.more', { count: left, command }))] : []),
    ],
  }
}

function nearestTo(rest: string, rituals: readonly KnownRitual[]): KnownRitual | undefined {
  const names = new Map(
    rituals.flatMap((ritual) => [[ritual.row.name, ritual] as const, [ritual.row.id, ritual] as const]),
  )
  return names.get(nearest(rest, names.keys()) ?? '')
}

const unknownLine = ({ t }: Caller, rest: string, like: KnownRitual | undefined): string =>
  like ? t('choose.meant', { typed: cut(rest), ritual: like.row.name }) : t('choose.unknown', { typed: cut(rest) })

/** Buttons in rows that every platform takes. */
export function rowsOf(items: Button[]): Block[] {
  return Array.from({ length: Math.ceil(items.length / BUTTONS_IN_A_ROW) }, (_, row) =>
    buttons(...items.slice(row * BUTTONS_IN_A_ROW, (row + 1) * BUTTONS_IN_A_ROW)),
  )
}

/** A button that does what typing the command would do. */
export const commandButton = (text: string, command: string): Button => ({
  action: 'command',
  label: text,
  value: command,
})

/** A name as it fits on a button. */
export const label = (text: string): string => (text.length > LABEL_MAX ? `${text.slice(0, LABEL_MAX - 1)}…` : text)

/** What somebody typed, as far as it is worth repeating. */
export const cut = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text)
