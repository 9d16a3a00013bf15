/**
 * Where a platform can't open a conversation for people who were drawn together, or they are on different ones, each of them is written to alone.
 * Their message then ends with a way to the others: a chat of their own where the platform has an address for it, else an e-mail address.
 */
import { type Inline, type Message, paragraph } from '#message'
import type { Language, Platform } from '#platform'
import { chunks } from '../store/people.ts'
import type { House } from './house.ts'

/** A message as the outbox keeps it; `beside` are the members who get the same, each in their own conversation. */
export interface KeptMessage extends Message {
  beside?: string[]
}

/** @throws DeliveryError where the platform has to be asked for the address and can't be */
export async function withWayToOthers(
  house: House,
  platform: Platform,
  language: Language,
  { beside = [], ...message }: KeptMessage,
): Promise<Message> {
  if (beside.length === 0) return message
  const others = await peopleOn(house, platform.name, beside)
  const here = others.flatMap(({ externalId }) => externalId ?? [])
  const chat = here.length === 0 ? null : await platform.chatLink(here)
  const { list, rich } = speaking(house, language)
  const inChat = others.filter(({ externalId }) => externalId !== null)
  return {
    ...message,
    blocks: [
      ...message.blocks,
      ...(chat === null ? [] : [paragraph([link(list('reach.chat', inChat), chat)])]),
      ...others.flatMap(({ name, email, externalId }) =>
        externalId !== null || email === null
          ? []
          : [paragraph(rich('reach.mail', { name, mail: [link(email, `mailto:${email}`)] }))],
      ),
    ],
  }
}

const link = (text: string, url: string): Inline => ({ type: 'link', text, url })

function speaking(house: House, language: Language) {
  const t = house.texts.speak(language, 'common')
  const list = (key: string, people: { name: string }[]): string =>
    t(key, { names: t.list(people.map((each) => each.name)) })
  return { list, rich: t.rich }
}

interface Other {
  name: string
  email: string | null
  /** Null for whoever is not on this platform. */
  externalId: string | null
}

async function peopleOn(house: House, platform: string, members: string[]): Promise<Other[]> {
  const found: Other[] = []
  for (const some of chunks(members, 500)) {
    const rows = await house.db.kysely
      .selectFrom('member')
      .leftJoin('identity', (join) =>
        join.onRef('identity.member_id', '=', 'member.id').on('identity.platform', '=', platform),
      )
      .select(['member.name', 'member.email', 'identity.external_id'])
      .where('member.id', 'in', some)
      .orderBy('member.name')
      .orderBy('member.id')
      .execute()
    found.push(...rows.map(({ name, email, external_id }) => ({ name, email, externalId: external_id })))
  }
  return found
}
