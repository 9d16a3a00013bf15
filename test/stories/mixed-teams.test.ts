/** One team in Slack and in Teams at once: everyone is asked where they are and counted once, and both channels get the reports. */
import { describe, expect, it } from 'vitest'
import { DeliveryError, type Profile } from '#platform'
import { databases } from '../databases.ts'
import { buttonsOf, type Place, type Standing, type Story, tell, textOf } from '../house.ts'

const SLACK = 'C0SERVICE'
const TEAMS = '19:service@thread.tacv2'

const HERE: Record<string, string[]> = {
  slack: ['lead', 'ana', 'ben', 'dana', 'greta'],
  // Dana is in both.
  teams: ['cem', 'dana', 'elif', 'finn'],
}

const profile = (id: string, more: Partial<Profile> = {}): Profile => ({
  id,
  name: id[0]!.toUpperCase() + id.slice(1),
  email: `${id}@nordlicht.example`,
  zone: null,
  language: null,
  kind: 'person',
  ...more,
})

const manifest = (rituals: string): string => `
organisation: { name: Nordlicht, language: de, zone: Europe/Berlin }
admins: [lead@nordlicht.example]
people: [{ email: lead@nordlicht.example, name: Jana Petersen }]
teams:
  - id: service
    name: Service
    leaders: [lead@nordlicht.example]
    membersFrom: ['slack:${SLACK}', 'teams:${TEAMS}']
    channels: ['slack:${SLACK}', 'teams:${TEAMS}']
rituals:
${rituals}
`

const MORNING = `  - { id: morning, kind: check-in, team: service, name: Morgenrunde, schedule: { every: week, on: [mon, tue], at: '09:00' } }`
const SPIRIT = `  - { id: spirit, kind: pulse, team: service, name: Teamgeist, schedule: { every: week, on: thu, at: '10:00', window: 26h } }`

const platforms = () => ({
  slack: { channels: { [SLACK]: HERE['slack']!.map((id) => profile(id)) } },
  teams: { groups: false, channels: { [TEAMS]: HERE['teams']!.map((id) => profile(id)) } },
})

const open = (engine: (typeof databases)[number], rituals: string, now = '2026-12-06T12:00'): Promise<Story> =>
  tell(engine, { manifest: manifest(rituals), now, platforms: platforms() })

const STAFF = ['ana', 'ben', 'cem', 'dana', 'elif', 'finn', 'greta']
const homeOf = (who: string): 'slack' | 'teams' => (HERE['slack']!.includes(who) ? 'slack' : 'teams')
const at = (story: Story, who: string): Place => story.on(homeOf(who))

/** What came to somebody since a moment, wherever. */
const since = (story: Story, who: string, moment: string): Standing[] =>
  ['slack', 'teams'].flatMap((name) => story.on(name).standing(`@${who}`)).filter((each) => each.at >= moment)

const threads = (place: Place, channel: string): string[] =>
  place
    .standing(channel)
    .filter(({ under }) => under !== null)
    .map(({ text }) => text)

const memberships = async (story: Story): Promise<string[]> => {
  const rows = await story.db.kysely
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .select('member.name')
    .where('membership.until', 'is', null)
    .where('membership.role', '=', 'member')
    .orderBy('member.name')
    .execute()
  return rows.map(({ name }) => name.toLowerCase())
}

