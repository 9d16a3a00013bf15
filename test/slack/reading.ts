/** What somebody reads: the text of blocks, the buttons under a message, the fields of a form. */
import type { BlockJson, Json, StoredMessage } from './world.ts'

export interface ShownButton {
  label: string
  block: string
  element: Json
}

export function textOf(value: unknown): string {
  return linesOf(value).join('\n')
}

/** Everything that is shown, in the order of the blocks; a link or a mention as Slack writes it. */
function linesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(linesOf)
  if (typeof value !== 'object' || value === null) return []
  const one = value as Json
  if (one['type'] === 'rich_text_section') return [(one['elements'] as Json[]).map(inlineOf).join('')]
  if (one['type'] === 'rich_text_list' && one['style'] === 'ordered') return numbered(one)
  if (one['type'] === 'data_visualization') return [String(one['title'])]
  return Object.entries(one).flatMap(([name, each]) => {
    if (name === 'text' && typeof each === 'string') return [each]
    return typeof each === 'object' && name !== 'confirm' ? linesOf(each) : []
  })
}

/** Slack counts by itself, from one more than the offset. */
const numbered = ({ elements, offset }: Json): string[] =>
  (elements as Json[]).map((element, index) => `${Number(offset ?? 0) + index + 1}. ${textOf(element)}`)

function inlineOf(element: Json): string {
  switch (element['type']) {
    case 'user':
      return `<@${String(element['user_id'])}>`
    case 'link':
      return String(element['text'] ?? element['url'])
    case 'date':
      return String(element['fallback'] ?? element['timestamp'])
    default:
      return String(element['text'] ?? '')
  }
}

/** What somebody sees of a message: its blocks, or its text where it has none. */
export const shownText = ({ blocks, text }: StoredMessage): string => (blocks.length > 0 ? textOf(blocks) : text)

export function buttonsIn(blocks: readonly BlockJson[]): ShownButton[] {
  return blocks.flatMap((block) => {
    const elements = (block['elements'] ?? (block['accessory'] ? [block['accessory']] : [])) as Json[]
    return elements
      .filter((element) => element['type'] === 'button')
      .map((element) => ({ label: textOf(element['text']), block: block.block_id!, element }))
  })
}

export interface ShownField {
  label: string
  block: string
  action: string
  optional: boolean
  element: Json
}

export const fieldsIn = (blocks: readonly BlockJson[]): ShownField[] =>
  blocks
    .filter((block) => block.type === 'input')
    .map((block) => {
      const element = block['element'] as Json
      return {
        label: textOf(block['label']),
        block: block.block_id!,
        action: String(element['action_id']),
        optional: block['optional'] === true,
        element,
      }
    })
