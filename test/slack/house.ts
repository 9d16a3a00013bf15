/**
 * A whole house in Slack: the engine, the adapter and a real database on one side, the double on the other, real HTTP or a real WebSocket
 * between them, and one clock for both that is driven by hand.
 */
import { createSlackAdapter } from '../../adapters/slack/adapter.ts'
import { type ChatHouse, type Entrance, type Ground, inZone, openChatHouse } from '../chat-house.ts'
import { openSlack, type Slack, type SlackOptions } from './double.ts'
import type { Filling } from './filling.ts'
import type { Submitted } from './submission.ts'
import { virtualTime, type VirtualTime } from './virtual-time.ts'
import type { Person, StoredMessage } from './world.ts'

export interface SlackStory extends ChatHouse {
  slack: Slack
  virtual: VirtualTime
  /** Where Slack sends to in HTTP mode. */
  address: string
  /** Waits until the bot has done what it was given to do, without the clock going on. */
  settle(): Promise<void>
  /** Presses a button that opens a form, fills it in and sends it. */
  answer(person: Person, fillings: Record<string, Filling>, button?: string, on?: StoredMessage): Promise<Submitted>
}

export interface SlackStoryOptions extends SlackOptions {
  mode?: 'http' | 'socket'
  /** Local time in Berlin at which the story begins. */
  now: string
  /** Brings people and channels into the workspace; what it returns is the manifest, as data. */
  found(slack: Slack): object
}

export async function tellInSlack({ mode = 'http', now, found, ...options }: SlackStoryOptions): Promise<SlackStory> {
  const virtual = virtualTime(inZone(now, 'Europe/Berlin'))
  const slack = await openSlack({
    clock: virtual.clock,
    retries: [0, 50, 50],
    ...options,
    pace: { tolerance: 0, ...options.pace },
  })
  const chat = await openChatHouse(virtual, found(slack), (ground) => [slackEntrance(slack, virtual, ground, mode)])
  return {
    ...chat,
    slack,
    virtual,
    address: `${chat.origin}${PATH}`,
    async settle() {
      await slack.idle()
      await virtual.settle()
    },
    async answer(person, fillings, button = '.answer', on) {
      const acts = slack.as(person)
      await acts.press(button, on)
      await slack.journal.until(`a form before ${person.name}`, acts.hasForm)
      return acts.submit(fillings)
    },
    async [Symbol.asyncDispose]() {
      await chat[Symbol.asyncDispose]()
      await slack[Symbol.asyncDispose]()
    },
  }
}

const PATH = '/slack/events'

/** The adapter as the program opens it. */
export function slackEntrance(
  slack: Slack,
  { time }: VirtualTime,
  { log, defaults }: Ground,
  mode: 'http' | 'socket' = 'http',
): Entrance {
  const keys = slack.environment(mode)
  const adapter = createSlackAdapter({
    botToken: keys['SLACK_BOT_TOKEN']!,
    appToken: keys['SLACK_APP_TOKEN'],
    signingSecret: keys['SLACK_SIGNING_SECRET'],
    apiUrl: keys['SLACK_API_URL'],
    log,
    time,
    defaults,
  })
  return { adapter, path: PATH, ...(mode === 'http' && { listenAt: (address) => slack.listenAt(address) }) }
}
