import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { keptOptions } from './kept-options.ts'

const options = z.strictObject({ votes: z.number().int(), live: z.boolean().default(false) })

describe('options kept by another version', () => {
  it('get the defaults of what it did not know, lose what this one knows no more, and else stay as they are', () => {
    expect(keptOptions({ options }, { votes: 3, live: true })).toEqual({ votes: 3, live: true })
    expect(keptOptions({ options }, { votes: 3 })).toEqual({ votes: 3, live: false })
    expect(keptOptions({ options }, { votes: 3, theme: 'old' })).toEqual({ votes: 3, live: false })
    expect(keptOptions({ options }, { votes: 'three', theme: 'old' })).toEqual({ votes: 'three', theme: 'old' })
    expect(keptOptions({ options }, null)).toBeNull()
  })
})
