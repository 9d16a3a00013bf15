/** A team that takes its people from a channel: they come and go with it, and are told who brought them. */
import { describe, expect, it } from 'vitest'
import { DeliveryError, type Profile } from '#platform'
import { databases } from '../databases.ts'
import { type Story, tell, textOf } from '../house.ts'

const MANIFEST = `
organisation: { name: Nordlicht, language: de, zone: Europe/Berlin }
admins: [lead@nordlicht.example]
people:
  - { email: lead@nordlicht.example, name: Jana Petersen, identities: { web: lead } }
  - { email: ben@nordlicht.example, name: Ben, zone: Europe/Lisbon }
teams:
  - id: service
    name: Service
    leaders: [lead@nordlicht.example]
    members: [ben@nordlicht.example]
    membersFrom: web:garage
    channels: [web:service]
rituals:
  - { id: morning, kind: check-in, team: service, name: Morgenrunde, schedule: { every: week, on: [mon], at: '09:00' } }
`

const person = (id: string, more: Partial<Profile> = {}): Profile => ({
  id,
  name: id[0]!.toUpperCase() + id.slice(1),
  email: `${id}@nordlicht.example`,
  zone: null,
  language: null,
  kind: 'person',
  ...more,
})

/** What the platform says of its people from now on. */
function fill(story: Story, ...people: Profile[]): Promise<void> {
  story.platform.platform.roster = async (channel) => {
    if (channel !== 'garage') throw new DeliveryError('never', 'no such channel')
    return people
  }
  return story.engine.rosters().then(() => story.engine.drain().then(() => {}))
}

const joins = (story: Story, who: string) =>
  story.send({ type: 'roster', change: 'joined', person: who, channel: 'garage' })

const members = async (story: Story): Promise<string[]> => {
  const rows = await story.db.kysely
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .select('member.name')
    .where('membership.until', 'is', null)
    .where('membership.role', '=', 'member')
    .orderBy('member.name')
    .execute()
  return rows.map(({ name }) => name)
}

for (const engine of databases) {
  describe(`a team from a channel, on ${engine.name}`, () => {
    it('has everyone who is in it, without guests, bots and the deactivated, and those the manifest names', async () => {
      await using story = await tell(engine, { manifest: MANIFEST, now: '2026-12-06T12:00' })
      await fill(
        story,
        person('ana', { zone: 'Europe/Lisbon', language: 'en' }),
        person('gast', { kind: 'guest' }),
        person('bot', { kind: 'bot' }),
        person('weg', { kind: 'deactivated' }),
        person('lead'),
      )
      expect(await members(story)).toEqual(['Ana', 'Ben'])
      expect(story.last('@ana').text).toContain('Your team Service has invited me')
      await story.to('2026-12-07T09:30')
      expect(story.last('@ana').text).not.toContain('Good morning')
      await story.to('2026-12-07T10:00')
      expect(story.last('@ana').text).toContain('Good morning')
    })

    it('leaves whoever had themselves forgotten alone, keeps nothing of them, and takes them in when they join anew', async () => {
      await using story = await tell(engine, { manifest: MANIFEST, now: '2026-12-06T12:00' })
      await fill(story, person('ana'), person('cem'))
      const button = { type: 'press' as const, person: 'ana', action: 'forget-me' }
      await story.command('ana', 'forget me')
      expect(textOf(await story.send(button))).toContain('Alles gelöscht.')
      const written = story.standing('@ana').length
      await fill(story, person('ana'), person('cem'))
      await story.to('2026-12-09T12:00')
      expect(await members(story)).toEqual(['Ben', 'Cem'])
      expect(story.standing('@ana')).toHaveLength(written)
      const notes = await story.db.kysely.selectFrom('setting').selectAll().execute()
      expect(JSON.stringify(notes).toLowerCase()).not.toContain('ana')

      // Who comes into the channel while somebody forgotten is in it is taken in all the same; so is the forgotten one who comes back.
      await joins(story, 'dana')
      await fill(story, person('ana'), person('cem'), person('dana'))
      expect(await members(story)).toEqual(['Ben', 'Cem', 'Dana'])
      await joins(story, 'ana')
      await fill(story, person('ana'), person('cem'), person('dana'))
      expect(await members(story)).toEqual(['Ana', 'Ben', 'Cem', 'Dana'])
      await fill(story, person('ana'), person('cem'), person('dana'), person('elif'))
      expect(await members(story)).toEqual(['Ana', 'Ben', 'Cem', 'Dana', 'Elif'])
    })

    it('lets people go with the channel and come back, and never whom the manifest names', async () => {
      await using story = await tell(engine, { manifest: MANIFEST, now: '2026-12-06T12:00' })
      await fill(story, person('ana'), person('cem'))
      await fill(story, person('cem'))
      expect(await members(story)).toEqual(['Ben', 'Cem'])
      await fill(story, person('ana'), person('cem'))
      expect(await members(story)).toEqual(['Ana', 'Ben', 'Cem'])
      expect(story.standing('@ana')).toHaveLength(1)
    })

    it('tells newcomers who brought them', async () => {
      await using story = await tell(engine, { manifest: MANIFEST, now: '2026-12-06T12:00' })
      await fill(story, person('cem'))
      expect(story.last('@cem').text).not.toContain('Dazugeholt')
      await story.send({ type: 'roster', change: 'joined', person: 'ana', channel: 'garage', by: 'lead' })
      await fill(story, person('cem'), person('ana'))
      expect(story.last('@ana').text).toContain('Dazugeholt hat dich: Jana Petersen.')
    })

    it('follows people who move, unless the manifest says where they are', async () => {
      await using story = await tell(engine, { manifest: MANIFEST, now: '2026-12-06T12:00' })
      await fill(story, person('ana', { zone: 'Europe/Berlin' }), person('ben', { zone: 'Asia/Tokyo' }))
      const profile = person('ana', { name: 'Ana Roth', zone: 'America/Lima' })
      await story.send({ type: 'roster', change: 'profile', person: 'ana', profile })
      await story.send({ type: 'roster', change: 'profile', person: 'nobody', profile: person('nobody') })
      const rows = await story.db.kysely.selectFrom('member').select(['name', 'zone']).orderBy('name').execute()
      expect(rows).toEqual([
        { name: 'Ana Roth', zone: 'America/Lima' },
        { name: 'Ben', zone: 'Europe/Lisbon' },
        { name: 'Jana Petersen', zone: null },
      ])
    })

    it('stays as it is while the channel can’t be asked', async () => {
      await using story = await tell(engine, { manifest: MANIFEST, now: '2026-12-06T12:00' })
      await fill(story, person('ana'))
      story.platform.platform.roster = async () => {
        throw new DeliveryError('later', 'not now')
      }
      await story.engine.rosters()
      expect(await members(story)).toEqual(['Ana', 'Ben'])
    })
  })
}
