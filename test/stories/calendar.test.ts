/** A member's own calendar over real http: what stands in it, how it moves, and that nobody reads it without its address. */
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { calendarDoor } from '../../src/engine/feed/door.ts'
import { startServer } from '../../src/server.ts'
import { databases, type Engine } from '../databases.ts'
import { type Story, tell, textOf } from '../house.ts'
import { type Ics, readIcs } from '../ics.ts'
import { promising, weekly } from '../promising.ts'

interface Scene extends AsyncDisposable {
  story: Story
  /** What was logged, all levels. */
  logged(): string
  fetch(path: string, init?: RequestInit): Promise<Response>
  read(path: string): Promise<Ics>
}

/** The door to calendars on a port of its own. */
async function open(engine: Engine, now: string): Promise<Scene> {
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const log = pino({ level: 'trace' }, sink)
  const story = await tell(engine, { manifest: weekly, now, ritual: promising(), log })
  const listener = (...given: Parameters<ReturnType<typeof calendarDoor>['listener']>) => door().listener(...given)
  let opened: { house: unknown; door: ReturnType<typeof calendarDoor> } | null = null
  const door = () => {
    if (opened?.house !== story.house) opened = { house: story.house, door: calendarDoor(story.house) }
    return opened.door
  }
  const server = await startServer('127.0.0.1', 0, [{ prefix: '/calendar/', listener }], { ready: async () => true })
  const scene: Scene = {
    story,
    logged: () => lines.join(''),
    fetch: (path, init) => fetch(`http://127.0.0.1:${server.port}${path}`, init),
    async read(path) {
      const response = await scene.fetch(path)
      expect(response.status).toBe(200)
      return readIcs(await response.text())
    },
    async [Symbol.asyncDispose]() {
      await server.close(100)
      await story[Symbol.asyncDispose]()
    },
  }
  return scene
}

/** The path in the reply that shows an address. */
const pathIn = (text: string): string => {
  const found = /http:\/\/127\.0\.0\.1:3000(\/calendar\/[\w-]{43}\.ics)/.exec(text)
  if (!found) throw new Error(`No address in: ${text}`)
  return found[1]!
}

const later = async (scene: Scene, seconds = 61): Promise<void> => {
  const at = Temporal.Instant.from(scene.story.now()).add({ seconds }).toZonedDateTimeISO('Europe/Berlin')
  await scene.story.to(at.toPlainDateTime().toString())
}

