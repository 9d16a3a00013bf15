/** What a run of the benches leaves behind becomes the README's table; whatever else is in the README stays. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commit, machine } from './machine.ts'
import { readRecord, type Recorded } from './record.ts'
import { judged } from './result.ts'
import { BEGIN, END, withFigures } from './table.ts'

const recorded: Recorded = {
  machine: { node: 'v26.10.0', cpu: 'Rechenwerk 3000', cores: 2, memoryGB: 24, os: 'linux 6.1 (x64)' },
  commit: '0123456789',
  measuredAt: '2026-12-01T08:00:00.000Z',
  results: [
    judged({ name: 'answers', goal: 'under 2×', unit: 'µs', value: 1234.5, floor: 1000, meets: (a, b) => a < 2 * b }),
    judged({ name: 'a | b', goal: 'under 1 s', unit: 's', value: 1.5, meets: (value) => value < 1 }),
  ],
}
const readme = `# Teamrunde\n\n${BEGIN}\nold figures\n${END}\n\nThe end.\n`

test('figures stand between the marks, with their machine, and come out the same the second time', () => {
  const written = withFigures(readme, recorded)
  expect(written).toBe(`# Teamrunde

${BEGIN}

Measured on 2026-12-01: Rechenwerk 3000, 2 cores, 24 GB, linux 6.1 (x64), Node v26.10.0, commit 0123456789.

| What | Goal | Measured | Floor | Ratio | Met |
|---|---|--:|--:|--:|---|
| answers | under 2× | 1,230 µs | 1,000 µs | 1.23× | yes |
| a \\| b | under 1 s | 1.5 s |  |  | **no** |

${END}

The end.
`)
  expect(withFigures(written, recorded)).toBe(written)
})

test('a README without the marks, with one of them or with two pairs is left alone', () => {
  for (const text of ['# Teamrunde', BEGIN, `${END} ${BEGIN}`, readme + readme])
    expect(() => withFigures(text, recorded)).toThrow('once each and in this order')
})

test('the README has the marks', () => {
  expect(() => withFigures(readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8'), recorded)).not.toThrow()
})

test('a record is read as it was written; anything else is told', () => {
  const own = { ...recorded, machine: machine(), commit: commit() }
  expect(readRecord(JSON.stringify(own), 'bench.json')).toEqual(own)
  expect(() => readRecord('{', 'bench.json')).toThrow('bench.json is no JSON. Write it with')
  expect(() => readRecord('{"results":[{"name":1}]}', 'bench.json')).toThrow('results[0].name')
})
