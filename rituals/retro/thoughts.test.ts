/** One line, one card; whatever people put in front of it or between. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countThoughts, MOST, thoughtsIn } from './thoughts.ts'

describe('thoughts', () => {
  it('are the lines of what somebody wrote, without marks, blanks and repetitions', () => {
    expect(thoughtsIn('- Wochenplan\n\n  * Übergabe  \r\n• – Kaffee\n---\n …\nKaffee\nÜbergabe')).toEqual([
      'Wochenplan',
      'Übergabe',
      'Kaffee',
    ])
  })

  it('keep what only looks like a mark', () => {
    expect(thoughtsIn('-5 Grad in der Halle\n*fett*\n👍\n<!channel>\n1. Mai')).toEqual([
      '-5 Grad in der Halle',
      '*fett*',
      '👍',
      '<!channel>',
      '1. Mai',
    ])
  })

  it('are none where nothing was written', () => {
    for (const nothing of [null, undefined, 7, ['x'], '', ' \n\t\u2028 - \n']) expect(thoughtsIn(nothing)).toEqual([])
  })

  it('never come to more cards than can be read, and lose no word', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 60 }), (lines) => {
        const text = lines.join('\n')
        const thoughts = thoughtsIn(text)
        expect(thoughts.length).toBe(Math.min(countThoughts(text), MOST))
        for (const line of lines) expect(thoughts.join(' ')).toContain(line)
      }),
    )
  })
})
