/** Between two people, whoever did not press the button learns what came of a promise: once, in their own conversation. */
import { type Block, type Message, paragraph, type RichText } from '#message'
import type { Speak } from '#ritual'
import { parse } from '../../store/codecs.ts'
import { instantText } from '../../time/format.ts'
import { addressesOf } from '../address.ts'
import type { House, Writes } from '../house.ts'
import { post, unsay } from '../outbox.ts'
import type { Party } from './party.ts'
import { shownText, whatWords } from './promise-words.ts'
import type { Held, Settling } from './settling.ts'

const keyOf = (promise: string): string => `promise/${promise}/`

type News = Extract<Settling, { did: 'kept' | 'late' | 'dropped' | 'moved' }>

/** Tells the other of the two at their next working moment; what had not reached them yet gives way. @returns who is told, or null */
export async function tellOther(house: House, trx: Writes, settling: News, member: string): Promise<Party | null> {
  const { held } = settling
  const other = otherOf(held, member)
  if (other === null) return null
  await takeBackUnsent(trx, held.row.id, other.id)
  const address = (await addressesOf(house, trx, held.team, [other])).get(other.id)
  if (!address) return null
  const t = house.texts.speak(other.language, 'common')
  const now = house.clock.now()
  const draft = {
    ...address,
    occurrence: null,
    key: `${keyOf(held.row.id)}${settling.did}/${held.row.due}`,
    under: null,
    message: { summary: t('promise.news.summary'), blocks: [paragraph(newsLine(t, settling, other))] },
    notBefore: instantText(other.calendar.nextWorkingInstant(now, other.zone) ?? now),
  }
  await post(house, trx, [draft])
  return other
}

/** Nobody, where it is promised to the team or to oneself. */
function otherOf({ owner, to }: Held, member: string): Party | null {
  if (to === null || to.id === owner.id) return null
  return member === owner.id ? to : owner
}

function newsLine(t: Speak, { did, held }: News, other: Party): RichText {
  const what = whatWords(t, held.row)
  if (other.id === held.owner.id) return t.rich('promise.news.confirmed', { name: held.to!.name, what })
  const values = { name: held.owner.name, what }
  if (did === 'moved') return t.rich('promise.news.moved', { ...values, date: t.date(held.row.due) })
  return t.rich(did === 'dropped' ? 'promise.news.dropped' : 'promise.news.kept', values)
}

async function takeBackUnsent(trx: Writes, promise: string, recipient: string): Promise<void> {
  await trx
    .deleteFrom('delivery')
    .where('recipient', '=', `member:${recipient}`)
    .where('key', 'like', `${keyOf(promise)}%`)
    .where('state', '=', 'queued')
    .where('sent_revision', '=', 0)
    .execute()
}

/** Takes what somebody promised, or was promised, out of what others were told of it. Called before that person is deleted. */
export async function unsayPromises(house: House, trx: Writes, member: string): Promise<void> {
  const promises = await trx
    .selectFrom('promise')
    .select(['id', 'owner_id', 'text'])
    .where((where) => where.or([where('owner_id', '=', member), where('to_id', '=', member)]))
    .execute()
  for (const [owner, some] of Map.groupBy(promises, ({ owner_id }) => owner_id))
    if (owner !== member) await unsayNudges(house, trx, owner, some)
  for (const { id } of promises) {
    const told = await trx
      .selectFrom('delivery')
      .select(['id', 'message', 'state', 'sent_revision', 'recipient', 'language'])
      .where('key', 'like', `${keyOf(id)}%`)
      .where('recipient', '!=', `member:${member}`)
      .execute()
    for (const each of told) {
      const said = house.texts.speak(each.language, 'common')('forget.replaced')
      await unsay(house, trx, each, { summary: said, blocks: [paragraph(said)] })
    }
  }
}

/** What its owner was reminded of gives way to one line, and asks for nothing any more. */
async function unsayNudges(
  house: House,
  trx: Writes,
  owner: string,
  promises: readonly { id: string; text: string }[],
): Promise<void> {
  const rows = await trx
    .selectFrom('delivery')
    .select(['id', 'message', 'state', 'sent_revision', 'recipient', 'language'])
    .where('recipient', '=', `member:${owner}`)
    .where('key', 'like', 'promises/%')
    .execute()
  const ids = new Set(promises.map(({ id }) => id))
  const texts = new Set(promises.map(({ text }) => shownText(text)))
  for (const row of rows) {
    const message = parse<Message>(row.message)
    const said = house.texts.speak(row.language, 'common')('forget.replaced')
    const isIt = (block: Block | undefined): boolean =>
      block?.type === 'text' && block.text.some((run) => run.type === 'bold' && texts.has(run.text))
    const blocks = message.blocks.flatMap((block, place): Block[] => {
      if (isIt(block)) return [paragraph(said)]
      if (block.type === 'buttons') return block.buttons.some(({ value }) => ids.has(value ?? '')) ? [] : [block]
      // What came of it, in the place of its buttons.
      return block.type === 'note' && isIt(message.blocks[place - 1]) ? [] : [block]
    })
    await unsay(house, trx, row, { ...message, blocks })
  }
}
