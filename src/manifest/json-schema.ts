/** The manifest's JSON Schema, for editors: generated from the one definition, never written by hand. */
import { z } from 'zod'
import type { AnyRitual } from '../engine/discovery.ts'
import { knownCountries, knownRegions } from '../time/calendar.ts'
import { holidayPlace } from './holidays.ts'
import { manifestSchema } from './schema.ts'

export type Json = z.core.JSONSchema.BaseSchema

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
