/** `help`: what the person in this role can do, with the most useful as buttons. */
import { type Block, bold, bullets, buttons, heading, type Inline, paragraph, plain, type RichText } from '#message'
import type { Reply } from '#platform'
import type { Caller } from '../caller.ts'
import { commandButton } from './choosing.ts'
import type { Audience, Command } from './command.ts'
import { told } from './saying.ts'

/** What somebody is, as far as commands ask for it. */
export interface Standing {
  leads: boolean
  admin: boolean
  overview: boolean
}

export function mayUse({ leads, admin, overview }: Standing, who: Audience): boolean {
  if (who === 'everyone') return true
  if (who === 'overview') return admin || overview
  return (leads && who !== 'admin') || (admin && who !== 'leader')
}

/** `commands` are those of the house; `said` stands above the help, after something that was not understood. */
export function helpFor(
  caller: Caller,
  standing: Standing,
  commands: readonly Command[],
  said?: string,
  like?: string,
): Reply {
  const { t } = caller
  const usable = commands.filter((command) => mayUse(standing, command.who))
  const section = (title: string, ...audiences: Audience[]): Block[] => {
    const lines = usable.filter(({ who }) => audiences.includes(who)).map((command) => helpLine(caller, command))
    return lines.length === 0 ? [] : [paragraph([bold(title)]), bullets(lines)]
  }
  return told(
    said ?? t('help.title'),
    ...(said === undefined ? [heading(t('help.title'))] : [paragraph(said)]),
    ...(like === undefined ? [] : [buttons(commandButton(like, like))]),
    buttons(...usefulFor(caller, standing)),
    ...section(t('help.for.team'), 'leader', 'steering', 'overview'),
    ...section(t('help.for.you'), 'everyone'),
    ...section(t('help.for.admins'), 'admin'),
    paragraph(t('help.both-languages')),
  )
}

function helpLine({ t, language }: Caller, { name, words, wordless }: Command): RichText {
  const typed: Inline = { type: 'code', text: `/teamrunde ${words[language][0]!}` }
  return wordless ? [typed] : [typed, plain(` – ${t(`help.says.${name}`)}`)]
}

function usefulFor({ t }: Caller, { leads }: Standing) {
  const own = [commandButton(t('tap.today'), 'today'), commandButton(t('tap.away'), 'away')]
  const more = leads
    ? [commandButton(t('tap.status'), 'status'), commandButton(t('tap.report'), 'report')]
    : [commandButton(t('tap.why'), 'why')]
  return [...own, ...more, { action: 'privacy', label: t('tap.privacy') }]
}
