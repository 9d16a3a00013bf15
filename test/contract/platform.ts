/**
 * The contract of platforms: what the engine relies on in every adapter. An adapter brings a scene, a small workspace of its own kind with two people
 * or more, and is held to it without further lines.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bold, bullets, buttons, heading, instant, mention, type Message, note, paragraph, plain } from '#message'
import {
  DeliveryError,
  type Inbox,
  type MessageReference,
  type Outgoing,
  type Platform,
  type PlatformEvent,
} from '#platform'

/** What stands in a conversation, as whoever looks at the platform would see it. */
export interface Shown {
  id: string
  text: string
  /** The id of the message in whose thread it hangs. */
  under: string | null
}

export interface Scene extends AsyncDisposable {
  platform: Platform
  /** The platform's ids of two people or more who are there. */
  people: [string, string, ...string[]]
  /** A channel in which all of them are, as the manifest names it after the colon. */
  channel: string
  /** Sends as the deliverer does, the outbox included where the platform looks into it. */
  send(outgoing: Outgoing): Promise<MessageReference>
  update(reference: MessageReference, outgoing: Outgoing): Promise<void>
  shown(conversation: string): Promise<Shown[]>
  /** Somebody does something on the platform that is one event: opens their home, say. */
  act(person: string): Promise<void>
}

const KINDS = ['person', 'guest', 'bot', 'deactivated']

export function platformContract(name: string, open: () => Promise<Scene>): void {
  describe(`the platform ${name}`, () => {
    let scene: Scene
    beforeEach(async () => {
      scene = await open()
    })
    afterEach(() => scene[Symbol.asyncDispose]())

    const outgoing = (conversation: string, id: string, message: Message, more: Partial<Outgoing> = {}): Outgoing => ({
      id,
      conversation,
      thread: null,
      message,
      language: 'de',
      zone: 'Europe/Berlin',
      mayStand: false,
      ...more,
    })

    describe('a message', () => {
      it('sent twice under one id stands once, and comes back with the same reference', async () => {
        const conversation = await scene.platform.conversation([scene.people[0]])
        const first = await scene.send(outgoing(conversation, 'd1', saying('Guten Morgen.')))
        const again = await scene.platform.send(
          outgoing(conversation, 'd1', saying('Guten Morgen.'), { mayStand: true }),
        )
        expect(again).toEqual(first)
        expect(await scene.shown(conversation)).toEqual([{ id: 'd1', text: 'Guten Morgen.', under: null }])
      })

      it('has a reference that can be kept as JSON', async () => {
        const reference = await scene.send(outgoing(scene.channel, 'd1', saying('Bericht.')))
        expect(JSON.parse(JSON.stringify(reference))).toEqual(reference)
        expect(Object.values(reference).every((value) => typeof value === 'string')).toBe(true)
      })

      it('that is updated changes in its place, as often as it is said', async () => {
        const conversation = await scene.platform.conversation([scene.people[0]])
        const reference = await scene.send(outgoing(conversation, 'd1', saying('Guten Morgen.')))
        await scene.send(outgoing(conversation, 'd2', saying('Noch etwas.')))
        for (const text of ['Danke.', 'Danke.', 'Der Bericht ist da.'])
          await scene.update(reference, outgoing(conversation, 'd1', saying(text)))
        expect((await scene.shown(conversation)).map(({ text }) => text)).toEqual([
          'Der Bericht ist da.',
          'Noch etwas.',
        ])
      })

      it('in a thread hangs under the message it belongs to', async () => {
        const thread = await scene.send(outgoing(scene.channel, 'd1', saying('Bericht.')))
        await scene.send(outgoing(scene.channel, 'd2', saying('Anas Antwort.'), { thread }))
        expect(await scene.shown(scene.channel)).toEqual([
          { id: 'd1', text: 'Bericht.', under: null },
          { id: 'd2', text: 'Anas Antwort.', under: 'd1' },
        ])
      })

      it('may hold every kind of block', async () => {
        await scene.send(outgoing(scene.channel, 'd1', everyBlock(scene.people[0])))
        expect(await scene.shown(scene.channel)).toHaveLength(1)
      })
    })

    describe('people', () => {
      it('have one conversation each, and one for each group, whoever is named first', async () => {
        const { platform, people } = scene
        const [ana, ben] = people
        expect(await platform.conversation([ana])).toBe(await platform.conversation([ana]))
        expect(await platform.conversation([ana])).not.toBe(await platform.conversation([ben]))
        // Where there are none, nobody asks for one.
        if (!platform.groups) return
        const group = await platform.conversation([ana, ben])
        expect(await platform.conversation([ben, ana])).toBe(group)
        expect([await platform.conversation([ana]), await platform.conversation([ben])]).not.toContain(group)
      })

      it('find a chat of their own where the bot can’t open one for them', async () => {
        const link = await scene.platform.chatLink([scene.people[1]])
        if (link !== null) expect(URL.parse(link)?.protocol).toBe('https:')
        expect(link !== null || scene.platform.groups).toBe(true)
      })

      it('are the same in a channel’s roster and in their profile, with what kind they are', async () => {
        const roster = await scene.platform.roster(scene.channel)
        expect(roster.map(({ id }) => id)).toEqual(expect.arrayContaining(scene.people))
        expect(new Set(roster.map(({ id }) => id)).size).toBe(roster.length)
        for (const profile of roster) {
          expect(KINDS).toContain(profile.kind)
          expect(profile.name).not.toBe('')
          expect(await scene.platform.profile(profile.id)).toEqual(profile)
        }
      })

      it('who are not there, and channels that are gone, are gone for good', async () => {
        const { platform } = scene
        const lost = [() => platform.profile('nobody-of-that-name'), () => platform.roster('no-such-channel')]
        for (const look of lost) {
          const error: unknown = await look().catch((fault: unknown) => fault)
          expect(error).toBeInstanceOf(DeliveryError)
          expect((error as DeliveryError).outcome).toBe('never')
        }
      })

      it('are available, away, or not known to be either', async () => {
        const known = await scene.platform.availability(scene.people)
        expect([...known.keys()].toSorted()).toEqual(scene.people.toSorted())
        for (const availability of known.values()) expect(['available', 'away', 'unknown']).toContain(availability)
      })
    })

    it('hands on what people do between its start and its stop, each thing once', async () => {
      const { platform, people } = scene
      const events: PlatformEvent[] = []
      const inbox: Inbox = {
        async handle(event) {
          events.push(event)
          return { type: 'nothing' }
        },
      }
      await scene.act(people[0]).catch(() => {})
      expect(events).toEqual([])
      await platform.start(inbox)
      for (const person of [people[0], people[1], people[0]]) await scene.act(person)
      expect(events.map(({ person }) => person)).toEqual([people[0], people[1], people[0]])
      expect(new Set(events.map(({ id }) => id)).size).toBe(3)
      expect(events.every((event) => event.platform === platform.name)).toBe(true)
      await platform.stop()
      await platform.stop()
      await scene.act(people[0]).catch(() => {})
      expect(events).toHaveLength(3)
    })

    it('has a name that can stand before a channel in the manifest', () => {
      expect(scene.platform.name).toMatch(/^[a-z]+$/)
    })
  })
}