for (const engine of databases) {
  describe(`a team in Slack and Teams on ${engine.name}`, () => {
    it('is asked where everyone is, answers on either, is counted once, and reads the report in both channels', async () => {
      await using story = await open(engine, MORNING)
      expect(await memberships(story)).toEqual(STAFF)
      await story.to('2026-12-07T09:00')
      for (const who of STAFF) {
        const prompts = since(story, who, '2026-12-07')
        expect(prompts, who).toHaveLength(1)
        expect(prompts[0]!.text).toContain('Guten Morgen')
        expect(at(story, who).last(`@${who}`), who).toBe(prompts[0])
      }

      await story.on('slack').answer('ana', { done: 'Übergabe', next: null, blocker: 'Hebebühne 2' })
      await story.on('teams').answer('cem', { done: 'Reifenlager', next: null, blocker: null })
      // Dana answers where she was asked, and once more where she works now: the last answer counts.
      await story.on('slack').answer('dana', { done: 'Zuerst in Slack', next: null, blocker: null })
      const form = await story.on('teams').command('dana', 'answer')
      if (form.type !== 'form') throw new Error(textOf(form))
      const answers = { ...Object.fromEntries(form.form.fields.map(({ name }) => [name, null])), done: 'Dann in Teams' }
      expect(
        (await story.on('teams').send({ type: 'submit', person: 'dana', ticket: form.ticket, answers })).type,
      ).not.toBe('errors')
      await story.to('2026-12-07T09:30')
      expect(story.on('teams').standing('@dana')).toEqual([])

      await story.to('2026-12-07T13:00')
      const [inSlack] = story.on('slack').standing(SLACK)
      const [inTeams] = story.on('teams').standing(TEAMS)
      expect(inSlack!.text).toContain('Hebebühne 2')
      expect(inTeams!.text).toBe(inSlack!.text)
      expect(threads(story.on('slack'), SLACK)).toHaveLength(3)
      expect(threads(story.on('teams'), TEAMS)).toEqual(threads(story.on('slack'), SLACK))
      expect(threads(story.on('teams'), TEAMS).join()).toContain('Dann in Teams')
      expect(threads(story.on('teams'), TEAMS).join()).not.toContain('Zuerst in Slack')

      // Late, in Teams; both reports follow.
      await story.to('2026-12-07T14:10')
      await story.on('teams').answer('elif', { done: 'Später', next: null, blocker: null })
      await story.to('2026-12-07T14:11')
      for (const [name, channel] of [
        ['slack', SLACK],
        ['teams', TEAMS],
      ] as const) {
        expect(threads(story.on(name), channel).at(-1)).toContain('14:10')
        expect(story.on(name).standing(channel)[0]!.edits).toBeGreaterThan(0)
      }
    })

    it('votes on either platform: a ballot each, the last one of two, one result for both channels', async () => {
      await using story = await open(engine, SPIRIT, '2026-12-02T12:00')
      await story.to('2026-12-03T10:00')
      const vote = (place: Place, who: string, value: number): Promise<unknown> =>
        place.answer(who, Object.fromEntries(['spirit', 'goal', 'way', 'candour'].map((name) => [name, value])))
      for (const who of ['ana', 'ben', 'cem', 'elif']) await vote(at(story, who), who, 5)
      await vote(story.on('slack'), 'dana', 5)
      const again = await story.on('teams').command('dana', 'antworten')
      if (again.type !== 'form') throw new Error(textOf(again))
      const answers = Object.fromEntries(again.form.fields.map(({ name }) => [name, 1]))
      await story.on('teams').send({ type: 'submit', person: 'dana', ticket: again.ticket, answers })
      expect(await story.db.kysely.selectFrom('spool').select('slot').execute()).toHaveLength(5)
      await story.to('2026-12-04T12:00')
      const { document } = await story.db.kysely.selectFrom('result').select('document').executeTakeFirstOrThrow()
      expect(JSON.parse(document)).toMatchObject({ invited: 7, answered: 5 })
      const report = story.on('slack').last(SLACK).text
      expect(report).toContain('Teamgeist')
      expect(story.on('teams').last(TEAMS).text).toBe(report)
    })
  })
}

