/** The JSON API under `/playground/api`; README.md shows every route with curl. */
import { type Context, Hono } from 'hono'
import type { Inbox, PlatformEvent } from '#platform'
import { ACT_FIELDS, type ActType, commandEvent, homeEvent, pressEvent, submitEvent } from './acts.ts'
import { answer } from './answers.ts'
import { clockGoal } from './clock.ts'
import { commandsFor } from './commands.ts'
import type { Ground } from './ground.ts'
import { type Fields, mayText, needText, readFields } from './input.ts'
import { asReader } from './people.ts'
import { invalid, problem } from './problems.ts'
import { showReply } from './replies.ts'
import { simulate } from './simulate.ts'
import { readState, SIMULATED } from './state.ts'
import type { WorkspacePerson } from './workspace.ts'

export function createApi(ground: Ground): Hono {
  const api = new Hono()
  api.get('/state', (c) => getState(ground, c))
  api.get('/commands', (c) => getCommands(ground, c))
  api.post('/press', (c) => act(ground, c, 'press'))
  api.post('/submit', (c) => act(ground, c, 'submit'))
  api.post('/command', (c) => act(ground, c, 'command'))
  api.post('/home', (c) => act(ground, c, 'home'))
  api.post('/clock', (c) => moveClock(ground, c))
  api.post('/simulate', (c) => letOthersAnswer(ground, c))
  api.post('/read', (c) => markRead(ground, c))
  return api
}

/** Paths and the one method each of them answers, for saying so when another is used. */
export const METHODS: Record<string, 'GET' | 'POST'> = {
  state: 'GET',
  commands: 'GET',
  press: 'POST',
  submit: 'POST',
  command: 'POST',
  home: 'POST',
  clock: 'POST',
  simulate: 'POST',
  read: 'POST',
}

async function getState(ground: Ground, c: Context): Promise<Response> {
  const person = await queriedPerson(ground, c)
  const only = c.req.query('in')
  if (only !== undefined) await ground.conversations.find(person, only)
  return answer(await readState(ground, person.id, only))
}

async function getCommands(ground: Ground, c: Context): Promise<Response> {
  return answer({ commands: commandsFor(await queriedPerson(ground, c)) })
}

async function queriedPerson(ground: Ground, c: Context): Promise<WorkspacePerson> {
  const id = c.req.query('person')
  if (id === undefined || id === '') throw invalid('person', 'Say whose view you want: ?person=jana.petersen')
  return ground.people.find(id)
}

/** One act, one event, one reply. */
async function act(ground: Ground, c: Context, type: ActType): Promise<Response> {
  const inbox = openInbox(ground)
  const fields = await readFields(c, ACT_FIELDS[type])
  const found = ground.people.find(needText(fields, 'person'))
  const person = found instanceof Promise ? await found : found
  const made = eventOf(ground, type, fields, person)
  const event = made instanceof Promise ? await made : made
  const reply = await inbox.handle(event)
  return answer(showReply(event.id, reply, deliveryOf(event), asReader(person)))
}

function eventOf(
  ground: Ground,
  type: ActType,
  fields: Fields,
  person: WorkspacePerson,
): PlatformEvent | Promise<PlatformEvent> {
  switch (type) {
    case 'press':
      return pressEvent(fields, person, ground.conversations)
    case 'submit':
      return submitEvent(fields, person)
    case 'command':
      return commandEvent(fields, person, ground.conversations)
    case 'home':
      return homeEvent(fields, person)
  }
}

function deliveryOf(event: PlatformEvent): string | null {
  if (event.type === 'press') return event.delivery ?? null
  return event.type === 'submit' ? event.ticket.delivery : null
}

async function moveClock(ground: Ground, c: Context): Promise<Response> {
  const fields = await readFields(c, ['to', 'by', 'next', 'zone'])
  const { workspace } = ground
  return ground.inTurn(async () => {
    const next = await workspace.nextEvent()
    const goal = clockGoal(fields, { now: workspace.now(), next, zone: workspace.organisation.zone })
    const { now, happened } = await workspace.travel(goal)
    return answer({ now, happened, next: await workspace.nextEvent() })
  })
}

async function letOthersAnswer(ground: Ground, c: Context): Promise<Response> {
  const inbox = openInbox(ground)
  const fields = await readFields(c, ['except', 'seed'])
  const except = mayText(fields, 'except')
  if (except !== undefined) await ground.people.find(except)
  return ground.inTurn(async () => {
    const counts = await simulate(ground.workspace, inbox, {
      except: except ?? null,
      seed: mayText(fields, 'seed') ?? '',
    })
    if (counts.answered > 0) await ground.workspace.remember(SIMULATED, true)
    return answer(counts)
  })
}

async function markRead(ground: Ground, c: Context): Promise<Response> {
  const fields = await readFields(c, ['person', 'conversation', 'upTo'])
  const person = await ground.people.find(needText(fields, 'person'))
  const { conversation } = await ground.conversations.find(person, needText(fields, 'conversation'))
  const messages = await ground.workspace.messages(conversation, person.id)
  await ground.marks.read(person.id, conversation, messages, mayText(fields, 'upTo'))
  return answer({ read: true })
}

function openInbox(ground: Ground): Inbox {
  const inbox = ground.inbox()
  if (!inbox) throw problem(503, 'not-open', 'The playground is just starting or stopping; try again in a moment.')
  return inbox
}
