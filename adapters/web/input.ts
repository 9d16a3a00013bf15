/** What comes in with a request: read within bounds, checked field by field, so that a mistake is told by the name of its field. */
import type { Context } from 'hono'
import { invalid, problem } from './problems.ts'

export const BODY_LIMIT = 64 * 1024

export type Fields = Record<string, unknown>

/**
 * The JSON object in a request's body.
 * @param allowed the names it may have; any other is a typing mistake and told
 * @throws Problem 413 above 64 KB, 415 when it is not called JSON, 400 when it is none
 */
export async function readFields(c: Context, allowed: string[]): Promise<Fields> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
    throw problem(415, 'not-json', 'Send JSON, and say so: content-type: application/json.')
  const fields = parse(await readText(c))
  for (const name of Object.keys(fields)) {
    if (!allowed.includes(name))
      throw invalid(name, `There is no field "${name}" here; known are ${allowed.join(', ')}.`)
  }
  return fields
}

async function readText(c: Context): Promise<string> {
  const length = c.req.header('content-length')
  // node refuses a body longer than the length it was announced with, so the announcement is enough.
  if (length !== undefined) return Number(length) > BODY_LIMIT ? tooLarge() : c.req.text()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength
    if (size > BODY_LIMIT) tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function tooLarge(): never {
  throw problem(413, 'too-large', 'That is more than 64 KB; nothing here needs that much.')
}

function parse(body: string): Fields {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw problem(400, 'not-json', 'The body could not be read as JSON.')
  }
  if (!isFields(value)) throw problem(400, 'not-json', 'The body should be a JSON object with named fields.')
  return value
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A text that must be there and not be empty. */
export function needText(fields: Fields, name: string, max = 200): string {
  const value = mayText(fields, name, max)
  if (value === undefined || value === '') throw invalid(name, `"${name}" is missing: a text is expected.`)
  return value
}

export function mayText(fields: Fields, name: string, max = 200): string | undefined {
  const value = fields[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw invalid(name, `"${name}" should be a text.`)
  if (value.length > max) throw invalid(name, `"${name}" may have at most ${max} characters, not ${value.length}.`)
  // Not every database takes it, and nothing here is called so.
  if (value.includes('\u0000')) throw invalid(name, `"${name}" may not contain the character U+0000.`)
  return value
}

export function needFields(fields: Fields, name: string): Fields {
  const value = fields[name]
  if (!isFields(value)) throw invalid(name, `"${name}" is missing: an object with named fields is expected.`)
  return value
}
