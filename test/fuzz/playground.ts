/** The program as it is, with its sample company and every ritual open: all routes of the playground's API, over real HTTP. */
import fc from 'fast-check'
import type { Form } from '#message'
import type { FormTicket } from '#platform'
import { commandsOf } from '../../src/engine/commands/table.ts'
import type { AnyRitual } from '../../src/engine/discovery.ts'
import { type Acted, type Answer, type Program, startProgram, type State } from '../hard-days/program.ts'
import { buttonsOf } from '../house.ts'
import { type Entrance, entrance, type Opened } from './entrance.ts'
import { data, numbers, orAny, orData, texts } from './inputs.ts'

const PEOPLE = 4

interface Found {
  people: string[]
  deliveries: string[]
  occurrences: string[]
  actions: string[]
  values: string[]
  forms: { ticket: FormTicket; form: Form }[]
}

/** Everything that some of the people can press or fill in, a few days from now. */
async function look(program: Program): Promise<Found> {
  for (let step = 0; step < 12; step += 1) await program.post('clock', { next: true })
  const { people } = await program.state('jana.petersen')
  const some = ['jana.petersen', ...people.map(({ id }) => id)].slice(0, PEOPLE)
  const states: State[] = []
  for (const id of some) states.push(await program.state(id))
  const standing = states.flatMap(({ conversations }) => conversations.flatMap(({ messages }) => messages ?? []))
  const buttons = standing.flatMap(({ message, delivery }) => buttonsOf(message).map((each) => ({ ...each, delivery })))
  const forms: Found['forms'] = []
  for (const person of some)
    for (const { action, value, occurrence, delivery } of buttons.filter((each) => each.occurrence !== undefined)) {
      if (forms.length >= 12) break
      const { body } = await program.post('press', { person, action, value, occurrence, delivery })
      const known = forms.map(({ ticket }) => `${ticket.occurrence} ${ticket.form}`)
      if (body?.reply?.type === 'form' && !known.includes(`${body.reply.ticket.occurrence} ${body.reply.ticket.form}`))
        forms.push(body.reply)
    }
  if (forms.length < 3) throw new Error(`Only ${forms.length} forms are open: there is too little to try.`)
  const unique = (all: (string | undefined)[]): string[] => [...new Set(all.filter((each) => each !== undefined))]
  return {
    people: some,
    deliveries: unique(standing.map(({ delivery }) => delivery)).slice(0, 40),
    occurrences: unique(buttons.map(({ occurrence }) => occurrence)),
    actions: unique(buttons.map(({ action }) => action)),
    values: unique(buttons.map(({ value }) => value)),
    forms,
  }
}

/** Nobody has to be ashamed of it: no fault, and whatever is refused is refused in a sentence. */
function expectDecent({ status, text, body }: Answer<Acted>): void {
  if (status >= 500) throw new Error(`${status}: ${text}`)
  if (status !== 200) return expectReason(text)
  const reply = body?.reply
  if (reply === undefined) return
  if (/schiefgegangen|went wrong/.test(text)) throw new Error(`A fault: ${text}`)
  if (reply.type === 'errors') for (const said of Object.values(reply.errors)) expectSentence(said)
}

/** For scripts: in English, and with what to send instead. */
function expectReason(text: string): void {
  const { error } = JSON.parse(text) as { error: { code: string; message: string } }
  if (!/ /.test(error.message) || error.code === '') throw new Error(`No reason: ${text}`)
}

