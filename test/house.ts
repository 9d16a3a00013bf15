/**
 * The story kit: a whole house on a real database with a clock that is driven by hand. People act through the inbox as they would on a
 * platform; what reaches them is what the platform was asked to send.
 */
import { rmSync } from 'node:fs'
import type { Block, Button, Form, Message } from '#message'
import { DeliveryError, type Outgoing, type Platform, type PlatformEvent, type Profile, type Reply } from '#platform'
import { composeHouse } from '../src/compose.ts'
import { type AnyRitual, discoverRituals } from '../src/engine/discovery.ts'
import { createEngine, type Engine as BotEngine } from '../src/engine/engine.ts'
import type { House } from '../src/engine/house.ts'
import type { Queue } from '../src/jobs/queue.ts'
import { createLog, type Logger } from '../src/log.ts'
import { applyManifest } from '../src/manifest/apply.ts'
import { problemsText } from '../src/manifest/print.ts'
import { parseManifest } from '../src/manifest/read.ts'
import type { Manifest } from '../src/manifest/schema.ts'
import { plainText } from '../src/message/text.ts'
import { instantText } from '../src/time/format.ts'
import type { Engine, TestDatabase } from './databases.ts'
import { quickFolder } from './quick-folder.ts'

/** A message as it stands on the recorded platform. */
export interface Standing {
  id: string
  conversation: string
  message: Message
  text: string
  at: string
  edits: number
  under: string | null
}

/** The jobs of a house whose clock is driven by hand: the rows say what is due, `drain` does it. */
export const noQueue: Queue = {
  enqueue: async () => {},
  work: async () => {},
  poke: () => {},
  rest: async () => {},
  stop: async () => {},
  depth: async () => ({ waiting: 0, running: 0, dead: 0 }),
}

export interface RecordingOptions {
  /** Whether it opens conversations of several people. Where it doesn't, it knows a link to a chat of theirs. */
  groups?: boolean
  /** Everyone who is there, by channel; a story may change it. */
  channels?: Record<string, Profile[]>
}

export type Recording = ReturnType<typeof recordingPlatform>

/** A platform that keeps what it is given, in the order it came, and can be told to fail. */
export function recordingPlatform(
  name: string,
  now: () => string,
  { groups = true, channels = {} }: RecordingOptions = {},
) {
  const standing = new Map<string, Standing>()
  const faults: (DeliveryError | Error)[] = []
  let sends = 0
  const put = (outgoing: Outgoing, edits: number): void => {
    const text = plainText(outgoing.message, { language: outgoing.language, zone: outgoing.zone })
    const { id, conversation, message } = outgoing
    standing.set(id, {
      id,
      conversation,
      message,
      text,
      at: standing.get(id)?.at ?? now(),
      edits,
      under: outgoing.thread?.['id'] ?? null,
    })
  }
  const platform: Platform = {
    name,
    groups,
    start: async () => {},
    stop: async () => {},
    async send(outgoing) {
      const failure = faults.shift()
      if (failure) throw failure
      sends += 1
      put(outgoing, 0)
      return { id: outgoing.id }
    },
    async update(reference, outgoing) {
      put(outgoing, (standing.get(reference['id']!)?.edits ?? 0) + 1)
    },
    conversation: async (people) => `@${people.toSorted().join('+')}`,
    chatLink: async (people) => (groups ? null : `https://${name}.example/chat?with=${people.join(',')}`),
    roster: async (channel) => channels[channel] ?? [],
    profile: async (person) => ({ id: person, name: person, email: null, zone: null, language: null, kind: 'person' }),
    lookUp: async () => [],
    availability: async (people) => new Map(people.map((person) => [person, 'unknown'])),
  }
  return { name, platform, standing, faults, channels, sends: () => sends }
}

/** What stands on one platform, and what people do there. */
export interface Place {
  platform: Recording
  /** Everything that stands in a conversation (`@ana`, `service`), oldest first. */
  standing(conversation: string): Standing[]
  last(conversation: string): Standing
  send(event: Partial<PlatformEvent> & { type: PlatformEvent['type']; person: string }): Promise<Reply>
  command(person: string, text: string): Promise<Reply>
  /** Presses a button of the newest message in someone's own conversation (or of the one given). */
  press(person: string, action: string, on?: Standing): Promise<Reply>
  /** Opens the form of the newest prompt and sends it. */
  answer(person: string, answers: Record<string, unknown>, on?: Standing): Promise<Reply>
}

/** On its first platform, unless one says where. */
export interface Story extends Place, AsyncDisposable {
  readonly house: House
  readonly engine: BotEngine
  db: TestDatabase
  /** Another of its platforms. */
  on(platform: string): Place
  /** Moves the clock to a local time, through everything due on the way. */
  to(local: string, zone?: string): Promise<void>
  /** Jumps without living through what lies between: a process that was down, or a clock that was set. */
  jump(local: string, zone?: string): void
  now(): string
  /** A second engine on the same database, as another replica or a restarted process. */
  again(): Promise<BotEngine>
  /** The process ends and starts anew on the same database, with another manifest if one is given; the story goes on with it. */
  restart(manifest?: string): Promise<void>
}

export interface StoryOptions {
  manifest: string
  /** Local time in Berlin at which the story begins. */
  now: string
  log?: Logger
  /** Where the keys of open polls are; otherwise a folder of the story's own. */
  keyFolder?: string
  /** In the place of the product's own of the same kind; its texts stay that one's. */
  ritual?: AnyRitual
  /** The platforms that run, by name; otherwise the playground's alone. */
  platforms?: Record<string, RecordingOptions>
}

