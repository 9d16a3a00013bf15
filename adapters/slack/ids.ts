/** Ids: ours name a person with their workspace, `T1/U1`; Slack's calls want the person alone. */
import { DeliveryError } from '#platform'

/** @throws DeliveryError for what is no id of a person in Slack */
export function userIn(person: string): string {
  const [, user] = /^[TE][A-Z0-9]+\/([UW][A-Z0-9]+)$/.exec(person) ?? []
  if (user === undefined) throw new DeliveryError('never', 'slack: user_not_found', 0, 'person-gone')
  return user
}

export const personId = (team: string, user: string): string => `${team}/${user}`

/** The bot's own conversations with one person begin with a D. */
export const isDirect = (conversation: string): boolean => conversation.startsWith('D')
