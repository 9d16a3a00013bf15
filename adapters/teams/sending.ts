/**
 * Messages on their way out. Teams knows no idempotency key and no way to look: what may have arrived is not sent again, because a message too few can be sent
 * again by a person and one too many can't be taken back unseen.
 */
import { DeliveryError, type MessageReference, mustGo, type Outgoing } from '#platform'
import type { Calls } from './calls.ts'
import type { Contact, Contacts, Details } from './contacts.ts'
import { baseOf, kindOf, tenantIn } from './ids.ts'
import { messagePost, type Post } from './outgoing.ts'
import { LONG_PATIENCE } from './pace.ts'
import type { People } from './people.ts'
import type { TeamsReader } from './reader.ts'

export interface Sending {
  send(outgoing: Outgoing): Promise<MessageReference>
  update(reference: MessageReference, outgoing: Outgoing): Promise<MessageReference>
  conversation(people: string[]): Promise<string>
  /** An activity of the adapter's own, such as a form. @param who tells one call from another */
  post(conversation: string, post: Post, who: string, patience?: number): Promise<MessageReference>
  edit(reference: MessageReference, post: Post, who: string, patience?: number): Promise<void>
}

/** Messages whose references are remembered for whoever asks again. */
const MOST_RECENT = 1000

export interface SendingParts {
  calls: Calls
  contacts: Contacts
  people: People
  /** As Teams names the bot. */
  bot: string
  /** The client opens no dialogs. */
  plain: boolean
}

export function createSending({ calls, contacts, people, bot, plain }: SendingParts): Sending {
  const recent = new Map<string, MessageReference>()

  async function send(outgoing: Outgoing): Promise<MessageReference> {
    const { id, conversation, thread, message, mayStand, patient } = outgoing
    const known = recent.get(id)
    if (known !== undefined) return known
    if (mayStand) throw new DeliveryError('unknown', 'teams: may have arrived where nobody can look')
    const content = messagePost(message, await readerOf(conversation, outgoing), id)
    const where = thread?.['conversation'] ?? conversation
    const reference = await post(where, content, id, patient ? LONG_PATIENCE : undefined, outgoing)
    if (recent.size >= MOST_RECENT) recent.delete(recent.keys().next().value!)
    recent.set(id, reference)
    return reference
  }

  async function post(
    where: string,
    content: Post,
    who: string,
    patience?: number,
    outgoing: Pick<Outgoing, 'mayGo'> = {},
  ): Promise<MessageReference> {
    const base = baseOf(where)
    const { serviceUrl, tenant, kind = kindOf(base) } = await addressOf(base)
    // A post of its own in a channel is a conversation of its own.
    if (kind === 'channel' && where === base) {
      const parameters = {
        isGroup: true,
        tenantId: tenant,
        channelData: { channel: { id: base }, tenant: { id: tenant } },
        activity: content,
      }
      const create = calls.once(serviceUrl, base, who, (to) => (mustGo(outgoing), to.create(parameters)), patience)
      const made = await create.catch(inChannel)
      return { conversation: needed(made.id), activity: needed(made.activityId) }
    }
    const sent = calls.once(serviceUrl, base, who, (to) => (mustGo(outgoing), to.send(where, content)), patience)
    const { id } = await sent.catch(kind === 'personal' ? inChat : inChannel)
    return { conversation: where, activity: needed(id) }
  }

  async function addressOf(conversation: string): Promise<Pick<Details, 'serviceUrl' | 'tenant' | 'kind'>> {
    return (await contacts.find(conversation))?.details ?? (await calls.anywhere())
  }

  /** In a chat of their own nobody else is mentioned. */
  async function readerOf(conversation: string, { language, zone }: Outgoing): Promise<TeamsReader> {
    const { kind = kindOf(conversation) } = await addressOf(baseOf(conversation))
    return { language, zone, plain, alone: kind === 'personal' }
  }

  async function update(reference: MessageReference, outgoing: Outgoing): Promise<MessageReference> {
    const conversation = reference['conversation']
    // Of what was sent without keeping where, nothing can be changed.
    if (conversation === undefined || reference['activity'] === undefined) return reference
    const content = messagePost(outgoing.message, await readerOf(conversation, outgoing), outgoing.id)
    await edit(reference, content, outgoing.id, undefined, outgoing)
    return reference
  }

  async function edit(
    reference: MessageReference,
    content: Post,
    who: string,
    patience?: number,
    outgoing: Pick<Outgoing, 'mayGo'> = {},
  ): Promise<void> {
    const { conversation = '', activity = '' } = reference
    const { serviceUrl } = await addressOf(baseOf(conversation))
    const change = calls.again(
      serviceUrl,
      conversation,
      who,
      (to) => (mustGo(outgoing), to.update(conversation, activity, { ...content, id: activity })),
      patience,
    )
    await change.catch(unlessGone)
  }

  async function chatWith([person]: string[]): Promise<string> {
    return (await contacts.ofPerson(person!))?.conversation ?? openChat(person!)
  }

  /** With the id the person has in rosters: their own app need not be installed, but the bot must meet them somewhere. */
  async function openChat(person: string): Promise<string> {
    const rosterId = await people.rosterId(person)
    if (rosterId === null) throw new DeliveryError('never', 'teams: not-installed', 0, 'not-installed')
    const tenant = tenantIn(person)
    const { serviceUrl } = await homeOf(tenant)
    const parameters = {
      isGroup: false,
      bot: { id: bot },
      members: [{ id: rosterId }],
      tenantId: tenant,
      channelData: { tenant: { id: tenant } },
    }
    const made = await calls.again(serviceUrl, rosterId, rosterId, (to) => to.create(parameters))
    const id = needed(made.id)
    await contacts.save({ conversation: id, person, details: { tenant, serviceUrl, rosterId, kind: 'personal' } })
    return id
  }

  async function homeOf(tenant: string): Promise<{ serviceUrl: string }> {
    const known = (await contacts.all()).findLast((contact: Contact) => contact.details.tenant === tenant)
    return known?.details ?? calls.anywhere()
  }

  return { send, update, conversation: chatWith, post, edit }
}

function needed(id: string | undefined): string {
  if (id === undefined || id === '') throw new DeliveryError('unknown', 'teams: an answer that is none')
  return id
}

/** Who may not write in a channel is not in it. */
function inChannel(fault: unknown): never {
  if (fault instanceof DeliveryError && fault.obstacle === 'not-installed') {
    throw new DeliveryError('never', fault.message, 0, 'not-invited')
  }
  throw fault
}

/** A chat that is not there was opened with an app that is not there any more. */
function inChat(fault: unknown): never {
  if (fault instanceof DeliveryError && fault.obstacle === 'channel-gone') {
    throw new DeliveryError('never', fault.message, 0, 'not-installed')
  }
  throw fault
}

/** Somebody deleted the message: there is nothing left to change. */
function unlessGone(fault: unknown): void {
  if (!(fault instanceof DeliveryError) || fault.obstacle !== 'channel-gone') throw fault
}
