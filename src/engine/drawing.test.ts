import { describe, expect, it } from 'vitest'
import { drawingProblem } from './drawing.ts'

const present = new Set(['ana', 'ben', 'cem'])
const group = (key: string, members: unknown, facts: unknown = {}) => ({ key, members, facts })

describe('a drawing', () => {
  it('may put somebody into several groups, such as a leader with everyone', () => {
    expect(drawingProblem([group('a', ['ana', 'ben']), group('b', ['ana', 'cem'])], present)).toBeNull()
    expect(drawingProblem([], present)).toBeNull()
  })

  it.each([
    ['one person alone', [group('a', ['ana'])]],
    ['the same person twice', [group('a', ['ana', 'ana'])]],
    ['somebody who does not take part', [group('a', ['ana', 'zoe'])]],
    ['a key twice', [group('a', ['ana', 'ben']), group('a', ['ben', 'cem'])]],
    ['no key', [group('', ['ana', 'ben'])]],
    ['facts that are no plain values', [group('a', ['ana', 'ben'], { why: ['list'] })]],
    ['no list', null],
    ['members that are no list', [group('a', 'ana')]],
  ])('has no group with %s', (_, groups) => {
    expect(drawingProblem(groups, present)).toEqual(expect.any(String))
  })
})
