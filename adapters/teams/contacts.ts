/**
 * Where people and channels are reached in Teams: what Microsoft calls conversation references. They are learnt from what comes in, and kept, because the bot
 * can write first only to those it has an address of. The house keeps them; here they are read and written.
 */
import { type Activity, tenantOf } from './activity.ts'
import { baseOf, personId } from './ids.ts'
import { isAlone } from './incoming.ts'

export interface Contact {
  /** Microsoft's id of the conversation. */
  conversation: string
  /** Whose own chat with the bot it is; null for channels, teams and group chats. */
  person: string | null
  details: Details
}

export interface Details {
  tenant: string
  serviceUrl: string
  /** The person's id in rosters, with which their chat is opened. */
  rosterId?: string | undefined
  /** `channel`, `groupChat` or `personal`, as Teams says it. */
  kind?: string | undefined
  /** The team a channel belongs to. */
  team?: string | undefined
  /** Whether they have the app; those who are only in a team that has it can be written to, too. */
  installed?: boolean | undefined
}

/** What the house keeps for the adapter. */
export interface ContactBook {
  find(conversation: string): Promise<Contact | null>
  ofPerson(person: string): Promise<Contact | null>
  /** All channels and teams, and the chats of people. */
  all(): Promise<Contact[]>
  save(contact: Contact): Promise<void>
  remove(conversation: string): Promise<void>
}

export interface Contacts extends ContactBook {
  /** Keeps where an activity came from, when that is new. @returns what is known of it now, or null for an activity from nowhere */
  note(activity: Activity, installed?: boolean): Promise<Contact | null>
}

/** Most things come from where something came from before. */
const MOST_REMEMBERED = 20_000

export function createContacts(book: ContactBook): Contacts {
  const remembered = new Map<string, string>()

  function remember({ conversation, ...rest }: Contact): void {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    remembered.set(conversation, JSON.stringify(rest))
  }

  async function save(contact: Contact): Promise<void> {
    await book.save(contact)
    remember(contact)
  }

  return {
    ...book,
    save,
    async note(activity, installed) {
      const heard = contactIn(activity)
      if (heard === null) return null
      const text = remembered.get(heard.conversation)
      const known = text === undefined ? await book.find(heard.conversation) : asContact(heard.conversation, text)
      const told = Object.fromEntries(Object.entries(heard.details).filter(([, value]) => value !== undefined))
      const details: Details = {
        ...known?.details,
        ...(told as unknown as Details),
        ...(installed === undefined ? {} : { installed }),
      }
      const contact = { ...heard, details }
      if (known === null || !isSame(known, contact)) await save(contact)
      else remember(contact)
      return contact
    },
    async remove(conversation) {
      remembered.delete(conversation)
      await book.remove(conversation)
    },
  }
}

const asContact = (conversation: string, text: string): Contact => ({
  conversation,
  ...(JSON.parse(text) as Omit<Contact, 'conversation'>),
})

const isSame = (one: Contact, other: Contact): boolean =>
  one.person === other.person && DETAILS.every((name) => one.details[name] === other.details[name])

const DETAILS = ['tenant', 'serviceUrl', 'rosterId', 'kind', 'team', 'installed'] as const

function contactIn(activity: Activity): Contact | null {
  const { conversation, serviceUrl, from, channelData } = activity
  const tenant = tenantOf(activity)
  if (conversation?.id === undefined || serviceUrl === undefined || tenant === undefined) return null
  const id = baseOf(conversation.id)
  if (!isAlone(activity)) {
    const kind = conversation.conversationType
    return { conversation: id, person: null, details: { tenant, serviceUrl, kind, team: channelData?.team?.id } }
  }
  if (from?.aadObjectId === undefined) return null
  const person = personId(tenant, from.aadObjectId)
  return { conversation: id, person, details: { tenant, serviceUrl, rosterId: from.id } }
}
