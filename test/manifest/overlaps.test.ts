/** Two polls whose teams have almost the same people: refused with its place, the reason and a way out. */
import { beforeAll, describe, expect, it } from 'vitest'
import { type AnyRitual, discoverRituals } from '../../src/engine/discovery.ts'
import { problemsText } from '../../src/manifest/print.ts'
import { parseManifest } from '../../src/manifest/read.ts'

let rituals: Map<string, AnyRitual>
beforeAll(async () => {
  rituals = await discoverRituals()
})

const people = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `p${from + index}@house.example`)

function manifest(teams: Record<string, string[] | 'channel'>, kind = 'pulse', minimumGroup = 5): string {
  const everyone = [...new Set(Object.values(teams).flatMap((members) => (members === 'channel' ? [] : members)))]
  const team = ([id, members]: [string, string[] | 'channel']): string =>
    `  - { id: ${id}, name: ${id}, leaders: [lead@house.example], channels: ['web:${id}'], ${members === 'channel' ? `membersFrom: 'web:${id}'` : `members: [${members.join(', ')}]`} }`
  const ritual = (id: string): string =>
    `  - { id: of-${id}, kind: ${kind}, team: ${id}, schedule: { every: week, on: thu, at: '10:00', window: 4h, reminder: none } }`
  return `organisation: { name: House, language: en, zone: Europe/Berlin }
admins: [lead@house.example]
people:
  - { email: lead@house.example, name: Lead }
${everyone.map((email) => `  - { email: ${email}, name: Somebody }`).join('\n')}
teams:
${Object.entries(teams).map(team).join('\n')}
rituals:
${Object.keys(teams).map(ritual).join('\n')}
privacy: { minimumGroup: ${minimumGroup} }
`
}

function said(text: string): string {
  const reading = parseManifest(text, 'house.yaml', rituals)
  return 'problems' in reading ? problemsText(reading.problems) : 'fine'
}

describe('two polls of almost the same people', () => {
  it('are refused where the second one stands', () => {
    const text = manifest({ all: people(0, 11), most: people(1, 11) })
    const line = text.split('\n').findIndex((each) => each.includes('of-most')) + 1
    const first = line - 1
    const refused = said(text)
    expect(refused).toContain(`house.yaml:${line}:`)
    expect(refused).toContain(`the same as "all" (line ${first})`)
    expect(refused).toContain('would tell what one person answered')
    expect(refused).toContain('ask them in one poll')
  })

  it('are refused when they share a few people, or three of them leave a few over', () => {
    expect(said(manifest({ left: people(0, 10), right: people(8, 20) }))).toContain('2 people answered')
    expect(said(manifest({ left: people(0, 6), right: people(6, 12), whole: people(0, 13) }))).toContain(
      '"left" (line 23) and "right" (line 24)',
    )
  })

  it('are fine when they are the same, apart, or far enough from each other; with a higher threshold further', () => {
    expect(said(manifest({ one: people(0, 8), same: people(0, 8), other: people(8, 16) }))).toBe('fine')
    const nested = { all: people(0, 14), some: people(0, 8) }
    expect(said(manifest(nested))).toBe('fine')
    expect(said(manifest(nested, 'pulse', 7))).toContain('6 people answered')
  })

  it('are nobody’s business where answers carry names, a team is too small to be shown, or people come from a channel', () => {
    expect(said(manifest({ all: people(0, 11), most: people(1, 11) }, 'check-in'))).toBe('fine')
    expect(said(manifest({ all: people(0, 11), few: people(0, 4) }))).toBe('fine')
    expect(said(manifest({ all: people(0, 11), most: 'channel' }))).toBe('fine')
  })
})
