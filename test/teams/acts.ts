/** What people do in Teams. Each act goes to the bot as Teams would bring it, and ends when the bot has answered. */
import { activity, type Here, mentioning } from './activities.ts'
import { complaintsAboutCard, type Json } from './card-check.ts'
import { type Answer, deliver, type PostOffice } from './delivery.ts'
import { actionOn, type Filling, NotSendable, valuesOf } from './reading.ts'
import { shownOn } from './shown.ts'
import { chatOf, type Conversation, type Person, seenBy, store, type StoredMessage } from './world.ts'

export interface Acts {
  person: Person
  /** What stands in their own chat with the bot, oldest first. */
  inbox(): StoredMessage[]
  /** What they read on a message. */
  reads(message: StoredMessage): string
  /** Everything in their own chat, as they read it. */
  chat(): string
  /** Presses a button, by its title or by what it stands for, on the newest message of their own that has it, or on `on`. */
  press(wish: string, on?: StoredMessage): Promise<Answer>
  hasDialog(): boolean
  /** What stands in their dialog. @throws when none is open */
  dialog(): string
  /** Fills in the dialog and sends it. @returns whether it has closed */
  submit(fillings?: Record<string, Filling>): Promise<boolean>
  /** Fills in the newest card with inputs in their own chat and sends it. */
  fillIn(fillings: Record<string, Filling>, button?: string): Promise<Answer>
  closeDialog(): void
  /** Writes to the bot in their own chat. */
  write(text: string): Promise<Answer>
  /** Calls the bot where others are. */
  mention(text: string, conversation: Conversation): Promise<Answer>
  install(): Promise<void>
  uninstall(): Promise<void>
  join(channel: Conversation): Promise<void>
  leave(channel: Conversation): Promise<void>
}

export interface Stage {
  office: PostOffice
  serviceUrl: () => string
}

