/** What a run of the benches leaves behind: one JSON document, which `npm run bench:table` makes the README's table of. */
import { z } from 'zod'
import type { Machine } from './machine.ts'
import type { Result } from './result.ts'

export interface Recorded {
  machine: Machine
  commit: string | null
  /** ISO 8601, in UTC. */
  measuredAt: string
  results: Result[]
}

const schema: z.ZodType<Recorded> = z.object({
  machine: z.object({ node: z.string(), cpu: z.string(), cores: z.number(), memoryGB: z.number(), os: z.string() }),
  commit: z.string().nullable(),
  measuredAt: z.iso.datetime(),
  results: z.array(
    z.object({
      name: z.string(),
      goal: z.string(),
      value: z.number(),
      floor: z.number().nullable(),
      ratio: z.number().nullable(),
      unit: z.string(),
      met: z.boolean(),
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
})

/** @throws Error naming everything that is not as a run of the benches leaves it */
export function readRecord(text: string, file: string): Recorded {
  const checked = schema.safeParse(parsed(text, file))
  if (checked.success) return checked.data
  throw new Error(`${file} is not what npm run bench writes: ${z.prettifyError(checked.error)}`)
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`${file} is no JSON. Write it with: npm run bench -- --out ${file}`, { cause })
  }
}
