/** What the tests of Teams' cards begin with: a reader, a card of some blocks, and texts that a client could read something into. */
import type { Block, Message } from '#message'
import { elementsIn, type Json } from './card-check.ts'
import { renderCard } from '../../adapters/teams/card.ts'
import type { TeamsReader } from '../../adapters/teams/reader.ts'

export const READER: TeamsReader = { language: 'de', zone: 'Europe/Berlin' }

export const AT = '2026-12-03T09:00:00.000Z'

export const saying = (...blocks: Block[]): Message => ({ summary: 'Guten Morgen', blocks })
export const cardOf = (...blocks: Block[]) => renderCard(saying(...blocks), READER, 'd1').card
export const ofType = (card: object, type: string): Json[] => elementsIn(card).filter((each) => each['type'] === type)

/** What a client could read something into: emphasis, code, links, lists, headings, quotes, tags, dates, mentions. */
export const NASTY = [
  '*wichtig* und **sehr**',
  '_so_ __so__ a_b_c',
  '~nein~ ~~nie~~',
  '`rm -rf` ```x```',
  '[hier](https://example.test) ![bild](https://example.test/x.png)',
  '[a]: https://example.test\n[a]',
  '- eins\n- zwei',
  '+ eins',
  '1. Dezember\n2) Januar',
  '# groß\n> gesagt\n===\n---',
  '    eingerückt',
  '<b>fett</b> <https://example.test> <script>alert(1)</script> a < b > c',
  '<at>Jana Petersen</at>',
  '&lt;at&gt; &amp; &#42;x&#42; R&D',
  '{{DATE(2026-12-03T09:00:00Z, SHORT)}} {{TIME(2026-12-03T09:00:00Z)}}',
  'C:\\neu\\*x\\* am Ende\\',
]

/** As it travels. */
export function withoutGaps(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
