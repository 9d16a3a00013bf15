import { expect, test } from 'vitest'
import type { Field, Form } from './form.ts'
import { checkAnswers } from './form.ts'

const form = (field: Field): Form => ({ title: 'Form', fields: [field] }) as Form

const NONE: unknown[] = [{ toString: 'x' }, { valueOf: 5 }, [5], true]

test.each(NONE.map((value) => ({ value })))('$value is no step of a scale and no time', ({ value }) => {
  const steps = [1, 2, 3, 4, 5].map((step) => ({ value: step, label: String(step) }))
  const scale = form({ type: 'scale', name: 'a', label: 'A', steps } as Field)
  expect(checkAnswers(scale, { a: value }).problems).toMatchObject([{ field: 'a', problem: 'not-an-option' }])
  const time = form({ type: 'time', name: 'a', label: 'A' } as Field)
  expect(checkAnswers(time, { a: value }).problems).toMatchObject([{ field: 'a', problem: 'not-a-time' }])
})
