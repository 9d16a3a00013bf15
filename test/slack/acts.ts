/** What people do in Slack. Each act goes to the bot as Slack would bring it, and ends when the bot has acknowledged it. */
import { store } from './chat.ts'
import { type Ack, deliver, isRight, type PostOffice } from './delivery.ts'
import { type Filling, valueOf } from './filling.ts'
import { closedPayload, commandPayload, eventPayload, type Place, pressPayload, submissionPayload } from './payloads.ts'
import { buttonsIn, fieldsIn, textOf } from './reading.ts'
import { newResponseUrl } from './response-url.ts'
import { afterSubmission, type Submitted } from './submission.ts'
import {
  type BlockJson,
  type Conversation,
  conversationWith,
  isHere,
  type Json,
  newTrigger,
  type OpenView,
  type Person,
  type StoredMessage,
} from './world.ts'

export interface Acts {
  person: Person
  /** What stands between the bot and this person alone, oldest first. */
  inbox(): StoredMessage[]
  /** Their uppermost form. @throws when none is open */
  form(): OpenView
  hasForm(): boolean
  home(): OpenView | undefined
  /**
   * Presses a button.
   * @param wish its label, its action_id, or anything that its action_id, value or label holds
   * @param on the message; otherwise the newest of their own that has such a button
   */
  press(wish: string, on?: StoredMessage): Promise<Ack>
  /** Presses a button on the Home tab. */
  pressHome(wish: string): Promise<Ack>
  /** Fills in the open form and sends it. Keys are block ids, action ids or labels; what is left out stays as it was. */
  submit(fillings?: Record<string, Filling>): Promise<Submitted>
  closeForm(): Promise<void>
  command(text: string, conversation?: Conversation): Promise<Ack>
  openHome(): Promise<Ack>
  /** Writes to the bot in their direct message, or in a channel, where the bot hears nothing of it. */
  write(text: string, conversation?: Conversation): Promise<void>
  join(channel: Conversation, inviter?: Person): Promise<void>
  leave(channel: Conversation): Promise<void>
  /** Their profile has changed: name, zone, status, or they have been deactivated. */
  change(changes: Partial<Person>): Promise<void>
}

export interface Stage {
  office: PostOffice
  origin: string
  profile(person: Person): Json
}

export function actsOf(stage: Stage, person: Person): Acts {
  const { office } = stage
  const { world } = office
  const actor = () => ({ world, person, trigger: newTrigger(world, person.id) })
  const stack = (): OpenView[] => world.modals.get(person.id) ?? []
  const tell = (event: Json): Promise<Ack> => deliver(office, 'events_api', eventPayload(world, event))

  const inbox = (): StoredMessage[] =>
    [...world.conversations.values()]
      .filter(({ kind, members }) => kind === 'im' && members.has(person.id))
      .flatMap(({ messages }) => messages)

  const acts: Acts = {
    person,
    inbox,
    form() {
      const view = stack().at(-1)
      if (view === undefined) throw new Error(`${person.name} has no form open.`)
      return view
    },
    hasForm: () => stack().length > 0,
    home: () => world.homes.get(person.id),
    async press(wish, on) {
      const message = on ?? inbox().findLast(({ blocks }) => findButton(blocks, wish) !== undefined)
      if (message === undefined) throw new Error(`${person.name} sees no button ${wish}: ${told(inbox())}`)
      const { block, element } = findButton(message.blocks, wish) ?? noButton(wish, message.blocks)
      const conversation = world.conversations.get(message.channel)!
      const responseUrl = newResponseUrl(world, stage.origin, person.id, conversation.id, message)
      const place: Place = { type: 'message', conversation, message, responseUrl }
      return deliver(office, 'interactive', pressPayload(actor(), place, block, element))
    },
    async pressHome(wish) {
      const view = acts.home()
      if (view === undefined) throw new Error(`${person.name} has no Home tab.`)
      const { block, element } = findButton(view.blocks, wish) ?? noButton(wish, view.blocks)
      return deliver(office, 'interactive', pressPayload(actor(), { type: 'view', view, values: {} }, block, element))
    },
    async submit(fillings = {}) {
      const view = acts.form()
      const payload = submissionPayload(actor(), view, filledIn(view, fillings))
      const ack = await deliver(office, 'interactive', payload)
      return isRight(ack) ? afterSubmission(world, person.id, view, ack) : { closed: false, errors: {}, ack }
    },
    async closeForm() {
      const view = acts.form()
      world.modals.set(person.id, stack().slice(0, -1))
      if (view['notify_on_close'] === true) await deliver(office, 'interactive', closedPayload(actor(), view, false))
    },
    async command(text, conversation = conversationWith(world, [person.id])) {
      const responseUrl = newResponseUrl(world, stage.origin, person.id, conversation.id)
      const payload = commandPayload(actor(), conversation, '/teamrunde', text, responseUrl)
      const ack = await deliver(office, 'slash_commands', payload)
      showAck(stage, conversation, person, ack)
      return ack
    },
    openHome: () =>
      tell({ type: 'app_home_opened', user: person.id, channel: conversationWith(world, [person.id]).id, tab: 'home' }),
    async write(text, conversation = conversationWith(world, [person.id])) {
      const message = store(world, conversation, { text, blocks: [], metadata: null, author: person.id })
      if (conversation.kind !== 'im') return
      const { ts, channel } = message
      await tell({ type: 'message', channel, user: person.id, text, ts, channel_type: 'im', team: world.team.id })
    },
    async join(channel, inviter) {
      channel.members.add(person.id)
      if (!isHere(world, channel)) return
      const invited = inviter ? { inviter: inviter.id } : {}
      await tell({ type: 'member_joined_channel', user: person.id, ...inChannel(channel, world.team.id), ...invited })
    },
    async leave(channel) {
      const heard = isHere(world, channel)
      channel.members.delete(person.id)
      if (heard) await tell({ type: 'member_left_channel', user: person.id, ...inChannel(channel, world.team.id) })
    },
    async change(changes) {
      Object.assign(person, changes)
      await tell({ type: 'user_change', user: stage.profile(person), cache_ts: Math.floor(world.now() / 1000) })
    },
  }
  return acts
}

