/** From a file to a manifest, or to everything that is wrong with it. */
import type { AnyRitual } from '../engine/discovery.ts'
import { complete } from './complete.ts'
import { cursor } from './cursor.ts'
import { type Finding, MOST_FINDINGS, pathText, type Problem, sorted } from './problem.ts'
import { overlapFindings } from './overlaps.ts'
import { referenceFindings } from './references.ts'
import { remarks } from './remarks.ts'
import { scheduleFindings } from './schedules.ts'
import { type Manifest, manifestSchema } from './schema.ts'
import { shapeFindings, words } from './shape.ts'
import { sharedRitualFindings } from './shared-rituals.ts'
import { parseSource, type Place, readSource, type Source } from './source.ts'

/** What is allowed, but will disappoint. */
export interface Warning extends Place {
  file: string
  /** `rituals[4].team` */
  path: string
  text: string
}

export type Reading = { manifest: Manifest; warnings: Warning[] } | { problems: Problem[] }

/** Reads and checks a manifest. Never throws for what is in the file: all its mistakes come back together, in the order of their lines. */
export function readManifest(file: string, rituals: ReadonlyMap<string, AnyRitual>): Reading {
  return check(readSource(file), rituals)
}

/** The same for a text that is already there; `file` is only its name in the problems. */
export function parseManifest(text: string, file: string, rituals: ReadonlyMap<string, AnyRitual>): Reading {
  return check(parseSource(file, text), rituals)
}

function check(source: ReturnType<typeof readSource>, rituals: ReadonlyMap<string, AnyRitual>): Reading {
  if (!('place' in source)) return source
  const parsed = manifestSchema(rituals).safeParse(source.value, words)
  const shape = parsed.success ? [] : shapeFindings(parsed.error.issues, source.value, rituals)
  const findings = shape.length < MOST_FINDINGS ? [...shape, ...meaningFindings(source, rituals)] : shape
  const problems = [...source.problems, ...findings.slice(0, MOST_FINDINGS).map((finding) => locate(finding, source))]
  if (!parsed.success || problems.length > 0) return { problems: sorted(withoutRepeats(problems)) }
  const manifest = complete(parsed.data, rituals)
  const warnings = remarks(manifest, rituals).map(({ path, text }) => ({
    file: source.file,
    ...source.place(path, 'value'),
    path: pathText(path),
    text,
  }))
  return { manifest, warnings }
}

/** What is wrong between the parts, even where a part itself is wrong. */
function meaningFindings(source: Source, rituals: ReadonlyMap<string, AnyRitual>): Finding[] {
  const root = cursor(source.value)
  return [
    ...referenceFindings(root, ({ path }) => source.place(path, 'value').line),
    ...scheduleFindings(root, rituals),
    ...sharedRitualFindings(root, rituals),
    ...overlapFindings(root, rituals, ({ path }) => source.place(path, 'value').line),
  ]
}

function locate({ path, at, ...finding }: Finding, source: Source): Problem {
  return { file: source.file, ...source.place(path, at), path: pathText(path), ...finding }
}

/** Two rules may say the same about one place; one sentence is enough. */
function withoutRepeats(problems: readonly Problem[]): Problem[] {
  const said = problems.map((problem) => [`${problem.line} ${problem.path} ${problem.expected}`, problem] as const)
  // From the back, so that of two the first stays.
  return [...new Map(said.toReversed()).values()]
}
