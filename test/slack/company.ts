/** The people of the stories in Slack: a service team of six and whoever else a workspace holds. */
import { type Company as ChatCompany, companyOf, manifestOn, NAMES } from '../chat-company.ts'
import type { Slack } from './double.ts'
import type { Conversation, Person } from './world.ts'

export { MORNING, SPIRIT, withGermanBen } from '../chat-company.ts'

export type Company = ChatCompany<Person, Conversation>

/** Everyone is found by their e-mail address, as in a real workspace. */
export function companyIn(slack: Slack, staff = 5): Company {
  const people = NAMES.slice(0, staff + 1).map((name) => slack.person({ name }))
  people[2]!.locale = 'en-US'
  return companyOf(people, slack.channel('service', people))
}

/** @param rituals as in a manifest */
export const manifestFor = (company: Company, ...rituals: object[]) => manifestOn('slack', company, rituals)
