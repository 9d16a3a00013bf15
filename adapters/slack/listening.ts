/** What people do in Slack, through Bolt to the inbox. What they pressed or typed is acknowledged first, or with its answer where Slack wants it there. */
import type { AllMiddlewareArgs, App } from '@slack/bolt'
import type { Inbox, PlatformEvent, Reply } from '#platform'
import { buttons, type Message, paragraph } from '#message'
import { createRecent } from './recent.ts'
import { PRESSES } from './button.ts'
import type { Gate } from './gate.ts'
import { personId } from './ids.ts'
import { type Actor, commandEvent, pressEvent, pressOrigin, submitEvent } from './incoming.ts'
import { faultName, type SlackLog } from './log.ts'
import { FORM } from './modal.ts'
import type { Time } from './pace.ts'
import { partsOf } from './parts.ts'
import {
  commandPayload,
  homePayload,
  membershipPayload,
  pressPayload,
  revokedPayload,
  sayingPayload,
  submissionPayload,
  userPayload,
} from './payloads.ts'
import type { People } from './people.ts'
import type { SlackReader } from './reader.ts'
import type { Replies, Scene } from './replies.ts'
import type { Sending } from './sending.ts'
import { readContext } from './ticket.ts'
import { word } from './words.ts'

export interface Listening {
  inbox: () => Inbox
  people: People
  replies: Replies
  sending: Sending
  gate: Gate
  time: Time
  log: SlackLog
  /** The workspace the bot is installed in. */
  team: () => string
  /** For those about whom Slack has not said anything yet. */
  defaults: SlackReader
  /** What goes on after an acknowledgement; the adapter waits for it before it stops. */
  track(work: Promise<unknown>): void
}

/** Milliseconds for which a command may take until it is acknowledged without its answer. Slack waits three seconds. */
const SOON = 1500

