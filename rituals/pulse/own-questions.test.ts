import { describe, expect, test } from 'vitest'
import { checkAnswers } from '#ritual'
import { ballotsOf, closedWith, predicted, staff } from '../../test/pulse-scene.ts'
import { plainText } from '../../src/message/text.ts'
import { anke, readerOf, viewOf } from '../../test/views.ts'
import { itemsOf } from './instrument.ts'
import pulse from './ritual.ts'
import { tally } from './tally.ts'

const questions = [
  { id: 'tools', statement: { de: 'Unser Werkzeug taugt etwas.', en: 'Our tools are good.' } },
  { id: 'hours', statement: 'Die Öffnungszeiten passen.' },
]
const options = pulse.options.parse({ questions })

const asked = (week: number, form: 'ballot' | 'prediction') => {
  const view = viewOf(pulse, { options: { questions } })
  return pulse.forms[form]!.build({ ...view, occurrence: { ...view.occurrence, number: week } }, readerOf('pulse'))
}

describe('statements of the company’s own', () => {
  test('stand after those of the week, and never in the week that asks all nine', () => {
    const names = asked(1, 'ballot').fields.map(({ name }) => name)
    expect(names).toEqual([...itemsOf(1), 'own-tools', 'own-hours'])
    expect(asked(1, 'prediction').fields.map(({ name }) => name)).toEqual([...names, 'guess'])
    expect(asked(13, 'ballot').fields.map(({ name }) => name)).toEqual(itemsOf(13))
  })

  test('are asked in five steps, and may be passed over as "cannot judge"', () => {
    const form = asked(2, 'ballot')
    const all = Object.fromEntries(form.fields.map(({ name }) => [name, 4]))
    expect(checkAnswers(form, { ...all, 'own-hours': 'abstain' }).problems).toEqual([])
    expect(checkAnswers(form, { ...all, 'own-hours': 6 }).problems).toMatchObject([{ field: 'own-hours' }])
  })

  test('are counted apart: nothing else changes by them', () => {
    const ballots = ballotsOf({ answered: 8 })
    const besides = ballots.map((ballot, voter) => ({
      ...ballot,
      'own-tools': voter < 7 ? 4 : 1,
      'own-hours': voter < 4 ? 5 : null,
    }))
    const poll = { occurrence: { number: 1 }, threshold: 5 }
    const { own, ...rest } = tally(besides, { ...poll, ritual: { options } })
    expect(rest).toEqual(tally(ballots, poll))
    // Four could judge the second: that is not even kept.
    expect(own).toEqual({ tools: { steps: [1, 0, 0, 7, 0], cannotJudge: 0 }, hours: null })
  })

  test('are told to the team and beside the leader’s own view, in bands like everything else', () => {
    const ballots = ballotsOf({ answered: 8 }).map((ballot, voter) => ({ ...ballot, 'own-tools': voter < 7 ? 4 : 1 }))
    const counted = tally(ballots, { occurrence: { number: 1 }, threshold: 5, ritual: { options } })
    const result = { invited: 9, answered: 8, tally: counted, withheld: null }
    const entries = [predicted({ spirit: 5, 'own-tools': 2 })]
    const view = closedWith(result, 1, { members: staff(9), options: { questions }, entries })
    const texts = pulse.report(view).map((post) => {
      const me =
        typeof post.to === 'object'
          ? { ...anke, role: 'leader' as const, status: 'answered' as const, opensAt: '' }
          : null
      return plainText(post.message(readerOf('pulse', { language: 'en', me })), { language: 'en', zone: 'UTC' })
    })
    expect(texts[0]).toMatch(/“Our tools are good.” at least 7 of 8/)
    expect(texts[0]).not.toContain('Die Öffnungszeiten passen.')
    expect(texts[1]).toMatch(/Our tools are good\..*rather no.*at least 7 of 8/s)
    expect(texts[1]).toContain('Your own statements, apart from the nine')
  })

  test.each([
    ['four of them', [1, 2, 3, 4].map((id) => ({ id: `q${id}`, statement: 'Alles gut.' }))],
    ['two with one id', [questions[1], questions[1]]],
    ['one without words', [{ id: 'tools', statement: ' ' }]],
    ['one in a single language of two', [{ id: 'tools', statement: { de: 'Ja.' } }]],
  ])('refuse %s', (_, given) => {
    expect(pulse.options.safeParse({ questions: given }).success).toBe(false)
  })
})
