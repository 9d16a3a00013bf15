import { describe, expect, test } from 'vitest'
import { closed } from '../../test/pulse-scene.ts'
import { anke, readerOf } from '../../test/views.ts'
import { checkForm, checkMessage } from '../../src/message/limits.ts'
import { plainText } from '../../src/message/text.ts'
import type { Message } from '#ritual'
import { placeOf } from './next-step.ts'
import ritual from './ritual.ts'

const me = { ...anke, role: 'leader' as const, status: 'answered' as const, opensAt: '' }
const reader = readerOf('pulse', { me })
const text = (message: Message) => plainText(message, { language: 'de', zone: 'Europe/Berlin' })
const view = closed({
  answered: 8,
  agreement: { spirit: 4, goal: 7, way: 5, candour: 1 },
  prediction: { spirit: 4, goal: 4, way: 4, candour: 5, guess: '80' },
})
const press = (action: string, value?: string, of = view) => ritual.actions[action]!(of, reader, value)
const notice = (action: string, of = view): Message => {
  const outcome = press(action, undefined, of)
  if (outcome.do !== 'notice') throw new Error(`${action} says nothing.`)
  return outcome.message
}

describe('a press', () => {
  test('on "why" tells of the gap and of the step, and warns against asking who', () => {
    expect(text(notice('why-step'))).toContain(
      'Bei „Bei uns kann man auch Unbequemes sagen.“ siehst du mehr als dein Team.',
    )
    expect(text(notice('why-step'))).toContain('Gibst du die Retro aus der Hand')
    const staffSeesMore = closed({ answered: 8, agreement: { goal: 8 }, prediction: { spirit: 4, goal: 1 } })
    expect(text(notice('why-step', staffSeesMore))).toContain('sieht dein Team mehr als du')
    expect(text(notice('why-step', staffSeesMore))).toContain('frag nie, wer wie geantwortet hat')
  })

  test('on "something else" offers the other places, each one press from its form', () => {
    const message = notice('other-step')
    const offered = message.blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []))
    expect(offered.map(({ value }) => value)).toEqual(['coffee', 'one-on-one', 'team-round'])
    for (const { action, value } of offered) {
      const outcome = press(action, value)
      if (outcome.do !== 'open') throw new Error('No form opens.')
      expect(ritual.forms[outcome.form]).toBeDefined()
    }
    checkMessage(message, 'pulse other')
  })

  test('on "plan it" opens the form with what was suggested; a made-up value falls back to it', () => {
    expect(press('plan-step')).toEqual({ do: 'open', form: 'next-step' })
    expect(press('plan-step', 'constructor')).toEqual({ do: 'open', form: 'next-step' })
    expect(press('plan-step', 'coffee')).toEqual({ do: 'open', form: 'next-step-coffee' })
  })
})

test('the form asks what and by when, both filled in', () => {
  const form = ritual.forms['next-step']!.build({ ...view, now: '2026-12-03T23:30:00.000Z' }, reader)
  expect(form.fields).toMatchObject([
    { name: 'what', required: true, initial: expect.stringContaining('Die nächste Retro aus der Hand geben') },
    // half past midnight in Berlin
    { name: 'by', required: true, min: '2026-12-04', initial: '2026-12-11' },
  ])
})

test('every suggestion fits into the form, in both languages', () => {
  for (const language of ['de', 'en'] as const) {
    for (const week of [1, 2, 3, 13]) {
      for (const agree of [0, 8]) {
        for (const step of [1, 5]) {
          const goal = { goal: step, ideas: step, contribution: step, roles: step }
          const poll = closed({
            answered: 8,
            week,
            agreement: { goal: agree, ideas: agree, roles: agree },
            prediction: goal,
          })
          for (const [name, { build }] of Object.entries(ritual.forms)) {
            if (!name.startsWith('next-step')) continue
            const form = build(poll, readerOf('pulse', { me, language }))
            checkForm(form, name)
            expect(String(form.fields[0]!.initial).length).toBeLessThanOrEqual(300)
          }
        }
      }
    }
  }
})

test('each statement has a place where it can be talked about', () => {
  expect(placeOf({ item: 'candour', because: 'over' })).toBe('retro')
  expect(placeOf({ item: 'candour', because: 'under' })).toBe('one-on-one')
  expect(placeOf({ item: 'help', because: 'low' })).toBe('coffee')
  expect(placeOf({ item: 'help', because: 'well' })).toBe('team-round')
})
