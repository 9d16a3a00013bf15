import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shortened } from './shortened.ts'

describe('a shortened text', () => {
  it('stays as it is when it fits', () => {
    expect(shortened('Übergabe\nFiliale  Ost', 40)).toBe('Übergabe Filiale Ost')
  })

  it('ends at a word, with an ellipsis', () => {
    expect(shortened('Übergabe an die Filiale Ost, danach Inventur', 30)).toBe('Übergabe an die Filiale Ost…')
  })

  it('cuts what has no words, but no character', () => {
    expect(shortened('a'.repeat(50), 10)).toBe('aaaaaaaaa…')
    expect(shortened('👩‍👩‍👧‍👦'.repeat(5), 25)).toBe('👩‍👩‍👧‍👦👩‍👩‍👧‍👦…')
  })

  it('never goes over, whatever it is given', () => {
    const anything = fc.string({ unit: 'grapheme', maxLength: 300 })
    fc.assert(
      fc.property(anything, fc.integer({ min: 2, max: 120 }), (text, max) => {
        const short = shortened(text, max)
        expect(short.length).toBeLessThanOrEqual(max)
        expect(short.isWellFormed()).toBe(true)
      }),
    )
  })
})
