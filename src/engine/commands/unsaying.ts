/** Takes somebody's words out of messages that no ritual says any more and that stand all the same: a phase that is over, an earlier invitation. */
import { type Message, paragraph } from '#message'
import { parse } from '../../store/codecs.ts'
import type { House, Writes } from '../house.ts'
import { unsay } from '../outbox.ts'

/** Shorter words are anybody's. */
const OWN_FROM = 4

/** Words of this length are theirs also where they stand among others. */
const TELLING = 12

/** What somebody has written in an occurrence, line by line, as cards are. */
export async function wordsOf(trx: Writes, occurrence: string, member: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('response')
    .select('answers')
    .where('occurrence_id', '=', occurrence)
    .where('member_id', '=', member)
    .where('answers', 'is not', null)
    .execute()
  const values = rows.flatMap(({ answers }) => Object.values(parse<Record<string, unknown>>(answers!)))
  const lines = values.flatMap((value) => (typeof value === 'string' ? value.split('\n') : []))
  return [...new Set(lines.map((line) => line.trim()).filter((line) => line.length >= OWN_FROM))]
}

/** @param said the deliveries that have been seen to already */
export async function unsayElsewhere(
  house: House,
  trx: Writes,
  occurrence: string,
  words: readonly string[],
  said: ReadonlySet<string>,
): Promise<void> {
  if (words.length === 0) return
  const rows = await trx
    .selectFrom('delivery')
    .select(['id', 'message', 'state', 'sent_revision', 'recipient', 'language'])
    .where('occurrence_id', '=', occurrence)
    .execute()
  for (const row of rows) {
    if (said.has(row.id) || !tells(parse<Message>(row.message), words)) continue
    const line = house.texts.speak(row.language, 'common')('forget.replaced')
    await unsay(house, trx, row, { summary: line, blocks: [paragraph(line)] })
  }
}

const tells = (message: Message, words: readonly string[]): boolean =>
  textsIn(message).some((text) =>
    words.some((word) => text === word || (word.length >= TELLING && text.includes(word))),
  )

/** What can be read in a message, wherever it stands; not what its buttons do. */
function textsIn(part: unknown): string[] {
  if (typeof part === 'string') return [part]
  if (part === null || typeof part !== 'object') return []
  if ('type' in part && part.type === 'buttons') return []
  return Object.entries(part).flatMap(([name, value]) => (name === 'type' ? [] : textsIn(value)))
}
