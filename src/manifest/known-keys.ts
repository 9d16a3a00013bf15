/** Which keys a JSON Schema allows where: for the one that was probably meant. */
import type { Json } from './json-schema.ts'
import type { Path } from './problem.ts'

/** The keys that may stand at a path; of several shapes, those of the one the value has decided for by its `kind`. */
export function keysAt(root: Json, path: Path, value: unknown): string[] {
  let shapes: Json[] = [root]
  let here: unknown = value
  for (const step of path) {
    shapes = shapes.flatMap((shape) => branches(root, shape, here)).flatMap((shape) => inside(shape, step))
    here = typeof here === 'object' && here !== null ? (here as Record<string | number, unknown>)[step] : undefined
  }
  const found = shapes
    .flatMap((shape) => branches(root, shape, here))
    .flatMap((shape) => Object.keys(shape.properties ?? {}))
  return [...new Set(found)]
}

function branches(root: Json, shape: Json, value: unknown): Json[] {
  const referred = shape.$ref === undefined ? [] : [definition(root, shape.$ref)]
  const choices = [...(shape.anyOf ?? []), ...(shape.oneOf ?? []), ...(shape.allOf ?? []), ...referred]
  const all = [
    shape,
    ...choices.flatMap((inner) => (typeof inner === 'object' ? branches(root, inner as Json, value) : [])),
  ]
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined
  const decided = all.filter((one) => kind !== undefined && (one.properties?.kind as Json | undefined)?.const === kind)
  return decided.length > 0 ? decided : all
}

function definition(root: Json, reference: string): Json {
  const definitions = (root.definitions ?? {}) as Record<string, Json>
  return definitions[reference.replace('#/definitions/', '')] ?? {}
}

function inside(shape: Json, step: string | number): Json[] {
  const next = typeof step === 'number' ? shape.items : (shape.properties?.[step] ?? shape.additionalProperties)
  return typeof next === 'object' && !Array.isArray(next) ? [next as Json] : []
}
