/** The Home tab: what the engine's home reply says, as a view. */
import type { Message } from '#message'
import type { types } from '@slack/bolt'
import { renderBlocks } from './blocks.ts'
import type { SlackReader } from './reader.ts'

export const homeView = (message: Message, reader: SlackReader): types.HomeView => ({
  type: 'home',
  callback_id: 'home',
  blocks: renderBlocks(message.blocks, reader, 'home') as types.KnownBlock[],
})
