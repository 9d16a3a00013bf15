/** A small company for stories: a leader and five members in Berlin; what happens there is up to the story. */
export const manifestOf = (rituals: string, members = ['ana', 'ben', 'cem', 'dana', 'elif']): string => `
organisation: { name: Nordlicht, language: de, zone: Europe/Berlin, holidays: { country: DE, region: NI } }
admins: [lead@nordlicht.example]
people:
  - { email: lead@nordlicht.example, name: Jana Petersen }
${members.map((name) => `  - { email: ${name}@nordlicht.example, name: ${name[0]!.toUpperCase()}${name.slice(1)} }`).join('\n')}
teams:
  - id: service
    name: Service
    leaders: [lead@nordlicht.example]
    members: [${members.map((name) => `${name}@nordlicht.example`).join(', ')}]
    channels: [web:service]
rituals:${rituals}
`
