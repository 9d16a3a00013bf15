import type { Reply } from '#platform'
import { buttonsOf, type Standing, type Story } from '../house.ts'

/** A company for the stories of commands: a leader, five members, one of them in Lisbon, an observer, an admin; and a team without rituals. */
export const RITUALS = `
  - id: morning
    kind: check-in
    team: service
    name: Morgenrunde
    schedule: { every: week, on: [mon, wed], at: '09:00', window: 4h, reminder: 2h30m }
  - id: spirit
    kind: pulse
    team: service
    name: Teamgeist
    schedule: { every: week, on: thu, at: '10:00', window: 26h, reminder: 23h }`

export const companyOf = (rituals = RITUALS): string => `
organisation: { name: Nordlicht, language: de, zone: Europe/Berlin, holidays: { country: DE, region: NI } }
admins: [birte@nordlicht.example]
people:
  - { email: birte@nordlicht.example, name: Birte Clausen }
  - { email: lead@nordlicht.example, name: Jana Petersen }
  - { email: olga@nordlicht.example, name: Olga Kern }
  - { email: ana@nordlicht.example, name: Ana }
  - { email: ben@nordlicht.example, name: Ben }
  - { email: cem@nordlicht.example, name: Cem }
  - { email: dana@nordlicht.example, name: Dana, zone: Europe/Lisbon, language: en }
  - { email: elif@nordlicht.example, name: Elif }
  - { email: fred@nordlicht.example, name: Fred, zone: America/New_York, language: en }
  - { email: solo@nordlicht.example, name: Solo }
  - { email: paul@nordlicht.example, name: Paul }
teams:
  - id: service
    name: Service
    leaders: [lead@nordlicht.example]
    members:
      - ana@nordlicht.example
      - ben@nordlicht.example
      - cem@nordlicht.example
      - dana@nordlicht.example
      - elif@nordlicht.example
    observers: [olga@nordlicht.example]
    channels: [web:service]
  - id: store
    name: Lager
    leaders: [solo@nordlicht.example]
    members: [paul@nordlicht.example, fred@nordlicht.example]
    channels: [web:lager]
rituals:${rituals}
`

/** Votes in the open poll, or predicts as its leader: the same step for every statement. */
export async function vote(story: Story, person: string, step = 4, on?: Standing): Promise<Reply> {
  const opened = await story.press(person, 'answer', on)
  if (opened.type !== 'form') throw new Error(`No form opened: ${JSON.stringify(opened)}`)
  const answers = opened.form.fields.map((field) => [field.name, field.type === 'scale' ? String(step) : '50'])
  return story.send({ type: 'submit', person, ticket: opened.ticket, answers: Object.fromEntries(answers) })
}

/** The buttons of a reply; none where it has none. */
export const offered = (reply: Reply) => ('message' in reply ? buttonsOf(reply.message) : [])

/** Presses the button of a reply that says this. */
export async function tap(story: Story, person: string, reply: Reply, label: string): Promise<Reply> {
  const button = offered(reply).find((each) => each.label === label)
  if (!button)
    throw new Error(
      `No button "${label}" among: ${offered(reply)
        .map((each) => each.label)
        .join(', ')}`,
    )
  const { action, value, occurrence } = button
  return story.send({
    type: 'press',
    person,
    action,
    ...(value === undefined ? {} : { value }),
    ...(occurrence === undefined ? {} : { occurrence }),
  })
}
