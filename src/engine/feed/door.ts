/**
 * The http door to calendars: `/calendar/<token>.ics`. What it is asked for is never logged, since the path is the key; and it does one calendar
 * at a time, so that no number of requests holds up anybody's answers.
 */
import { hash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { fault } from '../../log.ts'
import type { Door } from '../../server.ts'
import type { Member } from '../../store/people.ts'
import type { House } from '../house.ts'
import { FEED_PATH, memberAt } from './addresses.ts'
import { feedEntries } from './entries.ts'
import { icsOf } from './ics.ts'
import { revisionsOf } from './revisions.ts'

/** A calendar is made anew at most this often; in between the last one is told again. */
const FRESH_SECONDS = 60
const MOST_KEPT = 1000
const MOST_WAITING = 100

interface Made {
  body: string
  etag: string
}

export function calendarDoor(house: House): Door {
  const calendarFor = keeper(house)
  return {
    prefix: FEED_PATH,
    listener(request, response) {
      void respond(house, calendarFor, request, response).catch((error: unknown) => {
        house.log.error(fault(error), 'a calendar could not be told')
        if (!response.headersSent) answer(response, 500, 'not now')
      })
    },
  }
}

type CalendarFor = (member: Member) => Promise<Made> | null

async function respond(
  house: House,
  calendarFor: CalendarFor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    return answer(response, 405, 'only to be read')
  }
  const member = await memberAt(house.db.kysely, (request.url ?? '').split('?', 1)[0]!)
  if (member === null) return answer(response, 404, 'not found')
  const making = calendarFor(member)
  if (making === null) {
    response.setHeader('retry-after', '60')
    return answer(response, 503, 'busy')
  }
  const { body, etag } = await making
  const headers = { ...PRIVATE, etag }
  if (isKnown(request.headers['if-none-match'], etag)) return void response.writeHead(304, headers).end()
  response.writeHead(200, {
    ...headers,
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': 'inline; filename="teamrunde.ics"',
    'content-length': Buffer.byteLength(body),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** For its owner's calendar alone, to be asked about each time. */
const PRIVATE = {
  'cache-control': 'private, no-cache',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
  'referrer-policy': 'no-referrer',
}

const isKnown = (asked: string | undefined, etag: string): boolean =>
  (asked ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === etag || each.trim() === '*')

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${text}\n`)
}

/** One after the other; the same calendar asked for twice is made once. Null when too many wait. */
function keeper(house: House): CalendarFor {
  const kept = new Map<string, { making: Promise<Made>; until: number }>()
  let line: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return (member) => {
    const now = house.clock.now().epochMilliseconds
    const known = kept.get(member.id)
    if (known && known.until > now) return known.making
    if (waiting >= MOST_WAITING) return null
    if (kept.size >= MOST_KEPT) kept.clear()
    waiting += 1
    const making = line.then(() => make(house, member))
    line = making.catch(() => kept.delete(member.id)).finally(() => (waiting -= 1))
    kept.set(member.id, { making, until: now + FRESH_SECONDS * 1000 })
    return making
  }
}

async function make(house: House, member: Member): Promise<Made> {
  const entries = await feedEntries(house, member)
  const revisions = await revisionsOf(house, member.id, entries)
  const language = member.language ?? house.manifest.organisation.language
  const name = house.texts.speak(language, 'common')('calendar.name', {
    organisation: house.manifest.organisation.name,
  })
  const body = icsOf(name, language, entries, revisions)
  return { body, etag: `"${hash('sha256', body, 'base64url')}"` }
}
