/** A company whose people work in many places; the ritual, the holidays and the hours are each story's own. */

export interface Colleague {
  name: string
  zone?: string
  unit?: string
}

export interface CompanyOptions {
  rituals: string
  people?: Colleague[]
  /** Lines under `organisation`, in place of Lower Saxony's holidays and the usual hours. */
  organisation?: string
  units?: string
}

const STAFF: Colleague[] = [{ name: 'ana' }, { name: 'ben' }, { name: 'cem' }]

/** Five mornings that are not the same moment. */
export const FAR_AND_WIDE: Colleague[] = [
  { name: 'berta', zone: 'Europe/Berlin' },
  { name: 'luis', zone: 'Europe/Lisbon' },
  { name: 'nora', zone: 'America/New_York' },
  { name: 'kavi', zone: 'Asia/Kolkata' },
  { name: 'aroha', zone: 'Pacific/Auckland' },
]

export function company({
  rituals,
  people = STAFF,
  organisation = 'holidays: { country: DE, region: NI }',
  units = '',
}: CompanyOptions): string {
  const emails = people.map(({ name }) => `${name}@nordlicht.example`)
  return `
organisation:
  name: Nordlicht
  language: de
  zone: Europe/Berlin
  ${organisation.replaceAll('\n', '\n  ')}
admins: [lead@nordlicht.example]
units: [${units}]
people:
  - { email: lead@nordlicht.example, name: Jana Petersen }
${people.map(personLine).join('\n')}
teams:
  - id: service
    name: Service
    leaders: [lead@nordlicht.example]
    members: [${emails.join(', ')}]
    channels: [web:service]
rituals:
${rituals}
`
}

const personLine = ({ name, zone, unit }: Colleague): string => {
  const facts = [`email: ${name}@nordlicht.example`, `name: ${name[0]!.toUpperCase()}${name.slice(1)}`]
  return `  - { ${[...facts, ...(zone ? [`zone: ${zone}`] : []), ...(unit ? [`unit: ${unit}`] : [])].join(', ')} }`
}

/** A check-in that asks members only; `schedule` as in the manifest. */
export const round = (schedule: string, id = 'round'): string => `
  - id: ${id}
    kind: check-in
    team: service
    name: Runde
    schedule: { ${schedule} }
    options: { leaderTakesPart: false }`

/** A poll of the team. */
export const poll = (schedule: string, id = 'spirit'): string => `
  - id: ${id}
    kind: pulse
    team: service
    name: Teamgeist
    schedule: { ${schedule} }`