export async function tell(engine: Engine, options: StoryOptions): Promise<Story> {
  const rituals = options.ritual ? new Map([[options.ritual.kind, options.ritual]]) : await discoverRituals()
  let manifest = read(options.manifest, rituals)
  const db = await engine.open()
  const keyFolder = options.keyFolder ?? quickFolder('keys')
  let time = inZone(options.now, 'Europe/Berlin')
  const clock = { now: () => time }
  const recordings = Object.entries(options.platforms ?? { web: {} }).map(([name, more]) =>
    recordingPlatform(name, () => instantText(time), more),
  )
  const build = (): Promise<House> =>
    composeHouse({
      db,
      clock,
      log: options.log ?? createLog('silent'),
      manifest,
      rituals,
      keyFolder,
      platforms: new Map(recordings.map(({ name, platform }) => [name, platform])),
      queue: noQueue,
    })
  const begin = async (): Promise<[House, BotEngine]> => {
    const begun = await build()
    await applyManifest(db, manifest, instantText(time))
    const engineOf = createEngine(begun)
    await engineOf.start()
    await engineOf.drain()
    return [begun, engineOf]
  }
  let [house, bot] = await begin()
  let events = 0

  const handle = (event: Partial<PlatformEvent>): Promise<Reply> =>
    bot.inbox.handle({ id: `event-${(events += 1)}`, inPlace: true, ...event } as PlatformEvent)
  const places = new Map(recordings.map((recording) => [recording.name, placeOn(recording, handle)]))
  const on = (name: string): Place => places.get(name)!

  return {
    ...on(recordings[0]!.name),
    on,
    get house() {
      return house
    },
    get engine() {
      return bot
    },
    db,
    now: () => instantText(time),
    jump(local, zone = 'Europe/Berlin') {
      time = inZone(local, zone)
    },
    async to(local, zone = 'Europe/Berlin') {
      const target = inZone(local, zone)
      for (;;) {
        await bot.tick()
        await bot.drain()
        const next = await bot.nextDue()
        if (next === null || next > instantText(target) || next <= instantText(time)) break
        time = Temporal.Instant.from(next)
        await bot.drain()
      }
      time = target
      await bot.tick()
      await bot.drain()
    },
    again: async () => createEngine(await build()),
    async restart(text) {
      if (text !== undefined) manifest = read(text, rituals)
      ;[house, bot] = await begin()
    },
    async [Symbol.asyncDispose]() {
      await db.close()
      rmSync(keyFolder, { recursive: true, force: true })
    },
  }
}

function placeOn(platform: Recording, handle: (event: Partial<PlatformEvent>) => Promise<Reply>): Place {
  const place: Place = {
    platform,
    standing: (conversation) => [...platform.standing.values()].filter((each) => each.conversation === conversation),
    last(conversation) {
      const last = place.standing(conversation).at(-1)
      if (!last) throw new Error(`Nothing stands in ${conversation} on ${platform.name}.`)
      return last
    },
    send: (event) => handle({ platform: platform.name, ...event } as Partial<PlatformEvent>),
    command: (person, text) => place.send({ type: 'command', person, text, conversation: null }),
    async press(person, action, on = withAction(place.standing(`@${person}`), action)) {
      const button = buttonsOf(on.message).find((each) => each.action === action)
      if (!button) throw new Error(`There is no button ${action} on: ${on.text}`)
      const reply = await place.send({
        type: 'press',
        person,
        action,
        ...(button.value === undefined ? {} : { value: button.value }),
        ...(button.occurrence === undefined ? {} : { occurrence: button.occurrence }),
        delivery: on.id,
      })
      if (reply.type === 'form' && button.opens !== 'form') throw new Error(`${action} opens a form without saying so.`)
      return reply
    },
    async answer(person, answers, on) {
      const opened = await place.press(person, 'answer', on)
      if (opened.type !== 'form') throw new Error(`No form opened: ${JSON.stringify(opened)}`)
      return place.send({
        type: 'submit',
        person,
        ticket: opened.ticket,
        answers: { ...blank(opened.form), ...answers },
      })
    },
  }
  return place
}

function read(text: string, rituals: Awaited<ReturnType<typeof discoverRituals>>): Manifest {
  const reading = parseManifest(text, 'story.yaml', rituals)
  if ('problems' in reading) throw new Error(problemsText(reading.problems))
  return reading.manifest
}

const inZone = (local: string, zone: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant()

const blank = (form: Form): Record<string, unknown> =>
  Object.fromEntries(form.fields.map((field) => [field.name, field.initial ?? null]))

export const buttonsOf = (message: Message): Button[] =>
  message.blocks.flatMap((block: Block) => (block.type === 'buttons' ? block.buttons : []))

function withAction(standing: Standing[], action: string): Standing {
  const found = standing.findLast((each) => buttonsOf(each.message).some((button) => button.action === action))
  if (!found) throw new Error(`Nobody offers ${action} in: ${standing.map((each) => each.text).join(' | ')}`)
  return found
}

/** What a reply says, as text; for asking what a person read. */
export function textOf(reply: Reply): string {
  const show = (message: Message): string => plainText(message, { language: 'de', zone: 'Europe/Berlin' })
  if (reply.type === 'notice' || reply.type === 'home') return show(reply.message)
  if (reply.type === 'replace') return [show(reply.message), ...(reply.notice ? [show(reply.notice)] : [])].join('\n')
  if (reply.type === 'errors') return Object.values(reply.errors).join('\n')
  if (reply.type === 'form') return [reply.form.title, ...reply.form.fields.map((field) => field.label)].join('\n')
  return ''
}