export function listen(app: App, parts: Listening): void {
  const { people, replies, sending, gate, time, log, defaults, track } = parts
  const recent = createRecent<Promise<Reply>>()

  const actorOf = (user: string): Actor => {
    const { language, zone } = people.known(user)
    return {
      platform: 'slack',
      person: personId(parts.team(), user),
      ...(language ? { language } : {}),
      ...(zone ? { zone } : {}),
    }
  }

  const readerOf = (user: string): SlackReader => {
    const { language, zone } = people.known(user)
    return { language: language ?? defaults.language, zone: zone ?? defaults.zone }
  }

  const handle = (event: PlatformEvent): Promise<Reply> => parts.inbox().handle(event)
  /**
   * What Slack brings twice is answered, and not done, twice. Answers the engine takes once anyway, whichever replica they come to; `trigger` is new
   * whenever somebody does something anew.
   */
  const handleOnce = (event: PlatformEvent, trigger = ''): Promise<Reply> =>
    recent(`${event.id} ${trigger}`, () => handle(event))

  function after(work: () => Promise<unknown>): void {
    track(work().catch((fault: unknown) => log.error(faultName(fault), 'what came from Slack could not be answered')))
  }

  async function refreshHome(user: string, id: string): Promise<void> {
    const reply = await handle({ ...actorOf(user), type: 'home', id: `${id}.home` })
    if (reply.type === 'home') await replies.publishHome(reply.message, { user, reader: readerOf(user), origin: {} })
  }

  app.action(PRESSES, async ({ body, ack }) => {
    await ack()
    const read = pressPayload.safeParse(body)
    const event = read.success ? pressEvent(read.data, actorOf(read.data.user.id)) : null
    if (!read.success || !event) return log.warn({}, 'a press that could not be read')
    const { user, container, trigger_id, view } = read.data
    const scene: Scene = {
      user: user.id,
      reader: readerOf(user.id),
      origin: pressOrigin(read.data),
      trigger: trigger_id,
      view: view?.type === 'modal' ? view.id : undefined,
      thread: container?.thread_ts,
      delivery: event.delivery,
    }
    after(async () => {
      const reply = await handleOnce(event, trigger_id)
      await replies.show(reply, scene)
      if (scene.origin.home && reply.type !== 'form' && reply.type !== 'home') await refreshHome(user.id, event.id)
    })
  })

  app.view({ callback_id: FORM, type: 'view_submission' }, async ({ body, ack }) => {
    const read = submissionPayload.safeParse(body)
    const context = read.success ? readContext(read.data.view.private_metadata) : null
    if (!read.success || !context) {
      log.warn({}, 'a form that could not be read')
      return ack()
    }
    const { user, view } = read.data
    const event = submitEvent(read.data, context, actorOf(user.id))
    const scene: Scene = {
      user: user.id,
      reader: readerOf(user.id),
      origin: context.origin,
      delivery: context.ticket.delivery ?? undefined,
    }
    const reply = await handleOnce(event, read.data.trigger_id)
    const answer = replies.answerSubmit(
      reply,
      scene,
      view.blocks.flatMap(({ block_id }) => block_id ?? []),
    )
    await (answer === undefined ? ack() : ack(answer))
    after(async () => {
      await replies.afterSubmit(reply, scene)
      if (context.origin.home && reply.type !== 'errors') await refreshHome(user.id, event.id)
    })
  })

  app.command(/.*/, async ({ body, ack }) => {
    const read = commandPayload.safeParse(body)
    if (!read.success) {
      log.warn({}, 'a command that could not be read')
      return ack()
    }
    const { user_id: user, trigger_id: trigger, response_url: answerTo } = read.data
    const scene: Scene = { user, reader: readerOf(user), origin: { answerTo }, trigger }
    const work = handleOnce(commandEvent(read.data, actorOf(user)))
    const soon = await Promise.race([work, time.wait(SOON).then(() => null)])
    const said = soon === null ? null : saidIn(soon)
    const [first, ...more] = said ? partsOf(said, scene.reader, null) : []
    // Slack shows what an acknowledgement carries: no further call is needed.
    await (first ? ack({ response_type: 'ephemeral', ...first } as never) : ack())
    after(async () => {
      if (first === undefined) return replies.show(await work, scene)
      await replies.tell(more, scene)
    })
  })

  app.event('app_home_opened', async ({ body }: EventArgs) => {
    const read = homePayload.safeParse(body)
    if (!read.success || (read.data.event.tab ?? 'home') !== 'home') return
    const { user } = read.data.event
    const reply = await handle({ ...actorOf(user), type: 'home', id: read.data.event_id })
    const scene: Scene = { user, reader: readerOf(user), origin: {} }
    after(() =>
      reply.type === 'home' || reply.type === 'notice' ? replies.publishHome(reply.message, scene) : Promise.resolve(),
    )
  })

  /** Whoever writes to the bot says a command. */
  app.event('message', async ({ body }: EventArgs) => {
    const read = sayingPayload.safeParse(body)
    if (!read.success || read.data.event.channel_type !== 'im') return
    const { user, text, channel, subtype, bot_id } = read.data.event
    if (subtype !== undefined || bot_id !== undefined) return
    const id = read.data.event_id
    const reader = readerOf(user)
    after(async () => {
      if (recent.has(`${id} `)) return
      const reply = await handleOnce({ ...actorOf(user), type: 'command', id, text, conversation: channel })
      const message = saidIn(reply) ?? (reply.type === 'form' ? opener(text, reader) : null)
      if (message)
        await sending.send({
          id,
          conversation: channel,
          thread: null,
          message,
          ...reader,
          mayStand: false,
          patient: true,
        })
    })
  })

  for (const [name, change] of [
    ['member_joined_channel', 'joined'],
    ['member_left_channel', 'left'],
  ] as const) {
    app.event(name, async ({ body }: EventArgs) => {
      const read = membershipPayload.safeParse(body)
      if (!read.success) return
      const { user, channel, inviter } = read.data.event
      const by = inviter === undefined ? {} : { by: personId(parts.team(), inviter) }
      await handle({ ...actorOf(user), type: 'roster', id: read.data.event_id, change, channel, ...by })
    })
  }

  for (const name of ['user_change', 'team_join']) {
    app.event(name, async ({ body }: EventArgs) => {
      const read = userPayload.safeParse(body)
      const profile = read.success ? people.heard(read.data.event.user) : null
      if (!read.success || !profile) return
      await handle({
        platform: 'slack',
        person: profile.id,
        type: 'roster',
        id: read.data.event_id,
        change: 'profile',
        profile,
      })
    })
  }

  for (const name of ['app_uninstalled', 'tokens_revoked']) {
    app.event(name, async ({ body }: EventArgs) => {
      const read = revokedPayload.safeParse(body)
      // Tokens of people are none of ours.
      if (!read.success || (name === 'tokens_revoked' && !read.data.event.tokens?.bot?.length)) return
      gate.shut(name)
    })
  }
}

type EventArgs = Pick<AllMiddlewareArgs, 'context'> & { body: unknown }

/** What of a reply is words alone. */
function saidIn(reply: Reply): Message | null {
  if (reply.type === 'notice' || reply.type === 'replace') return reply.message
  if (reply.type !== 'errors') return null
  const said = Object.values(reply.errors)
  return { summary: said[0] ?? '', blocks: said.map((one) => paragraph(one)) }
}

/** A form opens only in answer to a press: so what was written becomes a button. */
const opener = (text: string, { language }: SlackReader): Message => ({
  summary: word(language, 'open-summary'),
  blocks: [
    paragraph(word(language, 'open-summary')),
    buttons({ action: 'command', label: word(language, 'open'), value: text.slice(0, MOST_VALUE), style: 'primary' }),
  ],
})

const MOST_VALUE = 200
