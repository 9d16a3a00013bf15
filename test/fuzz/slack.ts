/** Slack's door with valid signatures: payloads of every kind with anything in them, and bodies that are none. */
import fc from 'fast-check'
import { companyIn, manifestFor, MORNING, SPIRIT } from '../slack/company.ts'
import { signature } from '../slack/http-transport.ts'
import { type SlackStory, tellInSlack } from '../slack/house.ts'
import { entrance, type Opened } from './entrance.ts'
import { data, MARK, orAny, orData, texts } from './inputs.ts'

export interface SlackDoor extends AsyncDisposable {
  story: SlackStory
  entrances: Opened[]
}

export async function openSlackDoor(): Promise<SlackDoor> {
  const story = await tellInSlack({
    now: '2026-12-06T18:00',
    found: (slack) => manifestFor(companyIn(slack), MORNING, SPIRIT),
  })
  await story.to('2026-12-10T10:05')
  return {
    story,
    entrances: [anythingSigned(story), anythingUnsigned(story)],
    [Symbol.asyncDispose]: () => story[Symbol.asyncDispose](),
  }
}

interface Sent {
  body: string
  type: string
}

const FORM = 'application/x-www-form-urlencoded'

function payloadsOf({ slack }: SlackStory) {
  const people = [...slack.world.people.keys()]
  const standing = [...slack.world.conversations.values()].flatMap(({ messages }) => messages)
  const json = JSON.stringify(standing.map(({ blocks }) => blocks ?? []))
  const collected = (key: string): string[] => [
    ...new Set([...json.matchAll(new RegExp(`"${key}":"([^"]{1,300})"`, 'g'))].map(([, value]) => value!)),
  ]
  const user = orAny(people)
  // Nothing in here names an address outside of this machine.
  const responses = orAny(['http://127.0.0.1:1/gone', ''])
  const envelope = { team_id: fc.constant(slack.world.team.id), api_app_id: fc.constant(slack.world.app) }
  const inside = {
    ...envelope,
    team: fc.constant({ id: slack.world.team.id }),
    trigger_id: texts,
    user: fc.record({ id: user }),
  }
  const press = fc.record(
    {
      ...inside,
      type: fc.constant('block_actions'),
      actions: orData(
        fc.array(
          fc.record(
            {
              action_id: orAny(collected('action_id')),
              block_id: orAny(collected('block_id')),
              value: orAny(collected('value')),
              action_ts: texts,
              type: fc.constant('button'),
            },
            { requiredKeys: ['action_id', 'type'] },
          ),
          { maxLength: 2 },
        ),
      ),
      container: data,
      channel: data,
      view: data,
      response_url: responses,
    },
    { requiredKeys: ['type', 'team', 'user', 'trigger_id'] },
  )
  const metadata = fc.oneof(
    texts,
    data.map((value) => JSON.stringify(value)),
    fc
      .record({
        occurrence: orAny(['spirit@2026-12-10T10:00', 'morning@2026-12-09T09:00']),
        form: texts,
        delivery: data,
      })
      .map((ticket) => JSON.stringify({ ticket, origin: {} })),
  )
  const submission = fc.record({
    ...inside,
    type: fc.constant('view_submission'),
    view: orData(
      fc.record({
        id: texts,
        callback_id: texts,
        private_metadata: metadata,
        blocks: orData(fc.array(fc.record({ block_id: texts, type: fc.constant('input') }), { maxLength: 3 })),
        state: orData(
          fc.record({
            values: orData(fc.dictionary(texts, fc.dictionary(texts, data, { maxKeys: 2 }), { maxKeys: 3 })),
          }),
        ),
      }),
    ),
  })
  const event = fc.record({
    ...envelope,
    type: fc.constant('event_callback'),
    event_id: texts,
    event: orData(
      fc.record(
        {
          type: orAny([
            'app_home_opened',
            'message',
            'member_joined_channel',
            'member_left_channel',
            'user_change',
            'team_join',
          ]),
          user: orData(user),
          channel: orData(orAny([...slack.world.conversations.keys()])),
          channel_type: orAny(['im', 'channel']),
          text: texts,
          tab: orAny(['home', 'messages']),
          inviter: texts,
          subtype: data,
        },
        { requiredKeys: ['type'] },
      ),
    ),
  })
  const command = fc.record({
    ...envelope,
    command: fc.constant('/teamrunde'),
    user_id: user,
    channel_id: texts,
    text: fc.oneof(texts, fc.constantFrom('heute', 'antworten', 'weg bis', 'hilfe', 'export')),
    trigger_id: texts,
    response_url: responses,
  })
  const interactive = fc.oneof(press, submission).map((payload): Sent => ({
    type: FORM,
    body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
  }))
  return fc.oneof(
    { weight: 3, arbitrary: interactive },
    {
      weight: 2,
      arbitrary: event.map((payload): Sent => ({ type: 'application/json', body: JSON.stringify(payload) })),
    },
    {
      weight: 2,
      arbitrary: command.map((payload): Sent => ({ type: FORM, body: new URLSearchParams(payload).toString() })),
    },
    { weight: 1, arbitrary: garbage },
  )
}

const garbage: fc.Arbitrary<Sent> = fc.record({
  type: fc.constantFrom(FORM, 'application/json', 'text/plain', ''),
  body: fc.oneof(
    texts,
    fc.json(),
    texts.map((text) => `payload=${encodeURIComponent(text.toWellFormed())}`),
  ),
})

async function post(address: string, { body, type }: Sent, headers: Record<string, string>): Promise<number> {
  const sent = { ...headers, ...(type === '' ? {} : { 'content-type': type }) }
  const response = await fetch(address, { method: 'POST', body: body.toWellFormed(), headers: sent })
  const text = await response.text()
  if (response.status >= 400 && text.includes(MARK)) throw new Error(`It says again what it refused: ${text}`)
  return response.status
}

const anythingSigned = (story: SlackStory): Opened =>
  entrance<Sent>({
    name: 'what Slack has signed',
    inputs: payloadsOf(story),
    async enter(sent) {
      const timestamp = Math.floor(Date.now() / 1000)
      const headers = {
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': signature(story.slack.signingSecret, timestamp, sent.body.toWellFormed()),
      }
      const status = await post(story.address, sent, headers)
      if (![200, 400, 403].includes(status)) throw new Error(`Answered with ${status}.`)
      await story.settle()
    },
  })

const anythingUnsigned = (story: SlackStory): Opened =>
  entrance<{ sent: Sent; timestamp: string; signed: string }>({
    name: 'what Slack has not signed',
    inputs: fc.record({
      sent: garbage,
      timestamp: orAny(['0', '1e9', '-1']),
      signed: orAny(['v0=', `v0=${'0'.repeat(64)}`]),
    }),
    async enter({ sent, timestamp, signed }) {
      const plain = (text: string): string => text.replaceAll(/[^\x21-\x7e]/g, '')
      const headers = { 'x-slack-request-timestamp': plain(timestamp), 'x-slack-signature': plain(signed) }
      const status = await post(story.address, sent, headers)
      if (status !== 401) throw new Error(`Answered with ${status}.`)
    },
  })
