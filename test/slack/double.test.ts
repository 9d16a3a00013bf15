/** The double is held to what it stands for: Slack's own SDK works with it, and what Slack refuses is refused. */
import { App, HTTPReceiver, LogLevel, webApi } from '@slack/bolt'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSlack, type Slack, type SlackOptions } from './double.ts'
import { post, signedRequest } from './http-transport.ts'
import { shownText } from './reading.ts'
import type { BlockJson, Person } from './world.ts'

const section = (text: string): BlockJson => ({ type: 'section', text: { type: 'mrkdwn', text } })
const button = (id: string): BlockJson => ({
  type: 'actions',
  elements: [{ type: 'button', action_id: id, value: 'v1', text: { type: 'plain_text', text: 'Antworten' } }],
})
const form = (): object => ({
  type: 'modal',
  callback_id: 'answer',
  private_metadata: 'm1',
  title: { type: 'plain_text', text: 'Runde' },
  submit: { type: 'plain_text', text: 'Senden' },
  blocks: [
    {
      type: 'input',
      block_id: 'done',
      label: { type: 'plain_text', text: 'Geschafft' },
      element: { type: 'plain_text_input', action_id: 'value', max_length: 20 },
    },
  ],
})

/** Refusals are what these tests are about: they need not be told of. */
const nothing = (): void => {}
const quiet = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
}

let slack: Slack
let ana: Person
let client: webApi.WebClient
beforeEach(() => begin())
afterEach(() => slack[Symbol.asyncDispose]())

async function begin(options: SlackOptions = {}): Promise<void> {
  await slack?.[Symbol.asyncDispose]()
  slack = await openSlack({ pageSize: 2, retries: [0, 10, 10], ...options })
  ana = slack.person({ name: 'Ana Roth' })
  client = clientOf(slack)
}

const clientOf = ({ apiUrl, grants }: Slack): webApi.WebClient =>
  new webApi.WebClient(grants.botToken, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
  })

/** Lint takes a call of `postMessage` for one between windows. */
const say = (web: webApi.WebClient, args: object): Promise<string> =>
  refused(web.apiCall('chat.postMessage', args as never))

/** The word with which a call is refused, or `ok`. */
const refused = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: { data?: { error: string }; message: string }) => error.data?.error ?? error.message,
  )

describe('a bot on Bolt', () => {
  const bot = (app: App): void => {
    app.action('open', async ({ ack, body, client: web }) => {
      await ack()
      await web.views.open({ trigger_id: (body as { trigger_id: string }).trigger_id, view: form() as never })
    })
    app.view('answer', async ({ ack, view }) => {
      const { value } = view.state.values['done']!['value']!
      await (value === 'nichts' ? ack({ response_action: 'errors', errors: { done: 'Bitte etwas.' } }) : ack())
    })
    app.command('/teamrunde', ({ ack, command }) => ack(`Du sagst: ${command.text}`))
    app.event('app_home_opened', async ({ event, client: web }) => {
      await web.views.publish({ user_id: event.user, view: { type: 'home', blocks: [section('Daheim') as never] } })
    })
  }

  async function lives(): Promise<void> {
    const acts = slack.as(ana)
    await say(client, {
      channel: ana.id,
      text: 'Runde?',
      blocks: [section('Runde?'), button('open')],
    })
    await acts.press('Antworten')
    await slack.journal.until('the form opens', acts.hasForm)
    expect((await acts.submit({ Geschafft: 'nichts' })).errors).toEqual({ done: 'Bitte etwas.' })
    await expect(acts.submit()).rejects.toThrow('required')
    await expect(acts.submit({ done: 'x'.repeat(21) })).rejects.toThrow('at most 20')
    expect((await acts.submit({ done: 'viel' })).closed).toBe(true)
    expect(acts.hasForm()).toBe(false)
    await acts.command('heute')
    expect(shownText(acts.inbox().at(-1)!)).toBe('Du sagst: heute')
    await acts.openHome()
    await slack.journal.until('the Home tab', acts.home)
    expect(slack.world.complaints).toEqual([])
  }

  it('gets everything over HTTP, signed', async () => {
    const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logger: quiet })
    const options = { slackApiUrl: slack.apiUrl }
    bot(new App({ token: slack.grants.botToken, receiver, clientOptions: options, logger: quiet }))
    const server = createServer((request, response) => receiver.requestListener(request, response))
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
    slack.listenAt(url)
    await lives()
    const { type, payload } = slack.journal.deliveries.at(-1)!
    const envelope = { type: type as 'events_api', payload, attempt: 0, reason: null }
    expect((await post(url, signedRequest(envelope, 'another-secret'))).status).toBe(401)
    expect((await post(url, signedRequest(envelope, slack.signingSecret, -301))).status).toBe(401)
    server.closeAllConnections()
    server.close()
  })

  it('gets everything in Socket Mode, also when connections are moved', async () => {
    const app = new App({
      token: slack.grants.botToken,
      appToken: slack.grants.appToken,
      socketMode: true,
      clientOptions: { slackApiUrl: slack.apiUrl },
      logger: quiet,
    })
    bot(app)
    await app.start()
    expect(slack.sockets.connections()).toBe(1)
    await lives()
    slack.sockets.loseNextAck()
    expect((await slack.as(ana).openHome()).status).toBe(0)
    await app.stop()
  })
})

