/** The manifest as a file: its text, its YAML, and where in it things stand. */
import { isUtf8 } from 'node:buffer'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from 'yaml'
import { nearest } from '../time/nearest.ts'
import type { Path, Problem } from './problem.ts'
import { aliasComplaint, type Complaint, duplicateKeys, fewest, MOST_ALIASES, syntaxComplaint } from './syntax.ts'

const MEGABYTE = 1024 * 1024

/** 10,000 people in a thousand teams take 3 MB; reading them takes two seconds of computing and, for that moment, 300 MB of memory. What is longer than this is another file. */
const LARGEST = 5 * MEGABYTE

export interface Place {
  line: number
  column: number
}

/** A manifest that is sound YAML. `value` is what it says, still unchecked. */
export interface Source {
  file: string
  value: unknown
  /** Duplicate keys: the rest of the file can still be judged. */
  problems: Problem[]
  /** Where a path stands, or the nearest place above it that exists. */
  place(path: Path, at: 'key' | 'value'): Place
}

/** Reads a file, or says in `problems` why it is no YAML. */
export function readSource(file: string): Source | { problems: Problem[] } {
  const text = readText(file)
  return typeof text === 'string' ? parseSource(file, text) : { problems: [text] }
}

function readText(file: string): string | Problem {
  const wrong = (expected: string, found: string, line = 1, suggestion?: string): Problem => ({
    file,
    line,
    column: 1,
    path: '',
    expected,
    found,
    ...(suggestion !== undefined && { suggestion }),
  })
  try {
    const state = statSync(file)
    if (!state.isFile()) return wrong('a file', state.isDirectory() ? 'a folder' : 'something else')
    if (state.size > LARGEST) return wrong(`at most ${inMegabytes(LARGEST)} MB`, `${inMegabytes(state.size)} MB`)
    const bytes = readFileSync(file)
    if (isUtf8(bytes) && !bytes.includes(0)) return bytes.toString('utf8').replace(/^\uFEFF/, '')
    return wrong('text saved as UTF-8', 'bytes of another encoding', firstForeignLine(bytes))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'ENOENT') return wrong('a manifest here', 'no file', 1, similarFile(file))
    return wrong('a file that may be read', code)
  }
}

/** Rounded up, so that what is too large never looks as if it were not. */
const inMegabytes = (bytes: number): number => Math.ceil((bytes / MEGABYTE) * 10) / 10

function firstForeignLine(bytes: Buffer): number {
  const lines = bytes.toString('latin1').split('\n')
  return Math.max(1, lines.findIndex((line) => line.includes('\0') || !isUtf8(Buffer.from(line, 'latin1'))) + 1)
}

function similarFile(file: string): string | undefined {
  try {
    const others = readdirSync(dirname(file)).filter((name) => /\.ya?ml$/.test(name))
    const name = nearest(basename(file), others) ?? others[0]
    return name && file.slice(0, file.length - basename(file).length) + name
  } catch {
    return undefined
  }
}

/** The same for a text that is already there; `file` is only its name. */
export function parseSource(file: string, text: string): Source | { problems: Problem[] } {
  const lines = new LineCounter()
  const problem = ({ offset, expected, found, path = '' }: Complaint): Problem => ({
    file,
    ...placeAt(lines, offset),
    path,
    expected,
    found,
  })
  // The library compares every key with every other; duplicateKeys does not.
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true, uniqueKeys: false, prettyErrors: false })
  const errors = [...document.errors, ...document.warnings]
  if (errors.length > 0)
    return {
      problems: fewest(errors, (offset) => placeAt(lines, offset).line).map((error) =>
        problem(syntaxComplaint(error, text, document)),
      ),
    }
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES })
    const problems = duplicateKeys(document, text).map(problem)
    if (value !== null) return { file, value, problems, place: (path, at) => placeOf(document, lines, path, at) }
    const expected = 'a manifest with organisation, admins, teams and rituals'
    return { problems: [problem({ offset: 0, expected, found: 'an empty file' })] }
  } catch {
    return { problems: [problem(aliasComplaint(document))] }
  }
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

function placeOf(document: Document, lines: LineCounter, path: Path, at: 'key' | 'value'): Place {
  let node: Node = document.contents as Node
  let place = startOf(node)
  for (const [depth, step] of path.entries()) {
    const found = child(resolved(document, node), step)
    if (!found) break
    const isLast = depth === path.length - 1
    place = startOf(isLast && at === 'key' ? (found.key ?? found.value) : (found.value ?? found.key)) ?? place
    if (!found.value) break
    node = found.value
  }
  return placeAt(lines, place ?? 0)
}

function resolved(document: Document, node: Node): Node | undefined {
  return isAlias(node) ? node.resolve(document) : node
}

function child(node: Node | undefined, step: string | number): { key?: Node; value?: Node } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)]
    return isNode(item) ? { value: item } : undefined
  }
  if (!isMap(node)) return undefined
  // With a key twice the last one counts, as it does in the value.
  const pair = node.items.findLast(
    (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
  )
  if (!pair) return undefined
  return { ...(isNode(pair.key) && { key: pair.key }), ...(isNode(pair.value) && { value: pair.value }) }
}

function startOf(node: Node | undefined): number | undefined {
  return node?.range?.[0]
}
