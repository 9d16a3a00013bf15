/** The neutral blocks as Slack's. Charts and tables are drawn where Slack shows them; everywhere else, and beyond what it takes, they stand as text. */
import { type Block, chartTable } from '#message'
import { buttonElement } from './button.ts'
import { chartBlocks } from './chart.ts'
import { factBlocks, listBlocks, noteBlocks, textBlocks } from './paragraph.ts'
import type { SlackReader } from './reader.ts'
import type { SlackBlock, Surface } from './surface.ts'
import { fitsTable, tableBlocks } from './table.ts'

const MOST_CHARTS = 2
const MOST_ALT = 2000

/** What one message may hold only so many of. */
interface Room {
  charts: number
  tables: number
}

/** @returns Slack's blocks in the same order, with no ids yet */
export function renderBlocks(blocks: readonly Block[], reader: SlackReader, surface: Surface): SlackBlock[] {
  const room: Room = surface === 'message' ? { charts: MOST_CHARTS, tables: 1 } : { charts: 0, tables: 0 }
  return blocks.flatMap((block, index) => blocksOf(block, index, reader, room))
}

function blocksOf(block: Block, index: number, reader: SlackReader, room: Room): SlackBlock[] {
  switch (block.type) {
    case 'heading':
      return [{ type: 'header', text: { type: 'plain_text', text: block.text, emoji: false } }]
    case 'text':
      return textBlocks(block.text, reader)
    case 'note':
      return noteBlocks(block.text, reader)
    case 'facts':
      return factBlocks(block, reader)
    case 'list':
      return listBlocks(block, reader)
    case 'table':
      return tableBlocks(block, reader, takesTable(room, fitsTable(block)))
    case 'chart': {
      const drawn = chartBlocks(block, reader, room.charts > 0)
      if (drawn.some(({ type }) => type === 'data_visualization')) room.charts -= 1
      const table = chartTable(block, reader.language)
      // Its title stands above already.
      return [...drawn, ...tableBlocks(table, reader, takesTable(room, fitsTable(table))).slice(1)]
    }
    case 'image':
      return imageBlocks(block, reader)
    case 'divider':
      return [{ type: 'divider' }]
    case 'buttons':
      return [
        {
          type: 'actions',
          elements: block.buttons.map((button, place) => buttonElement(button, `${index}-${place}`)),
        },
      ]
  }
}

function takesTable(room: Room, fits: boolean): boolean {
  if (!fits || room.tables === 0) return false
  room.tables -= 1
  return true
}

/** A description that is longer than Slack takes stands beneath the picture as well. */
function imageBlocks({ url, alt }: Extract<Block, { type: 'image' }>, reader: SlackReader): SlackBlock[] {
  const beneath = alt.length > MOST_ALT ? textBlocks([{ type: 'plain', text: alt }], reader) : []
  return [{ type: 'image', image_url: url, alt_text: alt.slice(0, MOST_ALT) }, ...beneath]
}
