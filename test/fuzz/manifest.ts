/** The manifest: a sound one with mistakes in it, and bytes that are none. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { inject } from 'vitest'
import type { AnyRitual } from '../../src/engine/discovery.ts'
import { problemsText } from '../../src/manifest/print.ts'
import { readManifest } from '../../src/manifest/read.ts'
import { companyOf } from '../commands/company.ts'
import { entrance } from './entrance.ts'
import { texts } from './inputs.ts'

/** A piece is taken out, put in, doubled or moved: what a slip of the hand does to a file. */
const change = fc.record({
  at: fc.nat({ max: 10_000 }),
  length: fc.nat({ max: 60 }),
  put: fc.oneof(
    texts,
    fc.constantFrom('\t', ': ', '- ', '&a ', '*a', '{', ']', '"', '\n', '#', '!!str ', '---\n', '<<: '),
  ),
  how: fc.constantFrom('replace', 'double', 'move'),
})

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

function changed(text: string, { at, length, put, how }: Change): string {
  const from = at % text.length
  const piece = text.slice(from, from + length)
  const rest = text.slice(0, from) + text.slice(from + length)
  if (how === 'double') return text.slice(0, from) + piece + text.slice(from)
  if (how === 'move') return rest.slice(0, at % (rest.length + 1)) + piece + rest.slice(at % (rest.length + 1))
  return rest.slice(0, from) + put + rest.slice(from)
}

const mutated = fc
  .array(change, { minLength: 1, maxLength: 5 })
  .map((changes) => Buffer.from(changes.reduce(changed, companyOf())))

export const manifestOf = (rituals: Map<string, AnyRitual>) =>
  entrance<Uint8Array>({
    name: 'the manifest',
    inputs: fc.oneof({ weight: 5, arbitrary: mutated }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 2000 }) }),
    enter(bytes) {
      const file = join(mkdtempSync(join(inject('testFolder'), 'fuzz-')), 'teamrunde.yaml')
      writeFileSync(file, bytes)
      const reading = readManifest(file, rituals)
      if ('manifest' in reading) return
      if (reading.problems.length === 0) throw new Error('Refused without a reason.')
      for (const { line, text } of reading.problems.map((problem) => ({ ...problem, text: problemsText([problem]) })))
        if ((line !== null && line !== undefined && line < 1) || !text.includes(file))
          throw new Error(`No place: ${text}`)
    },
  })
