/** Says no to cards as Teams would: the public schema of Adaptive Cards 1.5, the types of what Teams has beyond it, and the size. */
import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'

export type Json = Record<string, unknown>

const fixture = (name: string): Json =>
  JSON.parse(readFileSync(new URL(`../fixtures/teams/${name}`, import.meta.url), 'utf8')) as Json

/** Teams takes 100 KB a message, in UTF-16; beyond this, what stands around a card may not fit. */
const MOST_BYTES = 80_000
const MOST_ACTIONS = 6

/** The schema is of a draft that names its keys a little differently. */
function coreSchema(): Json {
  const { $schema: _, id: __, ...schema } = fixture('adaptive-card.schema.1.5.0.json')
  return { ...schema, anyOf: undefined, $ref: '#/definitions/AdaptiveCard' }
}

const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: false })
const isCore = ajv.compile(JSON.parse(JSON.stringify(coreSchema())) as Json)
const isTeams = ajv.compile(fixture('teams-adaptive-card.schema.json'))

/** Everything that is wrong with a card; nothing when it is right. */
export function complaintsAboutCard(card: object): string[] {
  const { msteams: _, ...core } = card as Json
  const bytes = 2 * JSON.stringify(card).length
  return [
    ...complaints(isCore, withoutTeams(core) as Json),
    ...complaints(isTeams, card as Json),
    ...(bytes > MOST_BYTES ? [`${bytes} bytes`] : []),
    ...elementsIn(card).flatMap(ownComplaints),
    ...idComplaints(card),
  ]
}

/** What Teams has beyond the core as what stands there elsewhere: no charts, and a list to choose from that can't be typed into. */
function withoutTeams(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((each) => !isChart(each)).map(withoutTeams)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      name === 'style' && each === 'filtered' ? 'compact' : withoutTeams(each),
    ]),
  )
}

const isChart = (value: unknown): boolean => String((value as Json | null)?.['type']).startsWith('Chart.')

/** Of the many ways in which a card is none of the things it could be, those that got furthest. */
function complaints(check: ValidateFunction, card: Json): string[] {
  if (check(card)) return []
  const errors = check.errors ?? []
  const depth = Math.max(...errors.map(({ instancePath }) => instancePath.split('/').length))
  const furthest = errors.filter(({ instancePath }) => instancePath.split('/').length === depth)
  return [...new Set(furthest.map(({ instancePath, message }) => `${instancePath} ${message}`))]
}

/** Everything in a card that has a type, the actions too. */
export function elementsIn(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(elementsIn)
  if (typeof value !== 'object' || value === null) return []
  const own = value as Json
  const inner = Object.entries(own).flatMap(([name, each]) => (name === 'data' ? [] : elementsIn(each)))
  return typeof own['type'] === 'string' ? [own, ...inner] : inner
}

/** What no schema says. */
function ownComplaints(element: Json): string[] {
  const actions = element['actions']
  return [
    ...(Array.isArray(actions) && actions.length > MOST_ACTIONS ? [`${actions.length} actions`] : []),
    ...(element['type'] === 'TextRun' && element['text'] === '' ? ['a run without text'] : []),
    ...(element['type'] === 'RichTextBlock' && (element['inlines'] as Json[]).length === 0 ? ['an empty text'] : []),
    ...(element['type'] === 'TextBlock' && element['wrap'] !== true
      ? ['a text that is cut at the end of its line']
      : []),
  ]
}

function idComplaints(card: object): string[] {
  const ids = elementsIn(card).flatMap(({ id }) => (typeof id === 'string' ? [id] : []))
  return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `two inputs called ${id}`)
}