describe('a call', () => {
  it('needs the right token and the scope', async () => {
    expect(
      await refused(new webApi.WebClient('xoxb-no', { slackApiUrl: slack.apiUrl, logger: quiet }).auth.test()),
    ).toContain('invalid_auth')
    expect(await refused(client.dnd.info({ user: ana.id }))).toBe('missing_scope')
    expect((await client.auth.test()).response_metadata?.scopes).toContain('chat:write')
    slack.grants.revoked = 'token_revoked'
    expect(await refused(client.auth.test())).toBe('token_revoked')
  })

  it('reaches only whom and what the bot may reach', async () => {
    const gone = slack.person({ name: 'Gero', kind: 'deactivated' })
    const open = slack.channel('offen', [ana], { withBot: false })
    const closed = slack.channel('zu', [ana], { kind: 'private', withBot: false })
    const sayIn = (channel: string): Promise<string> => say(client, { channel, text: 'Hallo' })
    expect(await sayIn(open.id)).toBe('not_in_channel')
    expect(await sayIn(closed.id)).toBe('channel_not_found')
    expect(await sayIn('C0NOWHERE')).toBe('channel_not_found')
    expect(await refused(client.conversations.open({ users: gone.id }))).toBe('user_disabled')
    expect(await refused(client.users.info({ user: 'U0NOBODY' }))).toBe('user_not_found')
  })

  it('gives lists a page at a time', async () => {
    const people = ['Ben', 'Cem', 'Dana'].map((name) => slack.person({ name }))
    const channel = slack.channel('runde', [ana, ...people])
    const first = await client.conversations.members({ channel: channel.id, limit: 100 })
    expect(first.members).toHaveLength(2)
    const second = await client.conversations.members({
      channel: channel.id,
      cursor: first.response_metadata!.next_cursor!,
    })
    const third = await client.conversations.members({
      channel: channel.id,
      cursor: second.response_metadata!.next_cursor!,
    })
    expect([second.members, third.members, third.response_metadata!.next_cursor]).toEqual([
      [ana, ...people].slice(1, 3).map(({ id }) => id),
      [people[2]!.id],
      '',
    ])
  })

  it('says which blocks are wrong, and takes none that are too many or too long', async () => {
    await begin({ pace: { generosity: 100 } })
    const show = (...blocks: object[]): Promise<string> => say(client, { channel: ana.id, text: 'x', blocks })
    expect(await show(section('gut'))).toBe('ok')
    expect(await show(section(''))).toBe('invalid_blocks')
    expect(await show(section('x'.repeat(3001)))).toBe('invalid_blocks')
    expect(await show({ type: 'header', text: { type: 'mrkdwn', text: 'x' } })).toBe('invalid_blocks')
    expect(await show(button('a'), button('a'))).toBe('invalid_blocks')
    expect(await show({ type: 'alert', text: { type: 'plain_text', text: 'x' } })).toBe('invalid_blocks')
    expect(await show(...Array.from({ length: 51 }, () => ({ type: 'divider' })))).toBe('invalid_blocks')
    expect(await show(...Array.from({ length: 5 }, () => section('x'.repeat(2900))))).toBe('msg_blocks_too_long')
  })

  it('is answered 429 where it comes too soon, and only there', async () => {
    await begin({
      clock: { now: () => Temporal.Instant.from('2026-12-03T09:00:00Z') },
      pace: { tolerance: 0 },
    })
    const [bea, cem] = ['Bea', 'Cem'].map((name) => slack.person({ name }))
    expect(await say(client, { channel: bea!.id, text: '1' })).toBe('ok')
    const error = await client
      .apiCall('chat.postMessage', { channel: bea!.id, text: '2' })
      .catch((fault: unknown) => fault)
    expect(error).toMatchObject({ retryAfter: 1 })
    expect(await say(client, { channel: cem!.id, text: '1' })).toBe('ok')
    expect(slack.pace.hits.size).toBe(1)
  })

  it('goes wrong as it is told to', async () => {
    slack.faults.next('chat.postMessage', { type: 'status', status: 500 })
    slack.faults.next('chat.postMessage', { type: 'drop-before' })
    slack.faults.next('chat.postMessage', { type: 'drop-after' })
    for (const text of ['eins', 'zwei', 'drei']) expect(await say(client, { channel: ana.id, text })).not.toBe('ok')
    expect(slack.as(ana).inbox().map(shownText)).toEqual(['drei'])
    expect(slack.faults.left()).toBe(0)
  })
})
