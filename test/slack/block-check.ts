/** Says no to blocks as Slack does: the schema of the public types, the limits and what may stand where. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv, type ValidateFunction } from 'ajv'
import { checkChart } from './chart-check.ts'
import { refusalWith } from './refusal.ts'
import type { BlockJson, Json } from './world.ts'

export const fixture = (name: string): Json =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../fixtures/slack/${name}`, import.meta.url)), 'utf8')) as Json

export type Surface = 'message' | 'modal' | 'home'

interface Limits {
  surfaces: Record<Surface, { maxBlocks: number; forbiddenBlocks: string[] }>
}

const limits = fixture('block-kit.limits.json') as unknown as Limits
const ajv = new Ajv({ strict: false, allErrors: true }).addSchema(fixture('block-kit.types-3.2.0.schema.json'), 'slack')

/** Slack answers `msg_blocks_too_long` somewhere above this many characters; it does not say where. */
export const MESSAGE_CHARACTERS = 13_200
const VIEW_BYTES = 250_000
const MARKDOWN_CHARACTERS = 12_000

const definitionOf = (type: string): string =>
  `${type
    .split('_')
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('')}Block`

function schemaOf(definition: string): ValidateFunction | undefined {
  return ajv.getSchema(`slack#/definitions/${definition}`)
}

/** Everything that is wrong with these blocks on this surface; nothing when they are right. */
export function complaintsAbout(surface: Surface, blocks: unknown): string[] {
  if (!Array.isArray(blocks)) return ['blocks must be an array']
  const complaints: string[] = []
  const { maxBlocks, forbiddenBlocks } = limits.surfaces[surface]
  if (blocks.length > maxBlocks) complaints.push(`no more than ${maxBlocks} items allowed [json-pointer:/blocks]`)
  for (const [index, block] of blocks.entries()) {
    const at = `[json-pointer:/blocks/${index}]`
    complaints.push(...blockComplaints(block as BlockJson, forbiddenBlocks).map((complaint) => `${complaint} ${at}`))
  }
  complaints.push(...countComplaints(blocks as BlockJson[]), ...idComplaints(blocks as BlockJson[]))
  return complaints
}

function blockComplaints(block: BlockJson, forbidden: string[]): string[] {
  if (typeof block?.type !== 'string') return ['a block needs a type']
  if (forbidden.includes(block.type)) return [`unsupported block: ${block.type}`]
  if (block.type === 'data_visualization') {
    const complaints: string[] = []
    checkChart(block, (complaint) => complaints.push(complaint))
    return complaints
  }
  const check = schemaOf(definitionOf(block.type))
  if (check === undefined) return [`unsupported block: ${block.type}`]
  if (!check(block)) return schemaComplaints(check)
  return [...textComplaints(block), ...ownComplaints(block)]
}

/** A union of many kinds of elements complains once for each kind; the ones nearest to what was meant are enough. */
function schemaComplaints(check: ValidateFunction): string[] {
  const told = (check.errors ?? []).filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'const')
  const all = (told.length > 0 ? told : (check.errors ?? [])).map(
    ({ instancePath, message, params }) => `${message ?? 'wrong'} ${JSON.stringify(params)} ${instancePath}`,
  )
  return [...new Set(all)].slice(0, 6)
}

/** Everything called `text` has something in it, and no more than Slack takes anywhere. */
function textComplaints(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textComplaints)
  if (typeof value !== 'object' || value === null) return []
  const one = value as Json
  const text = one['text']
  const isText = typeof text === 'string' && (one['type'] === 'plain_text' || one['type'] === 'mrkdwn')
  const own = !isText
    ? []
    : text === ''
      ? ['must be more than 0 characters']
      : text.length > 3000
        ? ['must be less than 3001 characters']
        : []
  return [...own, ...Object.values(one).flatMap(textComplaints)]
}

function ownComplaints(block: BlockJson): string[] {
  if (block.type === 'section' && block['text'] === undefined && block['fields'] === undefined)
    return ['text or fields must be there']
  if (block.type === 'section')
    return ((block['fields'] as Json[] | undefined) ?? []).flatMap((field) => tooLong(field['text'], 2000, 'a field'))
  if (block.type === 'image')
    return (block['image_url'] === undefined) === (block['slack_file'] === undefined)
      ? ['image_url or slack_file must be there']
      : []
  if (block.type === 'table') return tableComplaints(block)
  if (block.type === 'input') return optionComplaints(block['element'] as Json)
  if (block.type === 'rich_text')
    return (block['elements'] as unknown[]).length === 0 ? ['elements must not be empty'] : []
  return block.type === 'actions' ? (block['elements'] as Json[]).flatMap(optionComplaints) : []
}

const tooLong = (text: unknown, most: number, what: string): string[] =>
  String(text).length > most ? [`${what} must be less than ${most + 1} characters`] : []

