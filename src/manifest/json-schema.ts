/** The manifest's JSON Schema, for editors: generated from the one definition, never written by hand. */
import { z } from 'zod'
import type { AnyRitual } from '../engine/discovery.ts'
import { knownCountries, knownRegions } from '../time/calendar.ts'
import { holidayPlace } from './holidays.ts'
import type { Path } from './problem.ts'
import { manifestSchema } from './schema.ts'

type Json = z.core.JSONSchema.BaseSchema

/** JSON Schema (draft 7, which editors know best) of a manifest as it is written, where defaults may be left out. */
export function manifestJsonSchema(rituals: ReadonlyMap<string, AnyRitual>): Json {
  const schema = z.toJSONSchema(manifestSchema(rituals), {
    target: 'draft-07',
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === holidayPlace) completePlaces(jsonSchema)
    },
  })
  return { ...schema, title: 'The manifest of Teamrunde' }
}

/** As it stands in manifest/teamrunde.schema.json. */
export function manifestJsonSchemaText(rituals: ReadonlyMap<string, AnyRitual>): string {
  return `${JSON.stringify(manifestJsonSchema(rituals), null, 2)}\n`
}

/** Lets an editor offer countries, and the regions of the country that was chosen. */
function completePlaces(place: Json): void {
  const countries = Object.keys(knownCountries()).toSorted()
  Object.assign(place.properties?.country ?? {}, { enum: countries })
  const regions = new Map(countries.map((country) => [country, Object.keys(knownRegions(country)).toSorted()]))
  const uniform = countries.filter((country) => regions.get(country)?.length === 0)
  place.anyOf = [
    ...countries
      .filter((country) => !uniform.includes(country))
      .map((country) => ({
        properties: { country: { const: country }, region: { enum: regions.get(country) ?? [] } },
      })),
    { properties: { country: { enum: uniform }, region: false } },
  ]
}

/** The keys that may stand at a path; of several shapes, those of the one the value has decided for by its `kind`. */
export function keysAt(rituals: ReadonlyMap<string, AnyRitual>, path: Path, value: unknown): string[] {
  const root = manifestJsonSchema(rituals)
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
