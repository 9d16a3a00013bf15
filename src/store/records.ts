/**
 * The record of processing (GDPR Art. 30): one entry for each table, in the order people read it. The compiler wants an entry for every table
 * of the schema, and a test for every table of the database, so a new one can't be forgotten.
 */
import { recordWordsDe } from './record-words-de.ts'
import { recordWordsEn } from './record-words-en.ts'
import type { Schema } from './schema.ts'

export type TableName = keyof Schema

/** A table in words. `kept` may have the gaps `{{responses}}` and `{{results}}`: lengths of time from the manifest. */
export interface RecordWords {
  what: string
  whose: string
  why: string
  kept: string
  readers: string
}

/** Whether a table holds something about a person who can be told by it. */
const PERSONAL: Record<TableName, boolean> = {
  member: true,
  identity: true,
  contact: true,
  membership: true,
  response: true,
  spool: true,
  pairing: true,
  promise: true,
  feed: true,
  feed_entry: true,
  result: false,
  participant: true,
  delivery: true,
  absence: true,
  opt_out: true,
  occurrence: true,
  manifest: true,
  team: true,
  ritual: false,
  event: true,
  job: true,
  replica: false,
  audit: true,
  setting: true,
}

export interface ProcessingRecord {
  table: TableName
  personal: boolean
  words: Record<'de' | 'en', RecordWords>
}

export const PROCESSING: readonly ProcessingRecord[] = (Object.keys(PERSONAL) as TableName[]).map((table) => ({
  table,
  personal: PERSONAL[table],
  words: { de: recordWordsDe[table], en: recordWordsEn[table] },
}))
