import { describe, expect, it } from 'vitest'
import { bold, bullets, buttons, heading, instant, mention, note, paragraph, plain, type Block } from './message.ts'
import { formatInstant, plainText } from './text.ts'

const reader = { language: 'de', zone: 'Europe/Berlin' } as const
const text = (...blocks: Block[]): string => plainText({ summary: 'x', blocks }, reader)

describe('plain text', () => {
  it('says everything that a message says', () => {
    expect(
      text(
        heading('Morgenrunde'),
        paragraph([
          plain('Bericht um '),
          instant('2026-12-02T12:00:00.000Z', 'time'),
          plain(' für '),
          mention({ id: 'm1', name: 'Jana' }),
        ]),
        bullets(['Übergabe', [bold('Selin'), plain(': zwei\nZeilen')]]),
        { type: 'list', ordered: true, items: [[plain('erst')], [plain('dann')]] },
        { type: 'facts', items: [{ label: 'Offen', value: [plain('3')] }] },
        { type: 'divider' },
        note([
          { type: 'link', text: 'Mehr', url: 'https://example.org' },
          plain(' '),
          { type: 'link', text: 'https://a.de', url: 'https://a.de' },
        ]),
        { type: 'image', url: 'https://example.org/x.png', alt: 'Ein Kran' },
        buttons({ action: 'answer', label: 'Antworten' }, { action: 'decline', label: 'Heute nicht' }),
      ),
    ).toBe(
      [
        'Morgenrunde',
        'Bericht um 13:00 für @Jana',
        '• Übergabe\n• Selin: zwei\n  Zeilen',
        '1. erst\n2. dann',
        'Offen: 3',
        '———',
        'Mehr (https://example.org) https://a.de',
        'Ein Kran',
        '[Antworten] [Heute nicht]',
      ].join('\n\n'),
    )
  })

  it('aligns a table, by characters as people count them', () => {
    const rows = [
      ['Süd 👩‍👩‍👧‍👦', '7'],
      ['Ost', 'zwei\nWörter'],
    ]
    expect(text({ type: 'table', caption: 'Antworten', columns: ['Filiale', 'Zahl'], rows })).toBe(
      ['Antworten', 'Filiale  Zahl', '-------  -----------', 'Süd 👩‍👩‍👧‍👦    7', 'Ost      zwei Wörter'].join('\n'),
    )
  })

  it('reads a chart as its table, with intervals and gaps', () => {
    const chart: Block = {
      type: 'chart',
      kind: 'bars',
      title: 'Teamgeist',
      alt: 'Du siehst mehr davon.',
      unit: '%',
      min: 0,
      max: 100,
      series: [
        { name: 'Du', points: [{ label: 'KW 49', value: 80 }] },
        {
          name: 'Team',
          points: [
            { label: 'KW 49', value: 37.5, low: 19, high: 81 },
            { label: 'KW 50', value: null },
          ],
        },
      ],
    }
    expect(text(chart)).toBe(
      [
        'Teamgeist',
        'Du siehst mehr davon.',
        '%      Du  Team',
        '-----  --  ------------',
        'KW 49  80  37,5 (19–81)',
        'KW 50  –   –',
      ].join('\n'),
    )
  })
})

describe('an instant', () => {
  const at = '2026-12-03T09:00:00.000Z'

  it('is written in the reader’s zone and language', () => {
    const styles = ['time', 'date', 'weekday-time', 'date-time'] as const
    expect(styles.map((style) => formatInstant(at, style, 'de', 'Europe/Berlin'))).toEqual([
      '10:00',
      'Donnerstag, 3. Dezember',
      'Do, 10:00',
      'Do, 3. Dez., 10:00',
    ])
    expect(styles.map((style) => formatInstant(at, style, 'en', 'Europe/Berlin'))).toEqual([
      '10:00',
      'Thursday, 3 December',
      'Thu, 10:00',
      'Thu 3 Dec, 10:00',
    ])
    expect(formatInstant('2026-12-03T23:05:00.000Z', 'date-time', 'en', 'Pacific/Auckland')).toBe('Fri 4 Dec, 12:05')
    expect(formatInstant('2026-12-03T23:05:00.000Z', 'time', 'de', 'Europe/Berlin')).toBe('00:05')
  })

  it('that does not exist, or a zone that does not, is refused', () => {
    expect(() => formatInstant('gestern', 'time', 'de', 'Europe/Berlin')).toThrow(RangeError)
    expect(() => formatInstant(at, 'time', 'de', 'Europe/Nirgends')).toThrow(RangeError)
  })
})