const saying = (text: string): Message => ({ summary: text, blocks: [paragraph(text)] })

const everyBlock = (person: string): Message => ({
  summary: 'Von allem etwas.',
  blocks: [
    heading('Von allem etwas'),
    paragraph([
      plain('Hallo '),
      mention({ id: person, name: 'Ana' }),
      plain(', um '),
      instant('2026-12-03T09:00:00.000Z', 'time'),
      bold(' geht es los.'),
    ]),
    paragraph([
      { type: 'link', text: 'Mehr', url: 'https://example.test/mehr' },
      { type: 'code', text: 'x < y' },
      { type: 'italic', text: 'kursiv' },
    ]),
    { type: 'facts', items: [{ label: 'Wann', value: [plain('morgen')] }] },
    bullets(['eins', 'zwei']),
    { type: 'table', caption: 'Werte', columns: ['Woche', 'Wert'], rows: [['1', '2']] },
    {
      type: 'chart',
      kind: 'bars',
      title: 'Teamgeist',
      alt: 'Ein Balken.',
      unit: '%',
      min: 0,
      max: 100,
      series: [{ name: 'Team', points: [{ label: 'Woche 1', value: 50, low: 20, high: 80 }] }],
    },
    { type: 'image', url: 'https://example.test/bild.png', alt: 'Ein Bild' },
    { type: 'divider' },
    note('Klein gedruckt.'),
    buttons(
      { action: 'answer', label: 'Antworten', style: 'primary', occurrence: 'o1' },
      { action: 'decline', label: 'Heute nicht' },
    ),
  ],
})
