/**
 * The neutral message as HTML: pure, and the only place where it becomes HTML. The page shows what comes out of here as it is, so nothing
 * may come out that was not escaped.
 */
import type { Block, Button, Message } from '#message'
import { markup, type Markup } from './markup.ts'
import { renderChart } from './render-chart.ts'
import { type PageReader, renderRich } from './render-inline.ts'
import { text } from './texts.ts'

export type { PageReader } from './render-inline.ts'

/** A message as safe HTML, without the frame (sender, time) that the page puts around it. */
export const renderMessage = (message: Message, reader: PageReader): string =>
  message.blocks.map((block) => renderBlock(block, reader).toString()).join('\n')

export function renderBlock(block: Block, reader: PageReader): Markup {
  switch (block.type) {
    case 'heading':
      return markup`<h3 dir="auto">${block.text}</h3>`
    case 'text':
      return markup`<p dir="auto">${renderRich(block.text, reader)}</p>`
    case 'note':
      return markup`<p class="note" dir="auto">${renderRich(block.text, reader)}</p>`
    case 'facts':
      return renderFacts(block.items, reader)
    case 'list':
      return renderList(block, reader)
    case 'table':
      return renderTable(block)
    case 'chart':
      return renderChart(block, reader.language)
    case 'image':
      return renderImage(block, reader)
    case 'divider':
      return markup`<hr>`
    case 'buttons':
      return markup`<div class="buttons">${block.buttons.map(renderButton)}</div>`
  }
}

type Of<Type extends Block['type']> = Extract<Block, { type: Type }>

function renderFacts(items: Of<'facts'>['items'], reader: PageReader): Markup {
  const rows = items.map(
    (item) => markup`<div><dt dir="auto">${item.label}</dt><dd dir="auto">${renderRich(item.value, reader)}</dd></div>`,
  )
  return markup`<dl class="facts">${rows}</dl>`
}

function renderList(block: Of<'list'>, reader: PageReader): Markup {
  const items = block.items.map((item) => markup`<li dir="auto">${renderRich(item, reader)}</li>`)
  return block.ordered ? markup`<ol>${items}</ol>` : markup`<ul>${items}</ul>`
}

/** A wide table scrolls in its own frame, which the keyboard can reach. */
function renderTable(block: Of<'table'>): Markup {
  const head = block.columns.map((column) => markup`<th scope="col" dir="auto">${column}</th>`)
  const rows = block.rows.map(
    (row) =>
      markup`<tr>${row.map((cell, at) =>
        at === 0 ? markup`<th scope="row" dir="auto">${cell}</th>` : markup`<td dir="auto">${cell}</td>`,
      )}</tr>`,
  )
  return markup`<div class="table" role="region" aria-label="${block.caption}" tabindex="0"><table><caption>${block.caption}</caption><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`
}

/** Pictures from elsewhere are named, not loaded: what happens here stays on this machine. */
function renderImage(block: Of<'image'>, reader: PageReader): Markup {
  if (block.url.startsWith('/') && !block.url.startsWith('//'))
    return markup`<img src="${block.url}" alt="${block.alt}" loading="lazy">`
  return markup`<p class="note" dir="auto">${text(reader.language, 'image.elsewhere', { alt: block.alt })}</p>`
}

function renderButton(button: Button): Markup {
  const style = button.style ? ` button-${button.style}` : ''
  const value = button.value === undefined ? '' : markup` data-value="${button.value}"`
  const occurrence = button.occurrence === undefined ? '' : markup` data-occurrence="${button.occurrence}"`
  return markup`<button type="button" class="button${style}" data-action="${button.action}"${value}${occurrence}>${button.label}</button>`
}