export function actsOf({ office, serviceUrl }: Stage, person: Person): Acts {
  const { world } = office
  const chat = (): Conversation => chatOf(world, person.id)
  const here = (conversation: Conversation): Here => ({ world, serviceUrl: serviceUrl(), person, conversation })
  const inbox = (): StoredMessage[] => chat().messages
  const cardOf = (message: StoredMessage): Json => seenBy(world, person.id, message) ?? {}
  const send = (conversation: Conversation, type: string, more: Json): Promise<Answer> =>
    deliver(office, activity(here(conversation), type, more))

  async function act(message: StoredMessage, action: Json, inputs: Json): Promise<Answer> {
    const conversation = world.conversations.get(message.conversation)!
    const data = { ...(action['data'] as Json), ...inputs }
    const replyToId = message.id
    if (action['type'] === 'Action.Execute' && person.modern) {
      const value = { action: { type: 'Action.Execute', verb: action['verb'], data }, trigger: 'manual' }
      const answer = await send(conversation, 'invoke', { name: 'adaptiveCard/action', value, replyToId })
      showExecuted(answer, message)
      return answer
    }
    const own = action['type'] === 'Action.Execute' ? (action['fallback'] as Json) : action
    if (own?.['type'] !== 'Action.Submit')
      throw new Error(`An older client can do nothing with ${String(action['title'])}.`)
    const teams = (data['msteams'] ?? {}) as Json
    if (teams['type'] === 'task/fetch' && person.modern) {
      const answer = await send(conversation, 'invoke', {
        name: 'task/fetch',
        value: { data, context: { theme: 'default' } },
        replyToId,
      })
      showDialog(answer)
      return answer
    }
    return send(conversation, 'message', { text: '', value: data, replyToId })
  }

  function showExecuted({ status, body }: Answer, message: StoredMessage): void {
    if (status !== 200 || body === null) return
    const { type, value } = body as { type?: string; value?: unknown }
    if (type === 'application/vnd.microsoft.card.adaptive') {
      check(value as Json)
      world.views.set(`${message.id} ${person.id}`, value as Json)
    } else if (type === 'application/vnd.microsoft.activity.message') {
      world.lines.push({ person: person.id, text: String(value) })
    } else if (type === 'application/vnd.microsoft.error') {
      world.lines.push({ person: person.id, text: String((value as Json)['message']) })
    } else world.complaints.push(`an answer that Teams does not know: ${String(type)}`)
  }

  function showDialog({ status, body }: Answer): void {
    if (status !== 200) return
    const task = (body as Json | null)?.['task'] as Json | undefined
    if (task === undefined) return void world.dialogs.delete(person.id)
    if (task['type'] === 'message') {
      world.dialogs.delete(person.id)
      world.lines.push({ person: person.id, text: String(task['value']) })
      return
    }
    const { title, card } = task['value'] as { title: string; card: { content: Json } }
    check(card.content)
    world.dialogs.set(person.id, { title, card: card.content })
  }

  const check = (card: Json): void => void world.complaints.push(...complaintsAboutCard(card))

  async function inDialog(action: Json, fillings: Record<string, Filling>): Promise<boolean> {
    const open = world.dialogs.get(person.id)!
    const data = { ...(action['data'] as Json), ...valuesOf(open.card, fillings) }
    showDialog(await send(chat(), 'invoke', { name: 'task/submit', value: { data, context: { theme: 'default' } } }))
    return !world.dialogs.has(person.id)
  }

  return {
    person,
    inbox,
    reads: (message) => shownOn(cardOf(message)),
    chat: () =>
      inbox()
        .map((message) => message.text + shownOn(cardOf(message)))
        .join('\n---\n'),
    async press(wish, on) {
      const dialog = world.dialogs.get(person.id)
      const inside = on === undefined && dialog ? actionOn(dialog.card, wish) : undefined
      if (inside) {
        await inDialog(inside, {})
        return { status: 200, body: null }
      }
      const message = on ?? inbox().findLast((each) => actionOn(cardOf(each), wish) !== undefined)
      const action = message && actionOn(cardOf(message), wish)
      if (!message || !action)
        throw new Error(
          `${person.name} sees no button ${wish}: ${inbox()
            .map((each) => shownOn(cardOf(each)))
            .join(' | ')}`,
        )
      return act(message, action, {})
    },
    hasDialog: () => world.dialogs.has(person.id),
    dialog() {
      const open = world.dialogs.get(person.id)
      if (open === undefined) throw new Error(`${person.name} has no dialog open.`)
      return `${open.title}\n${shownOn(open.card)}`
    },
    submit(fillings = {}) {
      const open = world.dialogs.get(person.id)
      const action = open && actionOn(open.card, 'form')
      if (!action) throw new NotSendable(`${person.name} has no form open.`)
      return inDialog(action, fillings)
    },
    fillIn(fillings, button = 'form') {
      const message = inbox().findLast((each) => actionOn(cardOf(each), button) !== undefined)
      if (message === undefined) throw new NotSendable(`${person.name} has no form in their chat.`)
      const action = actionOn(cardOf(message), button)!
      return act(message, action, button === 'form' ? valuesOf(cardOf(message), fillings) : {})
    },
    closeDialog: () => void world.dialogs.delete(person.id),
    write(text) {
      store(world, chat(), { author: person.id, text })
      return send(chat(), 'message', { text, textFormat: 'plain' })
    },
    mention: (text, conversation) => deliver(office, mentioning(here(conversation), text)),
    async install() {
      Object.assign(person, { installed: true, blocked: false })
      await send(chat(), 'installationUpdate', { action: 'add' })
      await send(chat(), 'conversationUpdate', { membersAdded: [{ id: world.bot }] })
    },
    async uninstall() {
      person.installed = false
      person.blocked = true
      await send(chat(), 'installationUpdate', { action: 'remove' })
    },
    async join(channel) {
      channel.members.add(person.id)
      const membersAdded = [{ id: person.rosterId, aadObjectId: person.id }]
      await send(channel, 'conversationUpdate', { membersAdded })
    },
    async leave(channel) {
      channel.members.delete(person.id)
      const membersRemoved = [{ id: person.rosterId, aadObjectId: person.id }]
      await send(channel, 'conversationUpdate', { membersRemoved })
    },
  }
}
