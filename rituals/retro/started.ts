/** What a leader brings in from elsewhere: the format of this one, a topic to think of. */
import { bold, type Block, paragraph, plain, type Reader, type Started } from '#ritual'
import { type Format, FORMATS, formatOf } from './formats.ts'
import type { RetroView } from './state.ts'

/** All that the format depends on. */
export interface Formatted {
  occurrence: { number: number }
  ritual: { options: { formats: readonly Format[] } }
  started: readonly Pick<Started, 'what' | 'choice'>[]
}

/** The one that was asked for, as long as it is among the retro's own; else the one whose turn it is. */
export function formatIn({ occurrence, ritual, started }: Formatted): Format {
  const { formats } = ritual.options
  const asked = started.findLast(({ what }) => what === 'format')?.choice
  return formats.find((format) => format === asked) ?? formatOf(formats, occurrence.number)
}

/** Columns in the order in which they are read. */
export const columnsOf = (view: Formatted): readonly string[] => FORMATS[formatIn(view)]

/** "Jana asks: ..." */
export const givenTopics = ({ started }: Pick<RetroView, 'started'>, { t }: Pick<Reader, 't'>): Block[] =>
  started.flatMap(({ what, says, by }) =>
    what === 'topic' && says
      ? [paragraph([plain(`${t('topic.from', { name: by?.name ?? t('topic.someone') })} `), bold(says[t.language])])]
      : [],
  )