function expectSentence(said: string): void {
  if (!/[.?!…)“"]$/u.test(said.trim())) throw new Error(`No sentence: ${said}`)
}

/** What fits the form, and whatever does not. */
const answersTo = ({ fields }: Form): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(
    Object.fromEntries(
      fields.map((field) => {
        const options = 'options' in field ? field.options.map(({ value }) => value) : ['1', '3', '5', 'abstain']
        return [field.name, fc.oneof(fc.constantFrom(...options, '', null), texts, numbers, data)]
      }),
    ),
    { requiredKeys: [] },
  )

const wordsOf = (rituals: ReadonlyMap<string, AnyRitual>): string[] =>
  commandsOf(rituals).flatMap(({ words }) => [...words.de, ...words.en])

export interface Playground extends AsyncDisposable {
  program: Program
  entrances: Opened[]
}

export async function openPlayground(folder: string, rituals: ReadonlyMap<string, AnyRitual>): Promise<Playground> {
  const program = await startProgram({ folder, env: { LOG_LEVEL: 'trace' } })
  const found = await look(program)
  const person = orAny(found.people)
  const post = <Input>(name: string, path: (input: Input) => string, body: fc.Arbitrary<Input>) => ({
    name: `the playground: ${name}`,
    inputs: body,
    enter: async (input: Input) => expectDecent(await program.post(path(input), input as object)),
  })
  const acts: Opened[] = [
    entrance(post('commands', () => 'command', commandsTyped(person, wordsOf(rituals), found))),
    entrance(post('buttons', () => 'press', pressed(person, found))),
    entrance(post('forms', () => 'submit', filled(person, found))),
    entrance(anyRequest(program, person)),
  ]
  return { program, entrances: acts, [Symbol.asyncDispose]: () => program.kill() }
}

const commandsTyped = (person: fc.Arbitrary<string>, words: string[], { occurrences, values }: Found) =>
  fc.record({
    person,
    text: fc
      .tuple(
        orAny(words),
        fc.array(
          orAny([...occurrences.map((id) => id.split('@')[0]!), ...values, 'bis', 'morgen', '2026-12-10', '*']),
          {
            maxLength: 3,
          },
        ),
      )
      .map(([word, more]) => [word, ...more].join(' ').slice(0, 2100)),
  })

const pressed = (person: fc.Arbitrary<string>, { actions, values, occurrences, deliveries }: Found) =>
  fc.record(
    {
      person,
      action: orAny(actions),
      value: orAny(values),
      occurrence: orAny(occurrences),
      delivery: orAny(deliveries),
      id: texts,
    },
    { requiredKeys: ['person', 'action'] },
  )

const filled = (person: fc.Arbitrary<string>, { forms, occurrences, deliveries }: Found) =>
  fc.constantFrom(...forms).chain(({ ticket, form }) =>
    fc.record({
      person,
      ticket: fc.oneof(
        { weight: 4, arbitrary: fc.constant(ticket) },
        {
          weight: 1,
          arbitrary: fc.record({
            occurrence: orData(orAny(occurrences)),
            form: orData(orAny([ticket.form])),
            delivery: orData(orAny(deliveries)),
          }),
        },
      ),
      answers: fc.oneof({ weight: 4, arbitrary: answersTo(form) }, { weight: 1, arbitrary: data }),
    }),
  )

interface Sent {
  path: string
  method: string
  body: string
  type: string
}

/** Any method, any address, any body, also such as are not JSON. */
function anyRequest(program: Program, person: fc.Arbitrary<string>): Entrance<Sent> {
  const fields = fc.record(
    {
      person: orData(person),
      conversation: orData(orAny(['@jana.petersen', '#after-sales'])),
      upTo: data,
      except: orData(person),
      seed: data,
      to: data,
      by: orData(fc.constantFrom('PT0S', 'PT1M', '-PT1H', 'P9999Y')),
      zone: data,
      text: data,
      extra: data,
    },
    { requiredKeys: [] },
  )
  const routes = ['state', 'commands', 'press', 'submit', 'command', 'home', 'clock', 'read', 'simulate']
  return {
    name: 'the playground: anything',
    inputs: fc.record({
      path: fc
        .tuple(orAny(routes), orAny(['', '?person=jana.petersen', '?person=jana.petersen&in=%23after-sales']))
        .map(([route, query]) => encodeURI((route + query).toWellFormed())),
      method: fc.constantFrom('POST', 'POST', 'POST', 'GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'),
      body: fc.oneof(
        { weight: 4, arbitrary: fields.map((each) => JSON.stringify(each)) },
        { weight: 1, arbitrary: fc.oneof(texts, fc.json()) },
      ),
      type: fc.constantFrom('application/json', 'application/json', 'text/plain', 'multipart/form-data', ''),
    }),
    async enter({ path, method, body, type }) {
      const bodiless = method === 'GET' || method === 'HEAD'
      const headers: Record<string, string> = type === '' ? {} : { 'content-type': type }
      const response = await fetch(`${program.url}/playground/api/${path}`, {
        method,
        headers,
        ...(bodiless ? {} : { body: body.toWellFormed() }),
      })
      const text = await response.text()
      if (response.status >= 500) throw new Error(`${response.status}: ${text}`)
      // Node itself hangs up on addresses of many kilobytes.
      if (response.status >= 400 && response.status !== 431 && method !== 'HEAD') expectReason(text)
    },
  }
}
