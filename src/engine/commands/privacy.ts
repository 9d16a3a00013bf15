/** `privacy`: what is kept, until when, and what anonymity can't protect from. */
import { type Block, bold, bullets, buttons, heading, paragraph } from '#message'
import type { Reply } from '#platform'
import type { Speak } from '#ritual'
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

export async function tellPrivacy(house: House, { t }: Caller): Promise<Reply> {
  const admins = t.list(await adminNames(house))
  return told(
    t('kept-data.title'),
    ...keptBlocks(house, t),
    paragraph(t('kept-data.rest', { ...spans(house, t), admins })),
    buttons(commandButton(t('tap.export'), 'export'), commandButton(t('tap.forget'), 'forget me')),
  )
}

/** What anybody may know of what is kept here. */
export function keptBlocks(house: House, t: Speak): Block[] {
  const values = spans(house, t)
  return [
    heading(t('kept-data.title')),
    ...anonymousBlocks(house, t),
    paragraph([bold(t('kept-data.answers'))]),
    paragraph(t('kept-data.named', values)),
    ...([...house.rituals.values()].some((kind) => kind.promises) ? [paragraph(t('kept-data.promises', values))] : []),
  ]
}

function spans(house: House, t: Speak): { responses: string; results: string } {
  const { responses, results } = house.manifest.privacy.retention
  return { responses: spanWords({ t }, responses), results: spanWords({ t }, results) }
}

/**
 * An anonymous kind brings its six lines along, since only it knows what it promises: `privacy.lines.1` to `6` in its own texts; one that is only
 * anonymous where the manifest says so, `privacy.title` too.
 */
function anonymousBlocks(house: House, t: Speak): Block[] {
  const kinds = [...house.rituals.values()].filter((kind) => promisesAnonymity(house, kind))
  const threshold = house.manifest.privacy.minimumGroup
  return kinds.flatMap(({ kind, privacy: promised }) => {
    const own = house.texts.speak(t.language, kind)
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
export function spanWords({ t }: Pick<Caller, 't'>, text: string): string {
  const span = retentionOf(text)
  const unit = (['years', 'months', 'weeks', 'days'] as const).find((each) => span[each] > 0)!
  return t(`span.${unit}`, { count: span[unit] })
}
