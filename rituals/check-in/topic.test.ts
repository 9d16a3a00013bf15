/** Topics that leaders have put to a round from elsewhere: each is shown and asked, and none is lost where the form is full. */
import { describe, expect, it } from 'vitest'
import type { Message, Started } from '#ritual'
import { checkForm } from '../../src/message/limits.ts'
import { plainText } from '../../src/message/text.ts'
import { anke, entry, jana, readerOf, selin, seatOf, viewOf, type Scene } from '../../test/views.ts'
import checkIn from './ritual.ts'

const topic = (number: number): Started => ({
  what: 'topic',
  choice: null,
  says: { de: `Thema ${number}?`, en: `Topic ${number}?` },
  by: number === 1 ? anke : { id: 'karl', name: 'Karl' },
  at: `2026-11-30T08:0${number}:00.000Z`,
})
const started = [topic(1), topic(2), topic(3)]

const text = (message: Message, language: 'de' | 'en' = 'de') => plainText(message, { language, zone: 'Europe/Berlin' })

function formOf(scene: Scene, language: 'de' | 'en' = 'de') {
  const view = viewOf(checkIn, { ...scene, own: jana })
  const form = checkIn.forms['answer']!.build(view, readerOf('check-in', { me: seatOf(view, jana), language }))
  checkForm(form, 'form')
  return form.fields.map(({ name, label }) => [name, label])
}

describe('several topics', () => {
  it('stand each in the question, under the name of who gave it, and in the form', () => {
    const view = viewOf(checkIn, { started, own: jana })
    const asked = (language: 'de' | 'en') =>
      text(checkIn.prompt(view, readerOf('check-in', { me: seatOf(view, jana), language })), language)
    expect(asked('de')).toContain(
      'Anke fragt außerdem: Thema 1?\n\nKarl fragt außerdem: Thema 2?\n\nKarl fragt außerdem: Thema 3?',
    )
    expect(asked('en')).toContain('Anke also asks: Topic 1?\n\nKarl also asks: Topic 2?')
    expect(formOf({ started }).slice(3)).toEqual([
      ['given_topic', 'Thema 1?'],
      ['given_topic_2', 'Thema 2?'],
      ['given_topic_3', 'Thema 3?'],
    ])
  })

  it('share the last field where the form has no room for each', () => {
    const questions = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => ({ id, label: id }))
    expect(formOf({ started, options: { questions, mood: true } }).slice(7, 9)).toEqual([
      ['given_topic', 'Thema 1?'],
      ['given_topic_2', 'Zu den weiteren Fragen, die euch gestellt wurden'],
    ])
    const full = { questions: [...questions, { id: 'h', label: 'h' }], mood: true }
    expect(formOf({ started, options: full }, 'en').slice(8, 9)).toEqual([
      ['given_topic', 'On the other questions that were put to you'],
    ])
  })

  it('are told of in the report, and to each leader only what came of theirs', () => {
    const entries = [
      entry(jana, { done: 'x', given_topic: 'eins', given_topic_2: 'zwei' }),
      entry(selin, { done: 'y', given_topic_2: 'auch zwei' }),
    ]
    const view = viewOf(checkIn, { started, entries, phase: 'closed' })
    const posts = checkIn.report(view).map(({ message }) => text(message(readerOf('check-in'))))
    expect(posts[0]).toContain('Thema 1?\n\nKarl fragt außerdem: Thema 2?')
    expect(posts.join('\n')).toContain('Thema 2?\nzwei')
    const came = started.map((each) => checkIn.starts!.topic!.came(view, each, readerOf('check-in')))
    expect(came).toEqual(['Dazu kam eine Antwort.', 'Dazu kamen 2 Antworten.', 'Dazu hat niemand etwas geschrieben.'])
  })
})
