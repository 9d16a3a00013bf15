import { expect, test } from 'vitest'
import type { FieldProblem } from '../message/form.ts'
import { speakTo } from '../../test/views.ts'
import { fieldErrors } from './field-errors.ts'

test('days are named as people name them, numbers stay numbers', () => {
  const problems: FieldProblem[] = [
    { field: 'by', problem: 'too-early', values: { min: '2026-12-04' } },
    { field: 'until', problem: 'too-late', values: { max: '2027-12-04' } },
    { field: 'text', problem: 'too-long', values: { length: 3001, max: 3000 } },
  ]
  expect(fieldErrors({ t: speakTo('de', 'check-in'), language: 'de' }, problems)).toEqual({
    by: 'Nimm bitte einen Tag ab Freitag, 4. Dezember 2026.',
    until: 'Nimm bitte einen Tag bis Samstag, 4. Dezember 2027.',
    text: expect.stringContaining('Platz ist für 3000'),
  })
  expect(fieldErrors({ t: speakTo('en', 'check-in'), language: 'en' }, problems)['by']).toMatch(
    /^Please take a day from Friday,? 4 December 2026 on\.$/,
  )
})