/** Checks what a group was given to find each other by. @returns on which platforms they are */
function whereTheyRead(story: Story, names: string[], moment: string): string {
  const homes = new Set(names.map(homeOf))
  const allIn = (platform: string): boolean => names.every((name) => HERE[platform]!.includes(name))
  const intro = ({ text, at: sent }: Standing): boolean => sent >= moment && text.startsWith('@')
  if (allIn('slack')) {
    expect(
      story
        .on('slack')
        .standing(`@${names.join('+')}`)
        .filter(intro),
      names.join(),
    ).toHaveLength(1)
    return 'slack'
  }
  for (const name of names) {
    const others = names.filter((each) => each !== name)
    const [told, ...more] = at(story, name).standing(`@${name}`).filter(intro)
    expect(more, name).toEqual([])
    const here = others.filter((other) => HERE[homeOf(name)]!.includes(other))
    const elsewhere = others.filter((other) => !here.includes(other))
    for (const other of elsewhere) expect(told!.text).toContain(`${other}@nordlicht.example`)
    for (const other of here) expect(told!.text).not.toContain(`${other}@`)
    const chat = `https://teams.example/chat?with=${here.join(',')}`
    if (homeOf(name) === 'teams' && here.length > 0) expect(told!.text).toContain(chat)
    else expect(told!.text).not.toContain('https://')
  }
  return homes.size > 1 ? 'both' : 'teams'
}

async function groupsOf(story: Story, occurrence: string): Promise<string[][]> {
  const rows = await story.db.kysely
    .selectFrom('pairing')
    .innerJoin('member', 'member.id', 'pairing.member_id')
    .select(['group_key', 'member.name'])
    .where('occurrence_id', '=', occurrence)
    .execute()
  return [...Map.groupBy(rows, (row) => row.group_key).values()].map((some) =>
    some.map(({ name }) => name.toLowerCase()).toSorted(),
  )
}

