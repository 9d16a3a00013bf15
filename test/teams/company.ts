/** The people of the stories in Teams: a service team of six and its channel. */
import type { Teams } from './double.ts'
import type { Conversation, Person } from './world.ts'

const NAMES = [
  'Lena Leitner',
  'Ana Roth',
  'Ben Otto',
  'Cem Aksoy',
  'Dana Weiss',
  'Elif Kaya',
  'Finn Hansen',
  'Greta Lorenz',
  'Hassan Amin',
  'Ines Duarte',
]

export interface Company {
  lead: Person
  ana: Person
  ben: Person
  staff: Person[]
  service: Conversation
}

/** Everyone is found by their e-mail address; Ben's Teams speaks English. */
export function companyIn(teams: Teams, staff = 5): Company {
  const people = NAMES.slice(0, staff + 1).map((name) => teams.person({ name }))
  const [lead, ana, ben] = people
  Object.assign(ben!, { locale: 'en-GB', zone: 'GMT Standard Time', country: 'GB' })
  return { lead: lead!, ana: ana!, ben: ben!, staff: people.slice(1), service: teams.channel('service', people) }
}

/** @param rituals as in a manifest */
export const manifestFor = ({ lead, staff, service }: Company, ...rituals: object[]): object => ({
  organisation: { name: 'Nordlicht', language: 'de', zone: 'Europe/Berlin', holidays: 'none' },
  admins: [lead.email],
  people: [lead, ...staff].map(({ name, email }) => ({ name, email })),
  teams: [
    {
      id: 'service',
      name: 'Service',
      leaders: [lead.email],
      members: staff.map(({ email }) => email),
      channels: [`teams:${service.id}`],
    },
  ],
  rituals,
})

export const MORNING = {
  id: 'morning',
  kind: 'check-in',
  team: 'service',
  name: 'Morgenrunde',
  schedule: { every: 'week', on: ['mon', 'wed'], at: '09:00', window: '4h', reminder: '2h30m' },
}

export const SPIRIT = {
  id: 'spirit',
  kind: 'pulse',
  team: 'service',
  name: 'Teamgeist',
  schedule: { every: 'week', on: 'thu', at: '10:00', window: '26h' },
}
