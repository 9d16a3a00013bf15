/** The sub-commands that the page offers while somebody types; the engine knows them all, and answers the rest with its help. */
import type { Language } from '#platform'
import { roleOf } from './people.ts'
import { text } from './texts.ts'
import type { WorkspacePerson } from './workspace.ts'

/** `takes` names what follows the words, such as a date; empty when nothing does. */
export interface Command {
  words: string
  takes: string
  says: string
}

const EVERYONE = [
  'today',
  'answer',
  'away',
  'back',
  'snooze',
  'leave',
  'join',
  'why',
  'privacy',
  'export',
  'forget',
  'help',
] as const
const LEADERS = ['status', 'report', 'gap', 'remind', 'close', 'start', 'skip', 'pause', 'resume'] as const
const ADMINS = ['plan', 'doctor'] as const

type CommandName = (typeof EVERYONE)[number] | (typeof LEADERS)[number] | (typeof ADMINS)[number]

/** In the person's language; leaders see theirs first, admins may do what leaders may. */
export function commandsFor(person: WorkspacePerson): Command[] {
  const leads = roleOf(person) === 'leader' || person.admin
  const names: CommandName[] = [...(leads ? LEADERS : []), ...(person.admin ? ADMINS : []), ...EVERYONE]
  return names.map((name) => commandIn(person.language, name))
}

const commandIn = (language: Language, name: CommandName): Command => ({
  words: text(language, `command.${name}.words`),
  takes: text(language, `command.${name}.takes`),
  says: text(language, `command.${name}.says`),
})
