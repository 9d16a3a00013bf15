/** Messages and their buttons as cards, held against the public schemas; and presses, read again. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, bold, bullets, buttons, heading, note, paragraph, plain } from '#message'
import { tries } from '../../test/depth.ts'
import { complaintsAboutCard, elementsIn, type Json } from '../../test/teams/card-check.ts'
import { chart, everything, JANA } from '../../test/teams/everything.ts'
import { cardOf, ofType, READER, saying, withoutGaps } from '../../test/teams/rendering.ts'
import { shownOn } from '../../test/teams/shown.ts'
import { renderCard } from './card.ts'
import { noticeDialog } from './form-card.ts'
import { pressedIn } from './submission.ts'

const bodyOf = (...blocks: Block[]) => cardOf(...blocks).body

describe('a message', () => {
  it('of every kind of block is what Teams takes', () => {
    const { card } = renderCard(saying(...everything()), READER, 'd1')
    expect(complaintsAboutCard(card)).toEqual([])
    expect(card).toMatchObject({ version: '1.5', lang: 'de', speak: 'Guten Morgen', fallbackText: 'Guten Morgen' })
  })

  it('has headings that a screen reader knows, and a line where a divider is', () => {
    expect(bodyOf(heading('Erstes'), { type: 'divider' }, paragraph('danach'), { type: 'divider' })).toMatchObject([
      { type: 'TextBlock', style: 'heading', text: 'Erstes' },
      { separator: true, text: 'danach' },
    ])
  })

  it('draws a chart of what has a number, and tells all of it in the table beneath', () => {
    const card = cardOf(chart(), chart({ kind: 'lines' }))
    expect(ofType(card, 'Chart.VerticalBar.Grouped')).toEqual([
      expect.objectContaining({
        yMin: 0,
        yMax: 100,
        yAxisTitle: '%',
        fallback: 'drop',
        data: [
          { legend: 'Du', color: 'categoricalBlue', values: [{ x: 'Woche 1', y: 80 }] },
          {
            legend: 'Team',
            color: 'categoricalTeal',
            values: [
              { x: 'Woche 1', y: 50 },
              { x: 'Woche 2', y: 60 },
            ],
          },
        ],
      }),
    ])
    expect(ofType(card, 'Chart.Line')).toHaveLength(1)
    expect(ofType(card, 'Table')).toHaveLength(2)
    for (const said of ['Du siehst mehr', 'Woche 2', '50 (20–80)', '–']) expect(shownOn(card)).toContain(said)
  })

  it('draws nothing of a chart without numbers', () => {
    const series = [{ name: 'Team', points: [{ label: 'Woche 1', value: null }] }]
    expect(elementsIn(cardOf(chart({ series }))).some(({ type }) => String(type).startsWith('Chart.'))).toBe(false)
  })

  it('sets numbers on the right, and a table that is too large for a card as lines', () => {
    const small: Block = {
      type: 'table',
      caption: 'Werte',
      columns: ['Woche', 'Zahl'],
      rows: [
        ['eins', '3,5'],
        ['zwei', ''],
      ],
    }
    const large: Block = { ...small, rows: Array.from({ length: 100 }, (_, row) => [`Zeile ${row}`, `${row}`]) }
    expect(ofType(cardOf(small), 'TextBlock').map((cell) => [cell['text'], cell['horizontalAlignment']])).toEqual(
      expect.arrayContaining([
        ['Zahl', 'Right'],
        ['3,5', 'Right'],
        ['eins', undefined],
      ]),
    )
    expect(ofType(cardOf(large), 'Table')).toEqual([])
    expect(shownOn(cardOf(large))).toContain('Zeile 99 – Zahl: 99')
  })

  it('that is too heavy says which it is and what weighs most, and nothing of what stands in it', () => {
    const heavy = Array.from({ length: 20 }, () => paragraph('geheim '.repeat(400)))
    const thrown = (() => {
      try {
        return cardOf(note('kurz'), ...heavy)
      } catch (error) {
        return error
      }
    })()
    expect(thrown).toMatchObject({ outcome: 'never', obstacle: 'refused' })
    expect(String(thrown)).toMatch(
      /d1 has \d+ bytes as a card, .* over the limit of 80000; block 2 \(text\) alone has \d+\.$/,
    )
    expect(String(thrown)).not.toContain('geheim')
  })

  it('within the limits is what Teams takes, whatever it holds', () => {
    const said = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }).map((one) => one.trim() || '–')
    const inline = fc.oneof(
      said.map(plain),
      said.map(bold),
      said.map((name) => ({ ...JANA, name })),
      said.map((text) => ({ type: 'link' as const, text, url: 'https://a.de/(x)' })),
    )
    const text = fc.array(inline, { minLength: 1, maxLength: 4 })
    const block: fc.Arbitrary<Block> = fc.oneof(
      said.map((one) => heading(one)),
      text.map((one) => paragraph(one)),
      text.map((one) => note(one)),
      fc.array(text, { minLength: 1, maxLength: 6 }).map((items) => bullets(items)),
      fc
        .array(fc.record({ label: said, value: text }), { maxLength: 6 })
        .map((items) => ({ type: 'facts', items }) as Block),
      fc
        .array(fc.tuple(said, said), { maxLength: 20 })
        .map((rows) => ({ type: 'table', caption: 'Werte', columns: ['a', 'b'], rows }) as Block),
      fc.constant(chart()),
    )
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 6 }), (blocks) => {
        expect(complaintsAboutCard(cardOf(...blocks))).toEqual([])
        expect(complaintsAboutCard(noticeDialog(saying(...blocks), READER).task.value.card.content)).toEqual([])
      }),
      tries(40),
    )
  })
})

describe('a button', () => {
  const pressed = [
    { action: 'answer', label: 'Antworten', occurrence: 'morning@2026-12-03T09:00', opens: 'form' as const },
    { action: 'command', label: 'Heute', value: 'why a|b' },
    { action: 'a.b.c', label: 'x', occurrence: 'o', value: '' },
    { action: 'privacy', label: 'y' },
  ]
  const actions = (ofType(cardOf(buttons(...pressed)), 'ActionSet')[0] as { actions: Json[] }).actions

  it('that acts at once changes the card in place, and is a plain one where a client knows no better', () => {
    expect(actions[1]).toMatchObject({ type: 'Action.Execute', verb: 'command', fallback: { type: 'Action.Submit' } })
    expect((actions[1]!['fallback'] as Json)['data']).toEqual(actions[1]!['data'])
  })

  it('that opens a form asks for a window', () => {
    expect(actions[0]).toMatchObject({ type: 'Action.Submit', data: { msteams: { type: 'task/fetch' } } })
  })

  it('in a window is a plain one, whatever it opens', () => {
    const { content } = noticeDialog(saying(buttons(...pressed)), READER).task.value.card
    expect(ofType(content, 'Action.Submit')).toHaveLength(4)
    expect(JSON.stringify(content)).not.toContain('task/fetch')
  })

  it('comes back as it was', () => {
    expect(actions.map(({ data }) => pressedIn(data))).toEqual(
      pressed.map((button) => withoutGaps({ ...button, label: undefined, opens: undefined, delivery: 'd1' })),
    )
    for (const strange of [
      null,
      'x',
      7,
      {},
      { teamrunde: 'press' },
      { teamrunde: 'form', action: 'x' },
      { teamrunde: 'press', action: 7 },
    ])
      expect(pressedIn(strange)).toBeNull()
  })
})