for (const engine of databases) {
  describe(`a calendar on ${engine.name}`, () => {
    it('holds the next two months at the right hour on both sides of a clock change, and follows what is moved', async () => {
      await using scene = await open(engine, '2027-03-19T12:00')
      const { story } = scene
      const path = pathIn(textOf(await story.command('ana', 'kalender')))
      const before = await scene.read(path)
      const rounds = before.events.filter(({ summary }) => summary === 'Runde, Ana')
      expect(rounds.map(({ start }) => start)).toEqual([
        '20270322T080000Z',
        '20270405T070000Z',
        '20270412T070000Z',
        '20270419T070000Z',
        '20270426T070000Z',
        '20270503T070000Z',
        '20270510T070000Z',
      ])
      expect(before.properties.get('X-WR-CALNAME')).toBe('Teamrunde · Nordlicht')
      expect(before.events.every(({ sequence }) => sequence === 0)).toBe(true)
      const talk = before.events.find(({ summary }) => summary.startsWith('Gespräch'))!
      expect(talk.summary).toBe('Gespräch; mit Komma, \\ und\nZeilen')

      await story.to('2027-03-22T09:10')
      const opened = await scene.read(path)
      expect(opened.events.find(({ uid }) => uid === talk.uid)).toMatchObject({ start: talk.start, sequence: 1 })
      await story.answer('ben', { text: null, meet: '2027-03-25T13:00:00.000Z' })
      await later(scene)
      const moved = await scene.read(path)
      expect(moved.events.map(({ uid }) => uid).toSorted()).toEqual(opened.events.map(({ uid }) => uid).toSorted())
      const after = moved.events.find(({ uid }) => uid === talk.uid)!
      expect(after).toMatchObject({ start: '20270325T130000Z', end: '20270325T133000Z', sequence: 2 })
      expect(after.modified > talk.modified).toBe(true)
      expect(moved.events.filter(({ uid }) => uid !== talk.uid && rounds.some((each) => each.uid === uid))).toSatisfy(
        (same: { sequence: number }[]) => same.every(({ sequence }) => sequence === 0),
      )
    })

    it('leaves out what is skipped, what somebody is away for, and what they have left', async () => {
      await using scene = await open(engine, '2026-12-06T12:00')
      const { story } = scene
      const path = pathIn(textOf(await story.command('ana', 'calendar')))
      const starts = async (): Promise<string[]> =>
        (await scene.read(path)).events.filter(({ summary }) => summary === 'Runde, Ana').map(({ start }) => start)
      const all = await starts()
      expect(all.slice(0, 3)).toEqual(['20261207T080000Z', '20261214T080000Z', '20261221T080000Z'])
      await story.command('lead', 'skip round')
      await later(scene)
      expect(await starts()).toEqual(all.slice(1))
      await story.command('ana', 'away from 2026-12-14 to 2026-12-18')
      await later(scene)
      expect(await starts()).toEqual(all.slice(2))
      await story.command('ana', 'snooze round until 2027-01-08')
      await later(scene)
      expect((await starts())[0]).toBe('20270111T080000Z')
      await story.command('ana', 'leave round')
      await later(scene)
      expect(await starts()).toEqual([])
    })

    it('is told only to whoever knows its address, which is written down nowhere', async () => {
      await using scene = await open(engine, '2026-12-06T12:00')
      const { story } = scene
      const shown = await story.command('ana', 'calendar')
      if (shown.type !== 'notice') throw new Error('the address is for her alone')
      expect(shown.message.summary).not.toContain('calendar/')
      const path = pathIn(textOf(shown))
      const first = await scene.fetch(path)
      expect(first.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
      expect(first.headers.get('cache-control')).toContain('private')
      const etag = first.headers.get('etag')!
      const body = await first.text()
      expect((await scene.fetch(path, { headers: { 'if-none-match': etag } })).status).toBe(304)
      const head = await scene.fetch(path, { method: 'HEAD' })
      expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, etag, ''])
      expect(Number(head.headers.get('content-length'))).toBe(Buffer.byteLength(body))
      expect((await scene.fetch(path, { method: 'POST' })).status).toBe(405)

      const turned = path.replace(/.(?=\.ics$)/, (last) => (last === 'A' ? 'B' : 'A'))
      const wrong = [
        turned,
        '/calendar/',
        '/calendar/x.ics',
        '/calendar/../calendar/%00.ics',
        path.slice(0, -4),
        `${path}/`,
      ]
      const answers = await Promise.all(wrong.map(async (each) => (await scene.fetch(each)).text()))
      expect(new Set(answers)).toEqual(new Set(['not found\n']))

      const again = await story.command('ana', 'calendar')
      expect(textOf(again)).toContain('Noch einmal zeigen kann ich sie dir nicht')
      expect(textOf(again)).not.toContain('/calendar/')
      const replaced = await story.send({ type: 'press', person: 'ana', action: 'calendar-new' })
      const fresh = pathIn(textOf(replaced))
      expect([(await scene.fetch(path)).status, (await scene.fetch(fresh)).status]).toEqual([404, 200])

      const token = fresh.slice('/calendar/'.length, -4)
      const kept = await Promise.all(
        (['feed', 'feed_entry', 'delivery', 'event', 'setting'] as const).map((table) =>
          story.db.kysely.selectFrom(table).selectAll().execute(),
        ),
      )
      expect(JSON.stringify(kept)).not.toContain(token)
      expect(scene.logged()).not.toContain(token)
      expect(textOf(await story.command('ana', 'export'))).toContain('"calendar"')

      await story.send({ type: 'press', person: 'ana', action: 'calendar-off' })
      expect((await scene.fetch(fresh)).status).toBe(404)
      const last = pathIn(textOf(await story.command('ana', 'calendar')))
      await story.send({ type: 'press', person: 'ana', action: 'forget-me' })
      expect((await scene.fetch(last)).status).toBe(404)
      expect(await story.db.kysely.selectFrom('feed_entry').selectAll().execute()).toEqual([])
    })

    it('makes one calendar at a time, however many ask', async () => {
      await using scene = await open(engine, '2026-12-06T12:00')
      const paths = await Promise.all(
        ['ana', 'ben', 'cem'].map(async (who) => pathIn(textOf(await scene.story.command(who, 'calendar')))),
      )
      const answers = await Promise.all(
        Array.from({ length: 30 }, async (_, index) => (await scene.fetch(paths[index % 3]!)).text()),
      )
      expect(new Set(answers).size).toBe(3)
      for (const text of new Set(answers)) readIcs(text)
    })
  })
}
