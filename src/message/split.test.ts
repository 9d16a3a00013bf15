import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkMessage } from './limits.ts'
import {
  bold,
  bullets,
  buttons,
  heading,
  instant,
  mention,
  note,
  paragraph,
  plain,
  type Block,
  type Inline,
  type Message,
} from './message.ts'
import { splitMessage } from './split.ts'
import { plainText } from './text.ts'
import { tries } from '../../test/depth.ts'

const split = (...blocks: Block[]): Message[] => splitMessage({ summary: 'Bericht', blocks })

/** Everything a message shows, blanks and marks of lists aside. */
const shown = (messages: Message[]): string =>
  messages
    .map((message) => plainText(message, { language: 'de', zone: 'Europe/Berlin' }))
    .join('')
    .replaceAll(/[\s•]/g, '')

describe('a report', () => {
  it('that fits stays one message', () => {
    const message = { summary: 'Bericht', blocks: [heading('Montag'), paragraph('Alles gut.')] }
    expect(splitMessage(message)).toEqual([message])
  })

  it('goes on in a second message between blocks, and the heading goes along', () => {
    const filler = Array.from({ length: 39 }, (_, index) => paragraph(`Absatz ${index}`))
    const [first, second] = split(
      ...filler,
      heading('Weiter'),
      paragraph('Ende'),
      buttons({ action: 'a', label: 'Gut' }),
    )
    expect(first!.blocks).toHaveLength(39)
    expect(second!.blocks.map(({ type }) => type)).toEqual(['heading', 'text', 'buttons'])
    expect([first!.summary, second!.summary]).toEqual(['Bericht', 'Bericht (2)'])
  })

  it('breaks a long text at a paragraph, a line or a word', () => {
    const cut = (text: string): string[] =>
      split(paragraph(text)).flatMap(({ blocks }) =>
        blocks.map((block) =>
          block.type === 'text' ? block.text.map((node) => ('text' in node ? node.text : '')).join('') : '',
        ),
      )
    const [a, b] = ['a '.repeat(1000).trim(), 'b '.repeat(1000).trim()]
    expect(cut(`${a}\n\n${b}`)).toEqual([a, b])
    expect(cut(`${a}\n${b}`)).toEqual([a, b])
    expect(cut('wort '.repeat(1000)).every((part) => /^(wort ?)+$/.test(part))).toBe(true)
    expect(cut('x'.repeat(6001)).map(({ length }) => length)).toEqual([3000, 3000, 1])
  })

  it('keeps what is bold bold, and what is one piece in one piece', () => {
    const name = mention({ id: 'm1', name: 'Jana' })
    const at = instant('2026-12-03T09:00:00.000Z', 'time')
    const [message] = split(paragraph([bold('x'.repeat(2990)), name, plain('y'.repeat(2990)), at]))
    expect(message!.blocks).toEqual([
      { type: 'text', text: [{ type: 'bold', text: 'x'.repeat(2990) }] },
      { type: 'text', text: [name, { type: 'plain', text: 'y'.repeat(2984) }] },
      { type: 'text', text: [{ type: 'plain', text: 'y'.repeat(6) }, at] },
    ])
  })

  it('loses nothing, cuts no character, and every part fits', () => {
    const words = fc.oneof(
      { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 400 }) },
      fc.constantFrom(
        '👩‍👩‍👧‍👦'.repeat(700),
        'ohneLeerzeichen'.repeat(400),
        'ein Wort nach dem anderen '.repeat(300),
        'é'.repeat(4000),
        '\n\n'.repeat(1600),
      ),
    )
    const node: fc.Arbitrary<Inline> = fc.oneof(
      words.map(plain),
      words.map(bold),
      fc.constant(mention({ id: 'm1', name: 'Jana' })),
      fc.constant(instant('2026-12-03T09:00:00.000Z', 'date-time')),
    )
    // What a ritual says is never blank; what surrounds it may be.
    const text = fc.array(node, { maxLength: 4 }).map((nodes): Inline[] => [plain('Ja'), ...nodes])
    const block = fc.oneof(
      text.map(paragraph),
      text.map(note),
      fc.array(text, { minLength: 1, maxLength: 12 }).map(bullets),
      fc.constant(heading('Titel')),
    )
    fc.assert(
      fc.property(fc.array(block, { maxLength: 60 }), (blocks) => {
        const parts = split(...blocks)
        for (const part of parts) checkMessage(part, 'report')
        expect(shown(parts)).toBe(shown([{ summary: 'x', blocks }]))
        expect(parts.every((part) => shown([part]).isWellFormed())).toBe(true)
      }),
      tries(60),
    )
  })
})
