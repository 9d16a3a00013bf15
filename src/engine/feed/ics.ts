/**
 * A calendar as a file (RFC 5545). Times are instants in UTC: each calendar shows them in its owner's own zone, and no clock change can move
 * them. A zone of its own would matter only for rules that repeat, and every entry here stands for itself.
 */
import ical from 'ical-generator'
import type { FeedEntry } from './entries.ts'
import type { Revision } from './revisions.ts'

/** Minutes after which a calendar may ask again. */
const REFRESH_MINUTES = 60

/** The same entries give the same text. */
export function icsOf(
  name: string,
  language: string,
  entries: readonly FeedEntry[],
  revisions: ReadonlyMap<string, Revision>,
): string {
  const calendar = ical({
    // Unlike an entry's texts, the library takes it as it is.
    name: readable(name).replaceAll('\n', ' '),
    prodId: { company: 'Teamrunde', product: 'Teamrunde', language: language.toUpperCase() },
    ttl: REFRESH_MINUTES * 60,
  })
  for (const { uid, title, startsAt, endsAt, text } of entries) {
    const { sequence, changedAt } = revisions.get(uid)!
    calendar.createEvent({
      id: uid,
      sequence,
      stamp: new Date(changedAt),
      lastModified: new Date(changedAt),
      start: new Date(startsAt.epochMilliseconds),
      end: new Date(endsAt.epochMilliseconds),
      summary: readable(title),
      ...(text === null ? {} : { description: readable(text) }),
    })
  }
  // Every line ends, the last one too; the library leaves that out.
  return `${calendar.toString()}\r\n`
}

/** What has no place in such a file goes; lines stay. */
const readable = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, ' ')
