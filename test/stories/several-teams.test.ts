/** A ritual for several teams: one of them leads it, the people of all take part, each of them once. */
import { describe, expect, it } from 'vitest'
import { companyOf } from '../commands/company.ts'
import { databases } from '../databases.ts'
import { type Story, tell, textOf } from '../house.ts'
import { meeting } from './meeting.ts'

const shared = companyOf(`
  - { id: coffee, kind: check-in, team: service, with: [store], name: Kaffeerunde, schedule: { every: week, on: thu, at: '10:00', zone: team } }
`)

const names = async (story: Story) =>
  (
    await story.db.kysely
      .selectFrom('participant')
      .innerJoin('member', 'member.id', 'participant.member_id')
      .select(['member.name', 'participant.role'])
      .orderBy('member.name')
      .execute()
  ).map(({ name, role }) => `${name} ${role}`)

describe.each(databases)('a ritual for several teams on $name', (engine) => {
  it('asks everyone once; whoever leads another team takes part as a member, and its own leader steers', async () => {
    await using story = await tell(engine, { ritual: meeting(), manifest: shared, now: '2026-12-02T12:00' })
    expect(story.last('@paul').text).toContain('Kaffeerunde')
    await story.to('2026-12-03T10:00')
    expect(await names(story)).toEqual(
      ['Ana', 'Ben', 'Cem', 'Dana', 'Elif', 'Fred', 'Paul', 'Solo'].map((who) => `${who} member`),
    )
    expect(story.standing('@paul+solo')).toHaveLength(1)
    expect(textOf(await story.command('solo', 'why coffee'))).toContain('weil du zum Team Lager gehörst')
    expect(textOf(await story.command('solo', 'today'))).toContain('Kaffeerunde')
    expect(textOf(await story.command('solo', 'snooze coffee until 2026-12-20'))).toContain('Kaffeerunde')
    expect(textOf(await story.command('solo', 'skip coffee'))).not.toContain('Kaffeerunde')
    expect(textOf(await story.command('birte', 'plan'))).toContain('Service und Lager')
    expect(textOf(await story.command('lead', 'skip coffee'))).toContain('Kaffeerunde')
    await story.to('2026-12-06T10:00')
    expect(story.standing('lager')).toEqual([])
    expect(story.last('service').text).toBe('Notizen: 0')
  })

  it('goes on with the teams that are left in the manifest', async () => {
    await using story = await tell(engine, { ritual: meeting(), manifest: shared, now: '2026-12-02T12:00' })
    await story.restart(shared.replace('with: [store], ', ''))
    await story.to('2026-12-03T10:00')
    expect(await names(story)).toEqual(['Ana', 'Ben', 'Cem', 'Dana', 'Elif'].map((who) => `${who} member`))
  })
})
