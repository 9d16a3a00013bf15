/** What Teams is given to show, held against the public schemas; and what comes back, read as answers. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ABSTAIN,
  type Block,
  bold,
  bullets,
  buttons,
  checkAnswers,
  type Form,
  heading,
  instant,
  italic,
  type Message,
  note,
  paragraph,
  plain,
  type RichText,
} from '#message'
import { anyText } from '../../test/any-text.ts'
import { complaintsAboutCard, elementsIn, type Json } from '../../test/teams/card-check.ts'
import { chart, everything, JANA } from '../../test/teams/everything.ts'
import { drawn, shownOn, tagsIn } from '../../test/teams/shown.ts'
import { renderCard } from './card.ts'
import { cancelledCard, formCard, formDialog, noticeDialog } from './form-card.ts'
import { disarmed } from './plain.ts'
import { textElement } from './running.ts'
import { createMentions } from './mentions.ts'
import { cancelledIn, pressedIn, submissionIn } from './submission.ts'
import type { TeamsReader } from './reader.ts'
import { tries } from '../../test/depth.ts'

const READER: TeamsReader = { language: 'de', zone: 'Europe/Berlin' }
const AT = '2026-12-03T09:00:00.000Z'

const saying = (...blocks: Block[]): Message => ({ summary: 'Guten Morgen', blocks })
const cardOf = (...blocks: Block[]) => renderCard(saying(...blocks), READER, 'd1').card
const bodyOf = (...blocks: Block[]) => cardOf(...blocks).body
const written = (text: RichText, reader = READER) => textElement(text, { reader, mentions: createMentions() })
const ofType = (card: object, type: string): Json[] => elementsIn(card).filter((each) => each['type'] === type)

const CHAT = 'https://teams.microsoft.com/l/chat/0/0?users=8:orgid:aad-jana'

/** What a client could read something into: emphasis, code, links, lists, headings, quotes, tags, dates, mentions. */
const NASTY = [
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

describe('running text', () => {
  it('says an instant in the reader’s zone and language', () => {
    const text: RichText = [plain('Bericht um '), instant(AT, 'time')]
    expect(written(text)).toMatchObject({ type: 'TextBlock', text: 'Bericht um 10:00', wrap: true })
    expect(written(text, { language: 'en', zone: 'America/New_York' })).toMatchObject({ text: 'Bericht um 04:00' })
  })

  it('is set in runs where it is formatted, and never in Markdown', () => {
    expect(written([plain('Ein '), bold('großer'), plain(' '), italic('Schritt')])).toMatchObject({
      inlines: [
        { text: 'Ein ' },
        { text: 'großer', weight: 'Bolder' },
        { text: ' ' },
        { text: 'Schritt', italic: true },
      ],
    })
  })

  it('links as Teams has it, in runs only where there is no other way', () => {
    const link = (text: string, url: string): RichText => [plain('Lies '), { type: 'link', text, url }]
    expect(written(link('mehr', 'https://example.test/a?b=(1)'))).toMatchObject({
      text: 'Lies [mehr](https://example.test/a?b=%281%29)',
    })
    for (const [text, url] of [
      ['[mehr](x)', 'https://a.test'],
      ['mehr', 'https://a.test/a_b_c'],
    ] as const)
      expect(written(link(text, url))).toMatchObject({
        inlines: [{}, { text, selectAction: { type: 'Action.OpenUrl', url } }],
      })
  })

  it.each(NASTY)('keeps %j as it was written', (text) => {
    const element = written([plain(text)])
    if (element.type === 'TextBlock')
      expect([drawn(String(element['text'])), tagsIn(String(element['text']))]).toEqual([text, []])
    else expect(ofType(element, 'TextRun').map((run) => String(run['text']).replaceAll('\u200B', ''))).toEqual([text])
    expect(JSON.stringify(element)).not.toMatch(/<\/?at>|\{\{(?:DATE|TIME)/)
  })

  it.each(NASTY)('puts the Markdown of %j out of action where there is nothing else', (text) => {
    expect(tagsIn(disarmed(text))).toEqual([])
    expect(disarmed(text)).not.toMatch(/<\/?at>|\{\{/)
  })

  it('is never Markdown, markup or a mention, and never lost, for any text', () => {
    const mark = fc.constantFrom(...'*_~`[]()<>{}&\\#+-=.!|:1 \n\ta', 'at>', 'http://a.de', '&amp;', '{{DATE(')
    const text = fc.oneof(
      anyText({ maxLength: 40 }),
      fc.array(mark, { maxLength: 20 }).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(text, (any) => {
        const safe = disarmed(any)
        expect(tagsIn(safe)).toEqual([])
        expect(wordsIn(safe)).toEqual(wordsIn(any.replaceAll('_', ' ')))
        const { type, ...element } = written([plain(any)])
        const said =
          type === 'TextBlock' ? String(element['text']) : ((element['inlines'] as Json[])[0]?.['text'] ?? '')
        expect(wordsIn(String(said))).toEqual(wordsIn(any))
        expect(said).not.toMatch(/<\/?at>|\{\{(?:DATE|TIME)\(/i)
        if (type === 'TextBlock') expect(tagsIn(String(said))).toEqual([])
      }),
      tries(200),
    )
  })
})

/** Two of the look-alikes count as letters. */
const wordsIn = (text: string): string[] => text.replaceAll(/[ˍˋ]/g, ' ').match(/[\p{L}\p{N}]+/gu) ?? []

describe('a person', () => {
  it('is mentioned where others are there, by their id in Teams', () => {
    const { card, entities } = renderCard(saying(paragraph([plain('Frag '), JANA, plain('.')])), READER, 'd1')
    expect(card.body).toMatchObject([{ type: 'TextBlock', text: 'Frag <at>Jana Petersen</at>.' }])
    expect(entities).toEqual([
      { type: 'mention', text: '<at>Jana Petersen</at>', mentioned: { id: 'aad-jana', name: 'Jana Petersen' } },
    ])
    expect(card.msteams?.entities).toEqual(entities)
  })

  it('is a link into a chat with them where nobody else is there to be told', () => {
    expect(written([plain('Frag '), JANA], { ...READER, alone: true })).toMatchObject({
      inlines: [{ text: 'Frag ' }, { text: 'Jana Petersen', selectAction: { type: 'Action.OpenUrl', url: CHAT } }],
    })
  })

  it('who is not in Teams is called by name', () => {
    const { card, entities } = renderCard(saying(paragraph([{ ...JANA, member: '' }])), READER, 'd1')
    expect(entities).toEqual([])
    expect(shownOn(card)).toBe('Jana Petersen')
  })

  it('is mentioned beside what is bold, where that would be seen as such', () => {
    const said = (...text: RichText) => renderCard(saying(paragraph(text)), READER, 'd1').card.body[0]!['text']
    expect(said(bold('*Wo*:'), plain(' '), JANA)).toBe('**∗Wo∗:** <at>Jana Petersen</at>')
    expect(said(JANA, bold('„so“'), plain('wie'))).toBe('<at>Jana Petersen</at>„so“wie')
  })

  it('has a tag of their own, and only one, whoever else has that name and whatever somebody writes beside it', () => {
    const other = { ...JANA, member: 'tenant-1/aad-other' }
    const text = [
      JANA,
      plain(' *x* <at>Jana Petersen</at>\n'),
      other,
      JANA,
      plain(' '),
      { ...JANA, member: 't/a', name: 'A_B_C*' },
    ]
    const { card, entities } = renderCard(saying(paragraph(text)), READER, 'd1')
    expect(entities.map(({ text: tag, mentioned }) => [tag, mentioned.id])).toEqual([
      ['<at>Jana Petersen</at>', 'aad-jana'],
      ['<at>Jana Petersen 2</at>', 'aad-other'],
      ['<at>AˍBˍC∗</at>', 'a'],
    ])
    expect(String(card.body[0]!['text']).match(/<at>Jana Petersen<\/at>/g)).toHaveLength(2)
    expect(tagsIn(String(card.body[0]!['text']).replaceAll(/<\/?at>/g, ''))).toEqual([])
  })
})

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
        steps: steps(1, 5),
        abstain: 'Keine Angabe',
        initial: 3,
        required: true,
      },
      { name: 'score', type: 'scale', label: 'Von 0 bis 10?', steps: steps(0, 10), abstain: 'Keine Angabe' },
      {
        name: 'topics',
        type: 'choice',
        many: true,
        label: 'Worum?',
        options: ['a,b', 'c;d', '100 % *fett*'].map((value) => ({ value, label: value })),
        initial: ['a,b', '100 % *fett*'],
      },
      {
        name: 'one',
        type: 'choice',
        label: 'Welches?',
        options: ['x,y', 'z'].map((value) => ({ value, label: value })),
        initial: 'x,y',
      },
      {
        name: 'who',
        type: 'member',
        label: 'Wer?',
        options: Array.from({ length: 30 }, (_, index) => ({ value: `m-${index}`, label: `Ana ${index}` })),
        initial: 'm-1',
      },
      { name: 'due', type: 'date', label: 'Bis wann?', initial: '2026-12-03', min: '2026-12-01', max: '2026-12-24' },
      { name: 'at', type: 'time', label: 'Um wie viel Uhr?', initial: '09:30' },
    ],
  }
  const context = {
    ticket: { occurrence: 'o1', form: 'day', delivery: 'd1' },
    origin: { conversation: 'c1', activity: 'a1' },
  }
  const dialog = formDialog(form, context, READER)
  const { content } = dialog.task.value.card
  const message = formCard(form, context, READER)
  const inputs = (card: object): Json[] => elementsIn(card).filter(({ type }) => String(type).startsWith('Input.'))
  /** What a client hands over when nobody touches a thing. */
  const untouched = (card: object): Record<string, unknown> =>
    Object.fromEntries(inputs(card).map(({ id, value }) => [String(id), value ?? '']))
  const dataOf = (card: object, title: string): object =>
    elementsIn(card).find((each) => each['title'] === title && String(each['type']).startsWith('Action.'))![
      'data'
    ] as object

  it('is what Teams takes, in a window and as a message', () => {
    expect(complaintsAboutCard(content)).toEqual([])
    expect(complaintsAboutCard(message)).toEqual([])
    expect(complaintsAboutCard(cancelledCard(READER))).toEqual([])
    expect(dialog.task.value).toMatchObject({ title: 'Check-in', height: 'large', width: 'medium' })
    expect(inputs(content).map(({ type, style }) => [type, style])).toEqual([
      ['Input.Text', undefined],
      ['Input.Text', undefined],
      ['Input.ChoiceSet', 'expanded'],
      ['Input.ChoiceSet', 'compact'],
      ['Input.ChoiceSet', 'expanded'],
      ['Input.ChoiceSet', 'expanded'],
      ['Input.ChoiceSet', 'filtered'],
      ['Input.Date', undefined],
      ['Input.Time', undefined],
    ])
  })

  it('sent as it is gives back what it began with, in both ways', () => {
    for (const card of [content, message]) {
      const submission = submissionIn({
        ...dataOf(card, 'Senden'),
        ...untouched(card),
        msteams: { type: 'task/submit' },
        foreign: 'x',
      })
      expect(submission?.context).toEqual(context)
      expect(submission?.answers).toEqual({
        done: null,
        next: 'Übergabe',
        mood: '3',
        score: null,
        topics: ['a,b', '100 % *fett*'],
        one: 'x,y',
        who: 'm-1',
        due: '2026-12-03',
        at: '09:30',
      })
      expect(checkAnswers(form, { ...submission!.answers, done: 'Viel', mood: ABSTAIN }).problems).toEqual([])
    }
  })

  it('as a message can be put away, without being filled in', () => {
    const cancel = elementsIn(message).find(({ title, type }) => title === 'Abbrechen' && type === 'Action.Execute')!
    expect(cancel['associatedInputs']).toBe('none')
    expect(cancelledIn(cancel['data'])).toEqual(context)
    expect(submissionIn(cancel['data'])).toBeNull()
  })

  it('keeps what was typed, and says what is wrong at its field and at the head', () => {
    const values = { done: 'Viel *erreicht*', mood: ABSTAIN, topics: ['c;d'], due: '2026-12-30' }
    const again = formDialog(form, context, READER, {
      values,
      errors: { due: 'Das ist zu spät.', gone: 'Gibt es nicht.' },
    })
    const card = again.task.value.card.content
    expect(complaintsAboutCard(card)).toEqual([])
    const { answers } = submissionIn({ ...dataOf(card, 'Senden'), ...untouched(card) })!
    expect(answers).toMatchObject({ ...values, next: 'Übergabe' })
    const at = card.body.findIndex(({ id }) => id === 'field.due')
    expect(card.body[at + 1]).toMatchObject({ text: 'Das ist zu spät.', color: 'Attention' })
    const many = formCard(form, context, { ...READER, language: 'en' }, { errors: { due: 'a', at: 'b', done: 'c' } })
    expect(shownOn(many)).toContain('Several things are not right yet.')
    const short = formCard({ ...form, fields: form.fields.slice(0, 2) }, context, READER, {
      errors: { next: 'Zu lang.' },
    })
    expect(shownOn(short)).not.toContain('Da stimmt')
    expect(card.body.slice(0, 2).map(({ text }) => text)).toEqual([
      'Gibt es nicht.',
      'Da stimmt noch etwas nicht: „Bis wann?“',
    ])
  })

  it('carries no answer in anything but its inputs', () => {
    const values = { done: 'GEHEIM', mood: '4', due: '2026-12-09' }
    for (const card of [
      formDialog(form, context, READER, { values }).task,
      formCard(form, context, READER, { values }),
    ]) {
      const rest = JSON.stringify(card, (_, each: unknown) =>
        String((each as Json | null)?.['type']).startsWith('Input.') ? null : each,
      )
      expect(JSON.stringify(card)).toContain('GEHEIM')
      expect(rest).not.toMatch(/GEHEIM|2026-12-09|Übergabe/)
    }
  })

  it('is read from whatever comes, and from nothing that is none of ours', () => {
    for (const strange of [
      null,
      'x',
      {},
      { teamrunde: 'form' },
      { teamrunde: 'press', action: 'x' },
      { teamrunde: 'form', form: 7 },
      [],
    ])
      expect(submissionIn(strange)).toBeNull()
    const ours = { teamrunde: 'form', form: 'away' }
    expect(
      submissionIn({ ...ours, 'fields.a': '%E0%A4%A,b;c', 'fields.b': 7, 'field.__proto__': 'x', 'field.n': 5 }),
    ).toEqual({
      context: { ticket: { occurrence: null, form: 'away', delivery: null }, origin: {} },
      answers: Object.fromEntries([
        ['a', ['%E0%A4%A', 'b', 'c']],
        ['b', []],
        ['__proto__', 'x'],
        ['n', 5],
      ]),
    })
  })

  it('has choices that nobody reads Markdown into', () => {
    const options = NASTY.map((label, index) => ({ value: String(index), label })).slice(0, 10)
    const { body } = formCard(
      { ...form, fields: [{ name: 'c', type: 'choice', label: 'Was?', options }] },
      context,
      READER,
    )
    for (const { choices } of inputs(body))
      for (const { title } of choices as Json[]) expect(tagsIn(String(title))).toEqual([])
  })
})

/** As it travels. */
function withoutGaps(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

function steps(from: number, to: number): { value: number; label: string }[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({ value: from + index, label: String(from + index) }))
}
