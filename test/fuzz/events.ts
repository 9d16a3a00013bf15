/** What platforms tell the engine, on both databases: every type of event with anything in it, as far as its types allow. */
import fc from 'fast-check'
import type { PlatformEvent, Reply } from '#platform'
import { createLog } from '../../src/log.ts'
import { companyOf } from '../commands/company.ts'
import type { Engine } from '../databases.ts'
import { buttonsOf, type Story, tell, textOf } from '../house.ts'
import { entrance, type Opened } from './entrance.ts'
import { data, orAny, texts } from './inputs.ts'

export interface Inside extends AsyncDisposable {
  story: Story
  entrance: Opened
}

export async function openInside(engine: Engine): Promise<Inside> {
  const story = await tell(engine, { manifest: companyOf(), now: '2026-12-06T12:00', log: createLog('silent') })
  await story.to('2026-12-10T10:05')
  return { story, entrance: anyEvent(engine, story), [Symbol.asyncDispose]: () => story[Symbol.asyncDispose]() }
}

function anyEvent(engine: Engine, story: Story): Opened {
  const standing = [...story.platform.standing.values()]
  const buttons = standing.flatMap(({ message }) => buttonsOf(message))
  const of = (values: (string | undefined)[]): fc.Arbitrary<string> =>
    orAny([...new Set(values.filter((value) => value !== undefined))])
  const occurrence = of(buttons.map((button) => button.occurrence))
  const delivery = of(standing.map(({ id }) => id))
  const person = orAny(['ana', 'ben', 'dana', 'lead', 'birte', 'olga'])
  const base = { id: texts, platform: fc.constant('web'), person, language: fc.constantFrom('de', 'en', undefined) }
  const inPlace = fc.boolean()
  const profile = fc.record({
    id: person,
    name: texts,
    email: fc.option(texts),
    zone: fc.option(orAny(['Europe/Berlin'])),
    language: fc.constantFrom('de', 'en', null),
    kind: fc.constantFrom('person', 'guest', 'bot', 'deactivated'),
  })
  const inputs = fc.oneof(
    fc.record(
      {
        ...base,
        type: fc.constant('press'),
        action: of(buttons.map(({ action }) => action)),
        value: of(buttons.map(({ value }) => value)),
        occurrence,
        delivery,
        inPlace,
      },
      { requiredKeys: ['id', 'platform', 'person', 'type', 'action', 'inPlace'] },
    ),
    fc.record({
      ...base,
      type: fc.constant('submit'),
      ticket: fc.record({
        occurrence: fc.option(occurrence),
        form: orAny(['answer', 'ballot', 'away', 'next-step', 'promise']),
        delivery: fc.option(delivery),
      }),
      answers: fc.dictionary(orAny(['done', 'next', 'blocker', 'spirit', 'until', 'what', 'by']), data, { maxKeys: 5 }),
      inPlace,
    }),
    fc.record({ ...base, type: fc.constant('command'), text: texts, conversation: fc.option(texts) }),
    fc.record({ ...base, type: fc.constant('home') }),
    fc.record({
      ...base,
      type: fc.constant('roster'),
      change: fc.constantFrom('joined', 'left'),
      channel: texts,
      by: texts,
    }),
    fc.record({ ...base, type: fc.constant('roster'), change: fc.constant('profile'), profile }),
  ) as fc.Arbitrary<PlatformEvent>
  return entrance<PlatformEvent>({
    name: `events on ${engine.name}`,
    inputs,
    async enter(event) {
      const reply = await story.engine.inbox.handle(event)
      expectReply(reply)
    },
  })
}

const KINDS = new Set<Reply['type']>(['nothing', 'form', 'errors', 'replace', 'notice', 'home'])

function expectReply(reply: Reply): void {
  if (!KINDS.has(reply.type)) throw new Error(`No reply: ${JSON.stringify(reply)}`)
  const said = textOf(reply)
  if (/schiefgegangen|went wrong/.test(said)) throw new Error(`A fault: ${said}`)
}
