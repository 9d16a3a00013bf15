/** Forms in dialogs and as messages, held against the public schemas; and what comes back, read as answers. */
import { describe, expect, it } from 'vitest'
import { ABSTAIN, checkAnswers, type Form, instant, plain } from '#message'
import { complaintsAboutCard, elementsIn, type Json } from '../../test/teams/card-check.ts'
import { AT, NASTY, READER } from '../../test/teams/rendering.ts'
import { shownOn, tagsIn } from '../../test/teams/shown.ts'
import { cancelledCard, formCard, formDialog } from './form-card.ts'
import { cancelledIn, submissionIn } from './submission.ts'

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

function steps(from: number, to: number): { value: number; label: string }[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({ value: from + index, label: String(from + index) }))
}
