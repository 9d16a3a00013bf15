/** Options as they were frozen or kept by whatever version of the program, read by this one. */
import { parse } from '../store/codecs.ts'
import { boundedCache } from '../time/bounded-cache.ts'
import type { AnyRitual } from './discovery.ts'

/**
 * What a version before this one did not know yet gets its default, and what this one knows no more is left away: a poll that was open
 * during an upgrade goes on as it began. Whatever can't be read in any such way stays as it was written.
 */
export function keptOptions({ options }: Pick<AnyRitual, 'options'>, kept: unknown): unknown {
  const read = options.safeParse(kept)
  if (read.success) return read.data
  const unknown = read.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [],
  )
  if (unknown.length === 0 || typeof kept !== 'object' || kept === null) return kept
  const known = Object.entries(kept).filter(([name]) => !unknown.includes(name))
  const again = options.safeParse(Object.fromEntries(known))
  return again.success ? again.data : kept
}

/** The same from the text of a ritual's row. */
export const optionsIn = (kind: AnyRitual, text: string): unknown =>
  readOnce(kind, `options ${text}`, () => keptOptions(kind, parse<unknown>(text)))

const caches = new WeakMap<AnyRitual, ReturnType<typeof boundedCache<unknown>>>()

/** Every answer asks for the same few texts: each is read once for a kind, and nobody changes what comes of it. */
export function readOnce<Value>(kind: AnyRitual, name: string, read: () => Value): Value {
  const known = caches.get(kind) ?? boundedCache<unknown>(1000)
  caches.set(kind, known)
  return known(name, read) as Value
}