describe('in a team on two platforms', () => {
  const [engine] = databases

  it('a retro collects, votes and discusses on both, with the same threads under both openings', async () => {
    const retro = `  - { id: retro, kind: retro, team: service, name: Retro, schedule: { every: 2 weeks, on: mon, at: '10:00', starting: '2026-12-07' } }`
    await using story = await open(engine!, retro)
    await story.to('2026-12-07T10:00')
    await story.on('slack').answer('ana', { start: 'Wochenplan am Montag' })
    await story.on('teams').answer('cem', { start: 'Frühe Übergabe', stop: 'Späte Anrufe' })
    await story.on('teams').answer('elif', { continue: 'Die Übergabe am Tresen' })
    for (const day of ['08', '09', '10', '11', '12', '14', '15', '16', '17', '18']) {
      await story.to(`2026-12-${day}T12:00`)
      const said = (place: Place, channel: string) =>
        place.standing(channel).map(({ text, under }) => `${under === null ? '' : '> '}${text}`)
      expect(said(story.on('teams'), TEAMS)).toEqual(said(story.on('slack'), SLACK))
      for (const who of [...STAFF, 'lead']) {
        const place = at(story, who)
        const vote = place
          .standing(`@${who}`)
          .findLast(({ message }) => buttonsOf(message).some(({ action }) => action === 'vote'))
        if (!vote) continue
        const opened = await place.press(who, 'vote', vote)
        if (opened.type !== 'form') continue
        const [field] = opened.form.fields
        const first = field?.type === 'choice' ? [field.options[0]!.value] : []
        const answers = {
          ...Object.fromEntries(opened.form.fields.map(({ name }) => [name, []])),
          [field!.name]: first,
        }
        await place.send({ type: 'submit', person: who, ticket: opened.ticket, answers })
      }
    }
    expect(threads(story.on('teams'), TEAMS).join('\n')).toContain('Wochenplan am Montag')
  })

  it('coffee pairs are drawn over both: one conversation in Slack, a link in Teams, an address between them', async () => {
    const coffee = `  - { id: kaffee, kind: coffee, team: service, name: Kaffeerunde, schedule: { every: week, on: tue, at: '10:00' } }`
    await using story = await open(engine!, coffee, '2026-12-07T12:00')
    const seen = new Set<string>()
    for (const day of ['08', '15', '22', '29']) {
      await story.to(`2026-12-${day}T10:01`)
      for (const names of await groupsOf(story, `kaffee@2026-12-${day}T10:00`))
        seen.add(whereTheyRead(story, names, `2026-12-${day}T`))
    }
    expect([...seen].toSorted()).toEqual(['both', 'slack', 'teams'])
  })

  it('a 1:1 joins a leader in Slack and a member in Teams', async () => {
    const talks = `  - { id: talks, kind: one-on-one, team: service, name: Zu zweit, schedule: { every: week, on: mon, at: '09:00' } }`
    await using story = await open(engine!, talks)
    await story.to('2026-12-07T09:01')
    const teams = story.on('teams')
    const asked = teams.last('@cem')
    expect(asked.text).toContain('Jana')
    const day = buttonsOf(asked.message).find(({ value }) => value !== undefined)!
    await teams.send({
      type: 'press',
      person: 'cem',
      action: day.action,
      value: day.value!,
      occurrence: day.occurrence!,
      delivery: asked.id,
    })
    await story.to('2026-12-07T09:05')
    expect(story.on('slack').last('@lead').text).toContain('Agenda: du und Cem')
    expect(teams.last('@cem').text).toContain('Agenda: du und Jana')
  })

  it('being away and pausing is said once, on either', async () => {
    await using story = await open(engine!, MORNING)
    await story.on('teams').command('dana', 'weg bis 7.12.')
    await story.on('slack').command('ben', 'aussetzen morning bis 2026-12-08')
    await story.to('2026-12-07T10:00')
    expect(since(story, 'dana', '2026-12-07')).toEqual([])
    expect(since(story, 'ben', '2026-12-07')).toEqual([])
    expect(textOf(await story.on('slack').command('dana', 'heute'))).toContain('Morgenrunde')
    await story.to('2026-12-08T10:00')
    expect(
      since(story, 'dana', '2026-12-08')
        .map(({ text }) => text)
        .join(),
    ).toContain('Guten Morgen')
  })

  it('whose account in one is switched off, what is open goes on in the other', async () => {
    await using story = await open(engine!, MORNING)
    await story.to('2026-12-07T09:00')
    const prompt = story.on('slack').last('@dana')
    const gone = profile('dana', { kind: 'deactivated' })
    await story.on('slack').send({ type: 'roster', change: 'profile', person: 'dana', profile: gone })
    story.on('slack').platform.channels[SLACK] = HERE['slack']!.filter((id) => id !== 'dana').map((id) => profile(id))
    await story.engine.rosters()
    await story.to('2026-12-07T09:10')
    expect(await memberships(story)).toEqual(STAFF)
    const again = story.on('teams').last('@dana')
    expect(again).toMatchObject({ id: prompt.id, text: prompt.text })
    await story.on('teams').answer('dana', { done: 'Von hier aus', next: null, blocker: null })
    await story.to('2026-12-07T13:00')
    expect(threads(story.on('slack'), SLACK).join()).toContain('Von hier aus')
    await story.to('2026-12-08T09:00')
    expect(story.on('teams').last('@dana').at >= '2026-12-08').toBe(true)
    // Whoever is nowhere else keeps what they have, and the admins hear of what can't be delivered.
    await story
      .on('slack')
      .send({ type: 'roster', change: 'profile', person: 'ana', profile: profile('ana', { kind: 'deactivated' }) })
    const known = await story.db.kysely
      .selectFrom('identity')
      .select('platform')
      .where('external_id', '=', 'ana')
      .execute()
    expect(known.map(({ platform }) => platform)).toContain('slack')
  })

  it('what one platform refuses somebody is tried on the other, once, before anybody is told', async () => {
    await using story = await open(engine!, MORNING)
    const refuse = (name: string, obstacle: 'not-allowed' | 'person-gone'): void => {
      const { platform } = story.on(name).platform
      const { conversation } = platform
      platform.conversation = async (people) => {
        if (people.includes('dana')) throw new DeliveryError('never', 'no', 0, obstacle)
        return conversation(people)
      }
    }
    await story.db.kysely.updateTable('identity').set({ conversation: null }).execute()
    refuse('slack', 'not-allowed')
    await story.to('2026-12-07T09:05')
    expect(story.on('teams').last('@dana').text).toContain('Guten Morgen')
    expect(
      since(story, 'lead', '2026-12-07')
        .map(({ text }) => text)
        .join(),
    ).not.toContain('Dana')
    refuse('teams', 'person-gone')
    await story.db.kysely.updateTable('identity').set({ conversation: null }).execute()
    await story.to('2026-12-08T09:05')
    expect(since(story, 'dana', '2026-12-08')).toEqual([])
    const told = since(story, 'lead', '2026-12-07T09').filter(
      ({ text }) => text.includes('Dana') && text.includes('erreiche'),
    )
    expect(told.map(({ text }) => text)).toHaveLength(1)
  })

  it('people come and go with either channel, and nobody goes while one of them can’t be asked', async () => {
    await using story = await open(engine!, MORNING)
    const [slack, teams] = [story.on('slack').platform, story.on('teams').platform]
    const without = (...gone: string[]) => HERE['teams']!.filter((id) => !gone.includes(id)).map((id) => profile(id))
    teams.channels[TEAMS] = without('finn', 'dana')
    await story.engine.rosters()
    expect(await memberships(story)).toEqual(STAFF.filter((who) => who !== 'finn'))

    const ask = teams.platform.roster
    teams.platform.roster = async () => {
      throw new DeliveryError('later', 'not now')
    }
    slack.channels[SLACK] = [...HERE['slack']!, 'hanna'].filter((id) => id !== 'ben').map((id) => profile(id))
    await story.engine.rosters()
    expect(await memberships(story)).toEqual([...STAFF.filter((who) => who !== 'finn'), 'hanna'])
    teams.platform.roster = ask
    await story.engine.rosters()
    expect(await memberships(story)).toEqual([...STAFF.filter((who) => who !== 'finn' && who !== 'ben'), 'hanna'])
  })

  it('somebody with two names keeps the one of the first platform, and is found by the ids of the manifest', async () => {
    const text = manifest(MORNING).replace(
      'people: [',
      'people: [{ email: dana@nordlicht.example, name: Dana Weiss, identities: { slack: T1/U7, teams: 11111111-1111-1111-1111-11111111111A/22222222-2222-2222-2222-222222222222 } }, ',
    )
    const elsewhere = '11111111-1111-1111-1111-11111111111a/22222222-2222-2222-2222-222222222222'
    const two = platforms()
    two.slack.channels[SLACK] = [
      profile('T1/U7', { email: null, name: 'dana' }),
      profile('ana', { zone: 'Europe/Lisbon' }),
    ]
    two.teams.channels[TEAMS] = [
      profile(elsewhere, { email: 'd.weiss@elsewhere.example', name: 'Weiss, Dana' }),
      profile('a.roth', { email: 'ana@nordlicht.example', name: 'Roth, Ana', zone: 'Asia/Tokyo', language: 'en' }),
    ]
    await using story = await tell(engine!, { manifest: text, now: '2026-12-06T12:00', platforms: two })
    await story.engine.rosters()
    const rows = await story.db.kysely
      .selectFrom('member')
      .select(['name', 'zone', 'language'])
      .orderBy('name')
      .execute()
    expect(rows).toEqual([
      { name: 'Ana', zone: 'Europe/Lisbon', language: 'en' },
      { name: 'Dana Weiss', zone: null, language: null },
      { name: 'Jana Petersen', zone: null, language: null },
    ])
    await story.on('slack').send({
      type: 'roster',
      change: 'profile',
      person: 'T1/U7',
      profile: profile('T1/U7', { email: null, kind: 'deactivated' }),
    })
    await story.engine.rosters()
    expect(await memberships(story)).toEqual(['ana', 'dana weiss'])
  })
})
