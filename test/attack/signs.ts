/** What is to be seen of one person in rows, answers and files: every place that names them, and what stands there. */
import { createHash } from 'node:crypto'
import type { Image, Row } from './grounds.ts'
import type { Signs } from './learning.ts'

/** How somebody can be recognised in one poll: by what stands for them always, and for them in this poll. */
export interface Likeness {
  poll: string
  marks: readonly string[]
  traces: readonly string[]
}

/** Of rows: how many name the person, what stands in each of their columns, where they lie and what was written with them. */
export function signsInRows(rows: readonly Row[], likeness: Likeness): Signs {
  const signs: Signs = {}
  const own = rows.filter((row) => concerns(row, likeness))
  for (const [place, some] of grouped(own, ({ table }) => table)) {
    signs[`${place}: rows`] = some.length
    for (const column of Object.keys(some[0]!.values)) {
      const texts = some.map(({ values }) => neutral(values[column] ?? null, likeness)).toSorted()
      signs[`${place}.${column}`] = texts.join(' ')
      for (const { values } of some) addFields(signs, `${place}.${column}`, values[column] ?? null)
    }
    signs[`${place}: position`] = Math.max(...some.map(({ position }) => position))
    const versions = some.flatMap(({ xmin }) => (xmin === null ? [] : [xmin]))
    if (versions.length === 0) continue
    signs[`${place}: xmin`] = Math.max(...versions)
    signs[`${place}: written with`] = rows.filter(({ xmin }) => xmin === versions.at(-1)).length
  }
  return signs
}

/** What a document in a column says, field by field. */
function addFields(signs: Signs, place: string, value: string | number | null): void {
  for (const [name, each] of Object.entries(objectIn(value) ?? {})) {
    if (typeof each === 'string' || typeof each === 'number') signs[`${place}.${name}`] = each
  }
}

/** The document that a column holds, or null. */
export function objectIn(value: string | number | null): Record<string, unknown> | null {
  if (typeof value !== 'string' || !value.startsWith('{')) return null
  try {
    return JSON.parse(value) as Record<string, unknown>
  } catch {
    return null
  }
}

/** Rows of another poll say nothing of this one. */
function concerns({ values }: Row, { poll, marks, traces }: Likeness): boolean {
  const texts = Object.values(values).map(String)
  if (texts.some((text) => traces.some((trace) => text.includes(trace)))) return true
  const named = texts.some((text) => marks.some((mark) => text.includes(mark)))
  return named && texts.some((text) => text.includes(poll))
}

/** Of anything as JSON: every object that names the person and holds no other that does. */
export function signsInJson(seen: unknown, likeness: Likeness): Signs {
  const signs: Signs = {}
  visit(seen, '', (path, object) => {
    for (const [name, value] of Object.entries(object)) {
      if (typeof value === 'object' && value !== null) continue
      const key = `${path}.${name}`
      signs[key] = typeof value === 'number' ? value : `${String(signs[key] ?? '')} ${neutral(String(value), likeness)}`
    }
  })
  return signs

  function visit(value: unknown, path: string, told: (path: string, object: object) => void): boolean {
    if (typeof value === 'string') return likeness.marks.some((mark) => value.includes(mark))
    if (typeof value !== 'object' || value === null) return false
    const isList = Array.isArray(value)
    const deeper = Object.entries(value).map(([name, each]) => {
      const inner = typeof each === 'object'
      return { inner, named: visit(each, isList ? `${path}[]` : `${path}.${name}`, told) }
    })
    if (deeper.some(({ named, inner }) => named && !inner)) told(path, value)
    return deeper.some(({ named }) => named)
  }
}

/** Numbers mean something by themselves, or beside those of the others in the same poll. */
export function compared(all: readonly Signs[]): Signs[] {
  const middles = new Map<string, number>()
  for (const name of new Set(all.flatMap((signs) => Object.keys(signs)))) {
    const numbers = all.flatMap((signs) => (typeof signs[name] === 'number' ? [signs[name]] : []))
    if (numbers.length > 0) middles.set(name, median(numbers))
  }
  return all.map((signs) => ({
    ...signs,
    ...Object.fromEntries(
      Object.entries(signs).flatMap(([name, value]) =>
        typeof value === 'number' ? [[`${name}, beside the others`, value - middles.get(name)!]] : [],
      ),
    ),
  }))
}

/** Of files: how often each names the person. */
export function signsInFiles(images: readonly Image[], { marks, traces }: Likeness): Signs {
  const signs: Signs = {}
  for (const { name, bytes } of images) {
    for (const [index, mark] of [...marks, ...traces].entries()) {
      const sign = `${name}: mark ${index}`
      signs[sign] = Number(signs[sign] ?? 0) + countIn(bytes, mark)
    }
  }
  return signs
}

function countIn(bytes: Buffer, mark: string): number {
  let count = 0
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) count += 1
  return count
}

/** The same text of every person in every poll where it says the same of them. */
function neutral(value: string | number | null, { poll, marks, traces }: Likeness): string {
  let text = String(value)
  for (const trace of traces.toSorted(byLength)) text = text.replaceAll(trace, '«message»')
  for (const mark of marks.toSorted(byLength)) text = text.replaceAll(mark, '«me»')
  text = text.replaceAll(poll, '«poll»').replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '«id»')
  text = text.replace(/\d{4}-\d\d-\d\d/g, '«day»')
  return text.length > 80 ? createHash('sha256').update(text).digest('hex').slice(0, 12) : text
}

const byLength = (a: string, b: string): number => b.length - a.length

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
