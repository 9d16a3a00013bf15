/** What Slack is given to show, held against its own schema and limits. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Block,
  bold,
  bullets,
  buttons,
  type Chart,
  type Form,
  heading,
  instant,
  type Message,
  note,
  paragraph,
  plain,
  type RichText,
} from '#message'
import { charactersIn, complaintsAbout, complaintsAboutView } from '../../test/slack/block-check.ts'
import { renderBlocks } from './blocks.ts'
import { pressedIn } from './button.ts'
import { answersIn } from './field.ts'
import { homeView } from './home.ts'
import { asMrkdwn } from './inline.ts'
import { errorsAt, formView, noticeView } from './modal.ts'
import { partsOf, placeIn } from './parts.ts'
import { readContext } from './ticket.ts'
import { anyText } from '../../test/any-text.ts'
import { tries } from '../../test/depth.ts'

const READER = { language: 'de', zone: 'Europe/Berlin' } as const
const AT = '2026-12-03T09:00:00.000Z'

const saying = (...blocks: Block[]): Message => ({ summary: 'Guten Morgen', blocks })
const blocksOf = (...blocks: Block[]) => renderBlocks(blocks, READER, 'message')

const chart = (more: Partial<Chart> = {}): Chart => ({
  type: 'chart',
  kind: 'bars',
  title: 'Teamgeist',
  alt: 'Du siehst mehr davon als dein Team.',
  unit: '%',
  min: 0,
  max: 100,
  series: [
    {
      name: 'Du',
      points: [
        { label: 'Woche 1', value: 80 },
        { label: 'Woche 2', value: null },
      ],
    },
    {
      name: 'Team',
      points: [
        { label: 'Woche 1', value: 50, low: 20, high: 80 },
        { label: 'Woche 2', value: 60 },
      ],
    },
  ],
  ...more,
})

describe('running text', () => {
  it('says an instant as Slack shows it, with the time in the reader’s zone for old clients', () => {
    expect(asMrkdwn([plain('Bericht um '), instant(AT, 'time')], READER)).toBe(
      'Bericht um <!date^1796288400^{time}|10:00>',
    )
  })

  it('calls a person by the mention that Slack knows, and whoever is not there by name', () => {
    const mentioned = (member: string): RichText => [{ type: 'mention', member, name: 'Jana' }]
    expect(asMrkdwn(mentioned('T1/U1'), READER)).toBe('<@U1>')
    expect(asMrkdwn(mentioned('m-0123'), READER)).toBe('Jana')
    expect(blocksOf(bullets([mentioned('T1/U1')]))).toMatchObject([
      { elements: [{ elements: [{ elements: [{ type: 'user', user_id: 'U1' }] }] }] },
    ])
  })

  it('keeps what people wrote as they wrote it, whatever Slack would read into it', () => {
    for (const text of [
      '*wichtig*',
      '_so_',
      '~nein~',
      '`rm`',
      ':tada:',
      '> gesagt',
      'mal\n> so',
      '<!channel>',
      '<@U1> & <b>',
    ]) {
      const [block] = blocksOf(paragraph(text))
      if (block!.type === 'section') {
        expect(block).toMatchObject({
          text: { verbatim: true, text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') },
        })
      } else expect(block).toMatchObject({ type: 'rich_text', elements: [{ elements: [{ type: 'text', text }] }] })
    }
  })

  it('writes emphasis only where Slack would see it as such', () => {
    expect(asMrkdwn([plain('Ein '), bold('nächster'), plain(' Schritt')], READER)).toBe('Ein *nächster* Schritt')
    expect(asMrkdwn([plain('un'), bold('möglich')], READER)).toBeNull()
  })

  it('is never markup and never lost, for any text', () => {
    fc.assert(
      fc.property(anyText({ minLength: 1, maxLength: 60 }), (text) => {
        const [block] = blocksOf(paragraph([plain(text)]))
        const said =
          block!.type === 'section'
            ? unescaped((block!.text as { text: string }).text)
            : (block as { elements: { elements: { text: string }[] }[] }).elements[0]!.elements[0]!.text
        expect(said).toBe(text)
        if (block!.type === 'section') expect((block!.text as { text: string }).text).not.toMatch(/[<>*_~`]/)
      }),
      tries(100),
    )
  })
})

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

describe('a message', () => {
  it('of every kind of block is what Slack takes', () => {
    const [part, ...more] = partsOf(saying(...everything()), READER, 'd1')
    expect(complaintsAbout('message', part!.blocks)).toEqual([])
    expect(part!.text).toBe('Guten Morgen')
    expect(more).toEqual([])
  })

  it('draws a chart of what has a number, and tells all of it in the table beneath', () => {
    const blocks = blocksOf(chart())
    expect(blocks.map(({ type }) => type)).toEqual(['data_visualization', 'context', 'table'])
    expect(blocks[0]).toMatchObject({
      title: 'Teamgeist',
      chart: { type: 'bar', axis_config: { categories: ['Woche 1'] } },
    })
    expect(JSON.stringify(blocks[2])).toContain('50 (20–80)')
    expect(JSON.stringify(blocks[2])).toContain('Woche 2')
  })

  it('draws two charts and one table; whatever comes after stands in letters', () => {
    const blocks = blocksOf(chart(), chart(), chart(), {
      type: 'table',
      caption: 'Werte',
      columns: ['a'],
      rows: [['1']],
    })
    expect(blocks.filter(({ type }) => type === 'data_visualization')).toHaveLength(2)
    expect(blocks.filter(({ type }) => type === 'table')).toHaveLength(1)
    expect(complaintsAbout('message', blocks)).toEqual([])
    expect(JSON.stringify(blocks).match(/50 \(20–80\)/g)).toHaveLength(3)
  })

  it('that is too long becomes several, in order and complete', () => {
    const paragraphs = Array.from({ length: 40 }, (_, index) => `Absatz ${index} ${'x'.repeat(1500)}`)
    const parts = partsOf(saying(...paragraphs.map((text) => paragraph(text))), READER, 'd1')
    expect(parts.length).toBeGreaterThan(4)
    for (const { blocks } of parts) {
      expect(complaintsAbout('message', blocks)).toEqual([])
      expect(charactersIn(blocks)).toBeLessThan(13_000)
    }
    const said = parts.flatMap(({ blocks }) => blocks.map((block) => (block as { text: { text: string } }).text.text))
    expect(said).toEqual(paragraphs)
    expect(parts.map(({ blocks }) => placeIn(blocks[0]!.block_id))).toEqual(
      parts.map((_, part) => ({ delivery: 'd1', part })),
    )
  })

  it('gives each button back as it was', () => {
    const pressed = [
      { action: 'answer', label: 'Antworten', occurrence: 'morning@2026-12-03T09:00' },
      { action: 'command', label: 'Heute', value: 'why a|b' },
      { action: 'a.b.c', label: 'x', occurrence: 'o', value: '|' },
      { action: 'privacy', label: 'y' },
    ]
    const [actions] = blocksOf(buttons(...pressed))
    const elements = (actions as { elements: { action_id: string; value: string }[] }).elements
    expect(elements.map(({ action_id, value }) => pressedIn(action_id, value))).toEqual(
      pressed.map((button) => ({ ...button, label: undefined })).map((button) => JSON.parse(JSON.stringify(button))),
    )
    expect(pressedIn('something-else', 'x')).toBeNull()
  })

  it('within the limits is within Slack’s, whatever it holds', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
    const said = text.map((one) => one.trim() || '–')
    const block: fc.Arbitrary<Block> = fc.oneof(
      said.map((one) => heading(one.slice(0, 100).toWellFormed())),
      said.map((one) => paragraph(one)),
      said.map((one) => note(one)),
      fc.array(said, { minLength: 1, maxLength: 12 }).map((items) => bullets(items)),
      fc
        .array(fc.record({ label: said, value: said.map((one) => [plain(one)]) }), { maxLength: 15 })
        .map((items) => ({ type: 'facts', items }) as Block),
      fc
        .array(fc.tuple(text, text), { maxLength: 99 })
        .map((rows) => ({ type: 'table', caption: 'Werte', columns: ['a', 'b'], rows }) as Block),
      fc.constant(chart()),
    )
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 12 }), (blocks) => {
        for (const part of partsOf(saying(...blocks), READER, 'd1'))
          expect(complaintsAbout('message', part.blocks)).toEqual([])
        expect(complaintsAboutView(homeView(saying(...blocks), READER) as never)).toEqual([])
        expect(complaintsAboutView(noticeView(saying(...blocks), READER) as never)).toEqual([])
      }),
      tries(60),
    )
  })
})

const everything = (): Block[] => [
  heading('Von allem etwas'),
  paragraph([plain('Hallo '), bold('du'), plain(', um '), instant(AT, 'date-time')]),
  paragraph([
    { type: 'link', text: 'Mehr', url: 'https://example.test/a?b=1&c=2' },
    { type: 'code', text: 'x < y' },
  ]),
  {
    type: 'facts',
    items: [
      { label: 'Wann', value: [plain('morgen')] },
      { label: '*Wo*', value: [plain('hier')] },
    ],
  },
  bullets(['eins', 'zwei']),
  { type: 'list', ordered: true, items: [[plain('eins')]] },
  {
    type: 'table',
    caption: 'Werte',
    columns: ['Woche', 'Wert'],
    rows: [
      ['1', ''],
      ['2', '3,5'],
    ],
  },
  chart(),
  { type: 'image', url: 'https://example.test/bild.png', alt: 'Ein Bild' },
  { type: 'divider' },
  note('Klein gedruckt.'),
  buttons(
    { action: 'answer', label: 'Antworten', style: 'primary', occurrence: 'o1' },
    { action: 'decline', label: 'Nein' },
  ),
]

describe('a form', () => {
  const form: Form = {
    title: 'Check-in',
    submit: 'Senden',
    intro: [plain('Bis '), instant(AT, 'weekday-time')],
    fields: [
      { name: 'done', type: 'long', label: 'Was hast du geschafft?', max: 3000, required: true },
      { name: 'next', type: 'short', label: 'Was kommt?', max: 200, initial: 'Übergabe', hint: 'Kurz genügt.' },
      {
        name: 'mood',
        type: 'scale',
        label: 'Wie geht es dir?',
        steps: [1, 2, 3, 4, 5].map((value) => ({ value, label: String(value) })),
        abstain: 'Keine Angabe',
        initial: 3,
      },
      {
        name: 'score',
        type: 'scale',
        label: 'Von 0 bis 10?',
        steps: Array.from({ length: 11 }, (_, value) => ({ value, label: String(value) })),
        abstain: 'Keine Angabe',
      },
      {
        name: 'topics',
        type: 'choice',
        many: true,
        label: 'Worum?',
        options: [
          { value: 'a', label: 'A' },
          { value: 'b', label: 'B' },
        ],
        initial: ['b'],
      },
      { name: 'who', type: 'member', label: 'Wer?', options: [{ value: 'm-1', label: 'Ana' }], initial: 'm-1' },
      { name: 'due', type: 'date', label: 'Bis wann?', initial: '2026-12-03' },
      { name: 'at', type: 'time', label: 'Um wie viel Uhr?', initial: '09:30' },
    ],
  }
  const context = { ticket: { occurrence: 'o1', form: 'day', delivery: 'd1' }, origin: { channel: 'D1', ts: '1.2' } }
  const view = formView(form, context, READER)

  it('is what Slack takes, prefilled, and carries its ticket and no answer', () => {
    expect(complaintsAboutView(view as never)).toEqual([])
    expect(readContext(view.private_metadata!)).toEqual(context)
    expect(view.private_metadata).not.toContain('Übergabe')
  })

  it('gives back what was entered; what nobody touched is null', () => {
    expect(
      answersIn({
        'field.done': { answer: { value: 'Viel' } },
        'field.next': { answer: { value: null } },
        'field.mood': { answer: { selected_option: { value: 'abstain' } } },
        'field.score': { answer: { selected_option: null } },
        'field.topics': { answer: { selected_options: [{ value: 'a' }, { value: 'b' }] } },
        'field.due': { answer: { selected_date: '2026-12-03' } },
        'field.at': { answer: { selected_time: '09:30' } },
        foreign: { answer: { value: 'x' } },
      }),
    ).toEqual({
      done: 'Viel',
      next: null,
      mood: 'abstain',
      score: null,
      topics: ['a', 'b'],
      due: '2026-12-03',
      at: '09:30',
    })
  })

  it('shows what is wrong at its field', () => {
    const ids = view.blocks.flatMap(({ block_id }) => block_id ?? [])
    expect(errorsAt({ due: 'Zu früh.', gone: 'Gibt es nicht.' }, ids)).toEqual({
      'field.due': 'Zu früh.',
      'field.done': 'Gibt es nicht.',
    })
  })
})
