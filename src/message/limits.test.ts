import { describe, expect, it } from 'vitest'
import type { Field, Form } from './form.ts'
import { checkForm, checkMessage, LimitError } from './limits.ts'
import { bullets, buttons, heading, instant, note, paragraph, plain, type Block } from './message.ts'

const x = (length: number): string => 'x'.repeat(length)

/** What is said about a message of these blocks, or nothing when it fits. */
function complaint(...blocks: Block[]): string {
  try {
    checkMessage({ summary: 'kurz', blocks }, 'morning, report')
    return ''
  } catch (error) {
    if (!(error instanceof LimitError)) throw error
    return error.message
  }
}

const table = (columns: number, rows: number, cells = columns): Block => ({
  type: 'table',
  caption: 'Antworten',
  columns: Array<string>(columns).fill('a'),
  rows: Array.from({ length: rows }, () => Array<string>(cells).fill('b')),
})

const chart = (series: number, points: number, label = 'KW 49'): Block => ({
  type: 'chart',
  kind: 'lines',
  title: 'Teamgeist',
  alt: 'Es steigt.',
  unit: '%',
  min: 0,
  max: 100,
  series: Array.from({ length: series }, () => ({
    name: 'Team',
    points: Array.from({ length: points }, () => ({ label, value: 1 })),
  })),
})

const button = (label: string, value?: string) => ({ action: 'answer', label, ...(value !== undefined && { value }) })

describe('a message', () => {
  it('that is over a limit says where, what, and by how much', () => {
    expect(complaint(paragraph('ok'), paragraph(x(3012)))).toBe(
      'morning, report: block 2 (text), text: 3012, which is 12 over the limit of 3000.',
    )
    expect(complaint(...Array.from({ length: 41 }, () => paragraph('ok')))).toBe(
      'morning, report: blocks: 41, which is 1 over the limit of 40.',
    )
  })

  const kinds: [string, Block, Block][] = [
    ['a text', paragraph(x(3000)), paragraph(x(3001))],
    [
      'a text of several nodes',
      paragraph([plain(x(2960)), instant('2026-12-03T09:00:00.000Z', 'time')]),
      paragraph([plain(x(2990)), instant('2026-12-03T09:00:00.000Z', 'time')]),
    ],
    ['a text of blanks', paragraph('x'), paragraph(' \n ')],
    ['a note', note(x(3000)), note(x(3001))],
    ['a heading', heading(x(150)), heading(x(151))],
    ['an empty heading', heading('x'), heading('')],
    ['an item', bullets([x(3000)]), bullets(['ok', x(3001)])],
    ['a list without items', bullets(['ok']), bullets([])],
    [
      'a fact',
      { type: 'facts', items: [{ label: x(150), value: [plain('ok')] }] },
      { type: 'facts', items: [{ label: x(151), value: [plain('ok')] }] },
    ],
    ['a button’s label', buttons(button(x(75))), buttons(button('ok'), button(x(76)))],
    ['a button’s value', buttons(button('ok', x(200))), buttons(button('ok', x(201)))],
    [
      'buttons',
      buttons(...Array<ReturnType<typeof button>>(5).fill(button('ok'))),
      buttons(...Array<ReturnType<typeof button>>(6).fill(button('ok'))),
    ],
    ['no buttons', buttons(button('ok')), buttons()],
    ['columns', table(20, 1), table(21, 1)],
    ['rows', table(2, 100), table(2, 101)],
    ['cells', table(2, 1), table(2, 1, 3)],
    ['too few cells', table(2, 1), table(2, 1, 1)],
    ['series', chart(6, 1), chart(7, 1)],
    ['points', chart(1, 20), chart(1, 21)],
    ['labels', chart(1, 1, x(20)), chart(1, 1, x(21))],
    [
      'an image without words',
      { type: 'image', url: 'https://a.de/x.png', alt: 'Ein Kran' },
      { type: 'image', url: 'https://a.de/x.png', alt: '' },
    ],
  ]
  it.each(kinds)('knows the limit of %s', (_, fits, over) => {
    expect(complaint(fits)).toBe('')
    expect(complaint({ type: 'divider' }, over)).toMatch(
      /^morning, report: block 2 \(\w+\), .+(over the limit of \d+|empty|at least \d+)\.$/,
    )
  })

  it('is weighed as a whole, in bytes', () => {
    const heavy = Array.from({ length: 30 }, () => paragraph('ä'.repeat(2000)))
    expect(complaint(...heavy)).toMatch(/^morning, report: bytes: 12\d{4}, which is 4\d{4} over/)
  })

  it('needs a summary', () => {
    expect(() => checkMessage({ summary: ' ', blocks: [] }, 'a')).toThrow('a: summary: empty.')
    expect(() => checkMessage({ summary: x(3001), blocks: [] }, 'a')).toThrow('1 over')
  })
})

describe('a form', () => {
  const field = (more: Partial<Field> = {}): Field =>
    ({ type: 'short', name: 'done', label: 'Was?', max: 200, ...more }) as Field
  const form = (more: Partial<Form> = {}): Form => ({ title: 'Check-in', submit: 'Senden', fields: [field()], ...more })
  const options = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ value: `${index}`, label: `Wahl ${index}` }))
  const numbered = (count: number): Field[] => Array.from({ length: count }, (_, index) => field({ name: `f${index}` }))
  const of = (...fields: Field[]): Form => form({ fields })
  const choice = (count: number, type: 'choice' | 'member' = 'choice'): Field => ({
    type,
    name: 'c',
    label: 'Wer?',
    options: options(count),
  })
  const scale = (count: number): Field => ({
    type: 'scale',
    name: 's',
    label: 'Wie?',
    steps: options(count).map(({ label }, value) => ({ value, label })),
  })

  const kinds: [string, Form, Form][] = [
    ['the title', form({ title: x(24) }), form({ title: x(25) })],
    ['the submit button', form({ submit: x(24) }), form({ submit: x(25) })],
    ['the intro', form({ intro: [plain('ok')] }), form({ intro: [plain(x(3001))] })],
    ['the fields', of(...numbered(10)), of(...numbered(11))],
    ['names', of(...numbered(2)), of(field(), field())],
    ['a label', of(field({ label: x(150) })), of(field({ label: x(151) }))],
    ['an empty label', of(field()), of(field({ label: '' }))],
    ['a hint', of(field({ hint: x(300) })), of(field({ hint: x(301) }))],
    ['what fits into a field', of(field({ max: 3000 })), of(field({ max: 3001 }))],
    ['what stands in a field', of(field({ initial: x(200) })), of(field({ initial: x(201) }))],
    ['choices', of(choice(10)), of(choice(11))],
    ['no choices', of(choice(1)), of(choice(0))],
    ['people', of(choice(100, 'member')), of(choice(101, 'member'))],
    ['steps', of(scale(11)), of(scale(12))],
  ]
  it.each(kinds)('knows the limit of %s', (_, fits, over) => {
    expect(() => checkForm(fits, 'morning')).not.toThrow()
    expect(() => checkForm(over, 'morning')).toThrow(LimitError)
  })

  it('that is over a limit names the field', () => {
    expect(() => checkForm(of(field({ label: x(160) })), 'morning, answer')).toThrow(
      'morning, answer: field 1 (done), label: 160, which is 10 over the limit of 150.',
    )
  })
})
