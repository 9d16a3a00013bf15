/** The service team of the stories on chat platforms, whichever platform it is on. */
export const NAMES = [
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
  'Jonas Albers',
  'Kira Novak',
]

interface Person {
  name: string
  email: string | null
}

export interface Company<Someone extends Person, Channel extends { id: string }> {
  lead: Someone
  ana: Someone
  ben: Someone
  staff: Someone[]
  service: Channel
}

/** Its first person leads. */
export const companyOf = <Someone extends Person, Channel extends { id: string }>(
  people: Someone[],
  service: Channel,
): Company<Someone, Channel> => ({
  lead: people[0]!,
  ana: people[1]!,
  ben: people[2]!,
  staff: people.slice(1),
  service,
})

/** @param rituals as in a manifest */
export const manifestOn = (
  platform: string,
  { lead, staff, service }: Company<Person, { id: string }>,
  rituals: object[],
) => ({
  organisation: { name: 'Nordlicht', language: 'de', zone: 'Europe/Berlin', holidays: 'none' },
  admins: [lead.email],
  people: [lead, ...staff].map(({ name, email }) => ({ name, email })),
  teams: [
    {
      id: 'service',
      name: 'Service',
      leaders: [lead.email],
      members: staff.map(({ email }) => email),
      channels: [`${platform}:${service.id}`],
    },
  ],
  rituals,
})

/** Ben's client speaks English; the manifest has him spoken to in German, on Berlin's clock. */
export const withGermanBen = <Manifest extends ReturnType<typeof manifestOn>>(manifest: Manifest): object => ({
  ...manifest,
  people: manifest.people.map((person) =>
    person.name.startsWith('Ben ') ? { ...person, language: 'de', zone: 'Europe/Berlin' } : person,
  ),
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
