/** Before a message leaves the house, every member it mentions gets the id they have on that platform, or none. */
import type { Block, Inline, Message, RichText } from '#message'
import { chunks } from '../store/people.ts'
import type { House } from './house.ts'

export async function withMentions(house: House, platform: string, message: Message): Promise<Message> {
  const members = [
    ...new Set(
      message.blocks
        .flatMap(textsIn)
        .flat()
        .filter(isMention)
        .map((each) => each.member),
    ),
  ]
  if (members.length === 0) return message
  const ids = await idsOn(house, platform, members)
  const named = (text: RichText): RichText =>
    text.map((inline) => (isMention(inline) ? { ...inline, member: ids.get(inline.member) ?? '' } : inline))
  return { ...message, blocks: message.blocks.map((block) => mapTexts(block, named)) }
}

type Mention = Extract<Inline, { type: 'mention' }>
const isMention = (inline: Inline): inline is Mention => inline.type === 'mention'

function textsIn(block: Block): RichText[] {
  switch (block.type) {
    case 'text':
    case 'note':
      return [block.text]
    case 'list':
      return block.items
    case 'facts':
      return block.items.map(({ value }) => value)
    default:
      return []
  }
}

function mapTexts(block: Block, change: (text: RichText) => RichText): Block {
  switch (block.type) {
    case 'text':
    case 'note':
      return { ...block, text: change(block.text) }
    case 'list':
      return { ...block, items: block.items.map(change) }
    case 'facts':
      return { ...block, items: block.items.map((item) => ({ ...item, value: change(item.value) })) }
    default:
      return block
  }
}

async function idsOn(house: House, platform: string, members: string[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const some of chunks(members, 500)) {
    const rows = await house.db.kysely
      .selectFrom('identity')
      .select(['member_id', 'external_id'])
      .where('platform', '=', platform)
      .where('member_id', 'in', some)
      .execute()
    for (const row of rows) ids.set(row.member_id, row.external_id)
  }
  return ids
}
