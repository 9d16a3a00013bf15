/** Ids: ours name a person with their tenant, `tenant/aad`; those of conversations are Microsoft's own. */
import { DeliveryError } from '#platform'

/** The Entra object id of a person. @throws DeliveryError for what is no id of a person in Teams */
export function objectIdIn(person: string): string {
  const [, objectId] = /^[\w-]+\/([\w-]+)$/.exec(person) ?? []
  if (objectId === undefined) throw new DeliveryError('never', 'teams: no such person', 0, 'person-gone')
  return objectId
}

export const tenantIn = (person: string): string => person.slice(0, person.indexOf('/'))

export const personId = (tenant: string, objectId: string): string => `${tenant}/${objectId}`.toLowerCase()

export type Kind = 'personal' | 'group' | 'channel'

/** Ids tell where they belong; a post's thread is named after its channel and the post. */
export function kindOf(conversation: string): Kind {
  if (/@thread\.(tacv2|skype)(;|$)/.test(conversation)) return 'channel'
  return conversation.includes('@thread.v2') ? 'group' : 'personal'
}

/** The conversation without the post in it. */
export const baseOf = (conversation: string): string => conversation.split(';', 1)[0]!