function tableComplaints(block: BlockJson): string[] {
  const rows = block['rows'] as Json[][]
  const width = rows[0]?.length ?? 0
  const empty = rows.flat().filter((cell) => cell['type'] === 'raw_text' && cell['text'] === '')
  return [
    ...(width < 1 || width > 20 ? [`a table has 1 to 20 columns, not ${width}`] : []),
    ...(rows.some((row) => row.length !== width) ? ['all rows of a table must be of one length'] : []),
    ...(empty.length > 0 ? ['a cell must be more than 0 characters'] : []),
  ]
}

const MOST_OPTIONS: Record<string, number> = {
  checkboxes: 10,
  radio_buttons: 10,
  static_select: 100,
  multi_static_select: 100,
  overflow: 5,
}

interface OptionJson {
  value?: string
}

function optionComplaints(element: Json): string[] {
  const most = MOST_OPTIONS[String(element['type'])]
  if (most === undefined) return []
  const options = (element['options'] ?? []) as OptionJson[]
  const values = options.map(({ value }) => value ?? '')
  const initial = [element['initial_option'], ...((element['initial_options'] ?? []) as unknown[])].filter(Boolean)
  return [
    ...(options.length < 1 || options.length > most ? [`1 to ${most} options, not ${options.length}`] : []),
    ...(new Set(values).size !== values.length ? ['values of options must differ'] : []),
    ...values.flatMap((value) => tooLong(value, 75, 'the value of an option')),
    ...(initial.every((one) => options.some((option) => JSON.stringify(option) === JSON.stringify(one)))
      ? []
      : ['an initial option must be one of the options']),
  ]
}

function countComplaints(blocks: BlockJson[]): string[] {
  const count = (...types: string[]): number => blocks.filter((block) => types.includes(block?.type)).length
  const markdown = blocks.reduce(
    (sum, block) => sum + (block?.type === 'markdown' ? String(block['text']).length : 0),
    0,
  )
  return [
    ...(count('table', 'data_table') > 1 ? ['only_one_table_allowed'] : []),
    ...(count('data_visualization') > 2 ? ['no more than 2 data_visualization blocks'] : []),
    ...(markdown > MARKDOWN_CHARACTERS ? [`markdown: no more than ${MARKDOWN_CHARACTERS} characters`] : []),
  ]
}

function idComplaints(blocks: BlockJson[]): string[] {
  const twice = (ids: string[]): string[] => [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))]
  const blockIds = blocks.flatMap((block) => (typeof block?.block_id === 'string' ? [block.block_id] : []))
  const actionIds = elementsOf(blocks).flatMap((element) =>
    typeof element['action_id'] === 'string' ? [element['action_id']] : [],
  )
  return [
    ...twice(blockIds).map((id) => `block_id "${id}" already exists`),
    ...twice(actionIds).map((id) => `action_id "${id}" already exists`),
  ]
}

/** Buttons and inputs, wherever they stand. */
export const elementsOf = (blocks: readonly BlockJson[]): Json[] =>
  blocks.flatMap((block) => {
    if (block?.type === 'actions') return block['elements'] as Json[]
    const single =
      block?.type === 'input' ? block['element'] : block?.type === 'section' ? block['accessory'] : undefined
    return single === undefined ? [] : [single as Json]
  })

/** All characters that somebody reads in these blocks. */
export function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + charactersIn(each), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [name, each]) => sum + (name === 'text' && typeof each === 'string' ? each.length : charactersIn(each)),
    0,
  )
}

/** @throws Refusal `invalid_blocks` or `msg_blocks_too_long` */
export function checkMessageBlocks(blocks: unknown): asserts blocks is BlockJson[] {
  const complaints = complaintsAbout('message', blocks)
  if (complaints.length > 0) throw refusalWith('invalid_blocks', complaints)
  if (charactersIn(blocks) > MESSAGE_CHARACTERS) throw refusalWith('msg_blocks_too_long', ['blocks are too long'])
}

/** Everything that is wrong with a view as it is handed to `views.open`, `views.publish` and their like. */
export function complaintsAboutView(view: Json): string[] {
  const surface: Surface = view['type'] === 'home' ? 'home' : 'modal'
  const check = schemaOf(surface === 'home' ? 'SlackHomeView' : 'SlackModalView')!
  const { blocks, ...frame } = view
  const framed = { ...frame, blocks: [] }
  const complaints = [...(check(framed) ? [] : schemaComplaints(check)), ...complaintsAbout(surface, blocks)]
  const inputs = Array.isArray(blocks) ? (blocks as BlockJson[]).filter((block) => block.type === 'input') : []
  if (surface === 'modal' && inputs.length > 0 && view['submit'] === undefined)
    complaints.push('submit must be there when there are inputs')
  if (surface === 'home' && inputs.length > 0) complaints.push('a Home tab of ours has no inputs')
  complaints.push(...inputs.filter((block) => !block.block_id).map(() => 'every input needs a block_id of its own'))
  if (Buffer.byteLength(JSON.stringify(view)) > VIEW_BYTES) complaints.push('view_too_large')
  return complaints
}
