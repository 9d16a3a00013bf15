/** The neutral blocks as elements of a card, in the same order. */
import type { Block } from '#message'
import { buttonAction, rowsOf, type Surface } from './button.ts'
import { chartElements } from './chart.ts'
import type { CardElement } from './element.ts'
import { factElements, headingElement, listElements, smallPrint } from './paragraph.ts'
import { type Page, textElement } from './running.ts'
import { tableElements } from './table.ts'

export interface Standing {
  delivery: string | null
  surface: Surface
}

export function renderBlocks(blocks: readonly Block[], page: Page, standing: Standing): CardElement[] {
  const body: CardElement[] = []
  let isDivided = false
  for (const block of blocks) {
    if (block.type === 'divider') {
      isDivided = true
      continue
    }
    const [first, ...others] = elementsOf(block, page, standing)
    if (!first) continue
    body.push(isDivided ? { ...first, separator: true, spacing: 'Medium' } : first, ...others)
    isDivided = false
  }
  return body
}

function elementsOf(block: Exclude<Block, { type: 'divider' }>, page: Page, standing: Standing): CardElement[] {
  switch (block.type) {
    case 'heading':
      return [headingElement(block.text)]
    case 'text':
      return [textElement(block.text, page)]
    case 'note':
      return [smallPrint(block.text, page)]
    case 'facts':
      return factElements(block, page)
    case 'list':
      return listElements(block, page)
    case 'table':
      return tableElements(block, page)
    case 'chart':
      return chartElements(block, page)
    case 'image':
      return [{ type: 'Image', url: block.url, altText: block.alt, size: 'Auto' }]
    case 'buttons':
      return rowsOf(block.buttons).map((row, index) => ({
        type: 'ActionSet',
        ...(index > 0 ? { spacing: 'Small' } : {}),
        actions: row.map((button) => buttonAction(button, standing.delivery, standing.surface, page.reader.plain)),
      }))
  }
}
