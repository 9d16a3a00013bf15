/** `npm run bench:table -- bench.json` writes the figures of a run into the README. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readRecord } from './record.ts'
import { progress } from './result.ts'
import { withFigures } from './table.ts'

const README = join(import.meta.dirname, '../../README.md')

const file = process.argv[2] ?? 'bench.json'
try {
  writeFileSync(README, withFigures(readFileSync(README, 'utf8'), readRecord(readFileSync(file, 'utf8'), file)))
} catch (error) {
  progress(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
