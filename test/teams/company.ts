/** The people of the stories in Teams: a service team of six and its channel. */
import { type Company as ChatCompany, companyOf, manifestOn, NAMES } from '../chat-company.ts'
import type { Teams } from './double.ts'
import type { Conversation, Person } from './world.ts'

export { MORNING, SPIRIT, withGermanBen } from '../chat-company.ts'

export type Company = ChatCompany<Person, Conversation>

/** Everyone is found by their e-mail address; Ben's Teams speaks English. */
export function companyIn(teams: Teams, staff = 5): Company {
  const people = NAMES.slice(0, staff + 1).map((name) => teams.person({ name }))
  Object.assign(people[2]!, { locale: 'en-GB', zone: 'GMT Standard Time', country: 'GB' })
  return companyOf(people, teams.channel('service', people))
}

/** @param rituals as in a manifest */
export const manifestFor = (company: Company, ...rituals: object[]) => manifestOn('teams', company, rituals)
