/** `privacy`: what is kept, until when, and what anonymity can't protect from. */
import { type Block, bold, bullets, buttons, heading, paragraph } from '#message'
import type { Reply } from '#platform'
import { retentionOf } from '../../manifest/retention.ts'
import type { Caller } from '../caller.ts'
import type { AnyRitual } from '../discovery.ts'
import type { House } from '../house.ts'
import { sealedPhaseOf } from '../occasion.ts'
import { adminNames } from '../why.ts'
import { commandButton } from './choosing.ts'
import type { Command } from './command.ts'
import { told } from './saying.ts'

const LINES = [1, 2, 3, 4, 5, 6]

export const privacy: Command = {
  name: 'privacy',
  words: { de: ['datenschutz', 'was speicherst du', 'privatsphäre'], en: ['privacy', 'data protection'] },
  who: 'everyone',
  run: (house, caller) => tellPrivacy(house, caller),
}

export async function tellPrivacy(house: House, caller: Caller): Promise<Reply> {
  const { t } = caller
  const { responses, results } = house.manifest.privacy.retention
  const values = { responses: spanWords(caller, responses), results: spanWords(caller, results) }
  const admins = t.list(await adminNames(house))
  return told(
    t('kept-data.title'),
    heading(t('kept-data.title')),
    ...anonymousBlocks(house, caller),
    paragraph([bold(t('kept-data.answers'))]),
    paragraph(t('kept-data.named', values)),
    ...([...house.rituals.values()].some((kind) => kind.promises) ? [paragraph(t('kept-data.promises', values))] : []),
    paragraph(t('kept-data.rest', { ...values, admins })),
    buttons(commandButton(t('tap.export'), 'export'), commandButton(t('tap.forget'), 'forget me')),
  )
}

/**
 * An anonymous kind brings its six lines along, since only it knows what it promises: `privacy.lines.1` to `6` in its own texts; one that is only
 * anonymous where the manifest says so, `privacy.title` too.
 */
function anonymousBlocks(house: House, { t, language }: Caller): Block[] {
  const kinds = [...house.rituals.values()].filter((kind) => promisesAnonymity(house, kind))
  const threshold = house.manifest.privacy.minimumGroup
  return kinds.flatMap(({ kind, privacy: promised }) => {
    const own = house.texts.speak(language, kind)
    return [
      paragraph([bold(promised === 'anonymous' ? t('kept-data.polls') : own('privacy.title'))]),
      bullets(LINES.map((number) => own(`privacy.lines.${number}`, { threshold }))),
    ]
  })
}

const promisesAnonymity = (house: House, kind: AnyRitual): boolean =>
  kind.privacy === 'anonymous' ||
  house.manifest.rituals.some((ritual) => ritual.kind === kind.kind && sealedPhaseOf(kind, ritual.options) !== null)

/** "12 months" as the person's language says it. */
export function spanWords({ t }: Caller, text: string): string {
  const span = retentionOf(text)
  const unit = (['years', 'months', 'weeks', 'days'] as const).find((each) => span[each] > 0)!
  return t(`span.${unit}`, { count: span[unit] })
}
