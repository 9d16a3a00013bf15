/**
 * Where a platform reaches people and channels: what an adapter learns from what comes in and needs again to write first. It says nothing of when somebody
 * wrote or was written to: a row changes only when the place does.
 */
import type { Clock } from '../clock.ts'
import { instantText } from '../time/format.ts'
import { json, parse } from './codecs.ts'
import type { Database } from './database.ts'
import type { JsonText } from './schema.ts'

export interface Contact<Details> {
  conversation: string
  /** The platform's id of the person whose own conversation it is; null for channels. */
  person: string | null
  /** The adapter's own. */
  details: Details
}

export interface ContactBook<Details> {
  find(conversation: string): Promise<Contact<Details> | null>
  ofPerson(person: string): Promise<Contact<Details> | null>
  /** In the order in which they were learnt. */
  all(): Promise<Contact<Details>[]>
  save(contact: Contact<Details>): Promise<void>
  remove(conversation: string): Promise<void>
}

export function contactsOf<Details>(db: Database, clock: Clock, platform: string): ContactBook<Details> {
  const known = () =>
    db.kysely
      .selectFrom('contact')
      .select(['conversation', 'person', 'details'])
      .where('platform', '=', platform)
      .orderBy('learnt_on')
      .orderBy('conversation')

  return {
    find: async (conversation) => asContact(await known().where('conversation', '=', conversation).executeTakeFirst()),
    // Where somebody has several, the one that was learnt last.
    async ofPerson(person) {
      const rows = await known().where('person', '=', person).execute()
      return asContact(rows.at(-1))
    },
    all: async () => (await known().execute()).map((row) => asContact<Details>(row)!),
    async save({ conversation, person, details }) {
      const learnt_on = instantText(clock.now()).slice(0, 10)
      const row = { platform, conversation, person, details: json(details), learnt_on }
      await db.write((trx) =>
        trx
          .insertInto('contact')
          .values(row)
          .onConflict((conflict) => conflict.columns(['platform', 'conversation']).doUpdateSet(row))
          .execute(),
      )
    },
    async remove(conversation) {
      await db.write((trx) =>
        trx.deleteFrom('contact').where('platform', '=', platform).where('conversation', '=', conversation).execute(),
      )
    },
  }
}

interface Row {
  conversation: string
  person: string | null
  details: JsonText
}

const asContact = <Details>(row: Row | undefined): Contact<Details> | null =>
  row === undefined ? null : { ...row, details: parse<Details>(row.details) }