const inChannel = ({ id, kind }: Conversation, team: string): Json => ({
  channel: id,
  channel_type: kind === 'private' ? 'G' : 'C',
  team,
})

function findButton(blocks: readonly BlockJson[], wish: string) {
  const all = buttonsIn(blocks)
  const words = ({ label, element }: (typeof all)[number]) => [
    label,
    String(element['action_id']),
    String(element['value']),
  ]
  return (
    all.find((button) => words(button).includes(wish)) ??
    all.find((button) => words(button).some((word) => word.includes(wish)))
  )
}

function noButton(wish: string, blocks: readonly BlockJson[]): never {
  throw new Error(
    `There is no button ${wish}; there are ${buttonsIn(blocks)
      .map(({ label }) => label)
      .join(', ')}.`,
  )
}

const told = (messages: readonly StoredMessage[]): string =>
  messages.map(({ blocks, text }) => `${text} [${buttonsIn(blocks).map(({ label }) => label)}]`).join(' | ')

/** As `view.state.values` has it: block, then action. @throws NotSendable, or when a filling fits no field */
export function filledIn(view: OpenView, fillings: Record<string, Filling>): Json {
  const fields = fieldsIn(view.blocks)
  for (const name of Object.keys(fillings)) {
    if (!fields.some((field) => [field.block, field.action, field.label].includes(name)))
      throw new Error(
        `The form ${textOf(view['title'])} has no field ${name}; there are ${fields.map(({ label }) => label)}.`,
      )
  }
  return Object.fromEntries(
    fields.map((field) => {
      const filling = fillings[field.block] ?? fillings[field.action] ?? fillings[field.label]
      return [field.block, { [field.action]: valueOf(field, filling) }]
    }),
  )
}

/** The answer to a command may be what the person alone is shown. */
function showAck({ office: { world } }: Stage, conversation: Conversation, person: Person, { body }: Ack): void {
  if (typeof body === 'string' && body !== '') {
    store(world, conversation, { text: body, blocks: [], metadata: null, only: person.id })
  } else if (typeof body === 'object' && body !== null && ('text' in body || 'blocks' in body)) {
    const { text = '', blocks = [] } = body as { text?: string; blocks?: BlockJson[] }
    store(world, conversation, { text, blocks, metadata: null, only: person.id })
  }
}
