/** Coffee chats, lived through from round to round, on both databases. */
import { describe, expect, it } from 'vitest'
import { feedEntries } from '../../src/engine/feed/entries.ts'
import { fieldLines } from '../../src/manifest/plan-changes.ts'
import { memberOn } from '../../src/store/people.ts'
import { databases } from '../databases.ts'
import { buttonsOf, type Standing, type Story, tell, textOf } from '../house.ts'

const PEOPLE = ['ana', 'ben', 'cem', 'dana', 'elif']

const personLine = (name: string): string => {
  const more = name === 'ana' ? ', zone: Europe/Lisbon, language: en, unit: lissabon' : ', unit: nord'
  return `  - { email: ${name}@nordlicht.example, name: ${name[0]!.toUpperCase()}${name.slice(1)}${more} }`
}

const company = (members: string[] = PEOPLE, options = ''): string => `
organisation: { name: Nordlicht, language: de, zone: Europe/Berlin, holidays: { country: DE, region: NI } }
admins: [lead@nordlicht.example]
units: [{ id: nord, name: Nord }, { id: lissabon, name: Lissabon }]
people:
  - { email: lead@nordlicht.example, name: Jana Petersen, unit: nord }
${members.map(personLine).join('\n')}
teams:
  - id: service
    name: Service
    leaders: [lead@nordlicht.example]
    members: [${members.map((name) => `${name}@nordlicht.example`).join(', ')}]
    channels: [web:service]
rituals:
  - { id: kaffee, kind: coffee, team: service, name: Kaffeerunde, schedule: { every: week, on: tue, at: '10:00', onHoliday: next }, options: { ${options} } }
`

/** Who sits with whom in the round of a day: first names, sorted. */
async function groupsOn(story: Story, date: string): Promise<string[][]> {
  const rows = await story.db.kysely
    .selectFrom('pairing')
    .innerJoin('member', 'member.id', 'pairing.member_id')
    .select(['group_key', 'member.name'])
    .where('occurrence_id', '=', `kaffee@${date}T10:00`)
    .execute()
  const groups = Map.groupBy(rows, (row) => row.group_key)
  return [...groups.values()].map((some) => some.map(({ name }) => name.toLowerCase()).toSorted())
}

const groupWith = (groups: string[][], who: string): string[] => groups.find((group) => group.includes(who)) ?? []

const messagesSince = (story: Story, who: string, at: string): Standing[] =>
  story.standing(`@${who}`).filter((each) => each.at >= at)

const labelled = (standing: Standing, action: string): string[] =>
  buttonsOf(standing.message)
    .filter((button) => button.action === action)
    .map((button) => button.label)

/** Presses the button with an action and a value. */
function tap(story: Story, who: string, action: string, value?: string) {
  const standing = story
    .standing(`@${who}`)
    .findLast(({ message }) => buttonsOf(message).some((each) => each.action === action && each.value === value))
  const button = buttonsOf(standing!.message).find((each) => each.action === action && each.value === value)!
  const { occurrence } = button
  return story.send({ type: 'press', person: who, action, value, occurrence: occurrence!, delivery: standing!.id })
}

describe('`status` of a round', () => {
  it('counts no answers before anybody is asked for one', async () => {
    await using story = await tell(databases[0]!, { manifest: company(), now: '2026-12-07T12:00' })
    const status = async (): Promise<string> => textOf(await story.command('lead', 'status'))
    await story.to('2026-12-08T10:05')
    expect(await status()).toContain(
      'läuft bis Di, 15. Dez., 10:00; eine Antwort brauche ich erst ab Sonntag, 13. Dezember',
    )
    await story.to('2026-12-14T10:00')
    expect(await status()).toContain('0 von 5 haben geantwortet')
  })
})

const withBoard = company(PEOPLE, 'skipLevel: true')
  .replace('people:\n', 'people:\n  - { email: boss@nordlicht.example, name: Paul, unit: nord }\n')
  .replace(
    'teams:\n',
    'teams:\n  - { id: board, name: Leitung, leaders: [boss@nordlicht.example], members: [lead@nordlicht.example], channels: [web:leitung] }\n',
  )
  .replace('kind: coffee, team: service,', 'kind: coffee, team: service, with: [board],')

describe('a wish for a coffee above one’s leader', () => {
  it('is confirmed in its own words, and so is taking it back', async () => {
    await using story = await tell(databases[0]!, { manifest: withBoard, now: '2026-12-07T12:00' })
    await story.to('2026-12-08T10:00')
    expect(textOf(await tap(story, 'ben', 'wish', 'yes'))).toMatch(/^Ist notiert: Sobald es passt/)
    await story.to('2026-12-08T10:05')
    expect(textOf(await tap(story, 'ben', 'wish', 'no'))).toMatch(/^Gut, den Wunsch habe ich gestrichen/)
  })

  it('that has come true stands there no more: there is nothing to take back', async () => {
    await using story = await tell(databases[0]!, { manifest: withBoard, now: '2026-12-07T12:00' })
    await story.to('2026-12-08T10:05')
    await tap(story, 'ben', 'wish', 'yes')
    await story.to('2026-12-15T10:05')
    const prompt = messagesSince(story, 'ben', '2026-12-15').at(-1)!
    expect(prompt.text).toContain('Kaffee mit Paul')
    expect(labelled(prompt, 'wish')).toEqual([])
  })
})

describe.each(databases)('coffee chats on $name', (engine) => {
  it('bring five people together as a pair and a trio, and nobody with their leader', async () => {
    await using story = await tell(engine, { manifest: company(), now: '2026-12-07T12:00' })
    // Everyone is asked on their own clock: Ana, in Lisbon, an hour later.
    await story.to('2026-12-08T11:00')
    const groups = await groupsOn(story, '2026-12-08')
    expect(groups.flat().toSorted()).toEqual(PEOPLE)
    expect(groups.map((group) => group.length).toSorted()).toEqual([2, 3])

    const pair = groups.find((group) => group.length === 2)!
    const together = story.last(`@${pair.join('+')}`)
    expect(together.text).toContain('?')
    expect(together.text.match(/•/g)).toHaveLength(3)
    expect(story.last('@ana').text).toContain('Coffee with')
    expect(story.last('@ben').text).toContain('Kaffee mit')
    expect(messagesSince(story, 'lead', '2026-12-08')).toEqual([])
    expect(textOf(await story.command('lead', 'why kaffee'))).toContain('mit niemandem dran')

    const why = textOf(await story.press('ben', 'why-us'))
    expect(why).toContain('noch nicht zusammen ausgelost')
    expect(why).toContain('eigenen Führungskraft')
    expect(groupWith(groups, 'ben').length === 3).toBe(why.includes('zu dritt'))
  })

  it('find a time by one tap, ask afterwards, and tell the channel nothing of who met', async () => {
    await using story = await tell(engine, { manifest: company([...PEOPLE, 'finn']), now: '2026-12-07T12:00' })
    await story.to('2026-12-08T10:00')
    const groups = await groupsOn(story, '2026-12-08')
    const [, other] = ['ben', groupWith(groups, 'ben').find((name) => name !== 'ben')!]
    const offered = buttonsOf(story.last('@ben').message).find(({ action }) => action === 'meet-at')!
    await tap(story, 'ben', 'meet-at', offered.value)
    await story.to('2026-12-08T10:05')
    for (const who of ['ben', other]) expect(story.last(`@${who}`).text).toMatch(/Verabredet|You are meeting/)
    expect(story.last(`@${groupWith(groups, 'ben').join('+')}`).text).toMatch(/Verabredet|You are meeting/)
    const ben = await memberOn(story.db.kysely, 'web', 'ben')
    expect((await feedEntries(story.house, ben!)).map(({ startsAt }) => startsAt.toString())).toEqual([
      Temporal.Instant.from(offered.value!).toString(),
    ])

    // Whether they met is no question yet.
    expect(textOf(await story.command('ben', 'today'))).toContain('Für dich ist gerade nichts offen.')
    expect(textOf(await story.command('ben', 'answer kaffee'))).not.toContain('getroffen')
    // The time is over: the same message now asks, without another one.
    await story.to('2026-12-10T18:00')
    expect(textOf(await story.command('ben', 'answer kaffee'))).toContain('Habt ihr euch getroffen?')
    expect(story.last('@ben').text).toContain('Habt ihr euch getroffen')
    expect(textOf(await tap(story, 'ben', 'met', 'yes'))).toContain('geklappt')

    // Those who fixed nothing are asked once, on a working day; the one whom ben met is left in peace.
    await story.to('2026-12-14T17:00')
    const reminded = [...PEOPLE, 'finn'].filter((who) =>
      messagesSince(story, who, '2026-12-13').some(({ text }) => /getroffen|Did you meet/.test(text)),
    )
    expect(reminded).toHaveLength(4)
    expect(reminded).not.toContain(other)
    const quiet = reminded[0]!
    await tap(story, quiet, 'met', 'not-yet')
    await story.to('2026-12-15T10:00')
    const [told] = story.standing('service')
    expect(told!.text).toBe('Ein Kaffee hat in dieser Runde stattgefunden, soweit ich davon gehört habe.')

    const next = await groupsOn(story, '2026-12-15')
    expect(next.map((group) => group.join())).not.toEqual(expect.arrayContaining([groupWith(groups, 'ben').join()]))
  })

  it('are off when one of two can’t: no time stands any more, and nobody is asked whether they met', async () => {
    await using story = await tell(engine, { manifest: company(['ben', 'cem']), now: '2026-12-07T12:00' })
    await story.to('2026-12-08T10:05')
    const time = buttonsOf(story.last('@ben').message).find(({ action }) => action === 'meet-at')!
    await tap(story, 'ben', 'meet-at', time.value)
    await story.to('2026-12-08T10:10')
    expect(story.last('@cem').text).toContain('Verabredet')
    await tap(story, 'cem', 'decline')
    await story.to('2026-12-08T10:15')
    const ben = await memberOn(story.db.kysely, 'web', 'ben')
    const isOff = async (): Promise<void> => {
      expect(story.last('@ben').text).toContain('Cem kann diesmal nicht')
      expect(story.last('@ben').text).not.toMatch(/Verabredet|getroffen/)
      expect(labelled(story.last('@ben'), 'other-time')).toEqual([])
      expect(await feedEntries(story.house, ben!)).toEqual([])
    }
    await isOff()
    await story.to('2026-12-14T17:00')
    await isOff()
  })

  it('stand as called off for whoever sits out after being drawn', async () => {
    await using story = await tell(engine, { manifest: company(['ben', 'cem']), now: '2026-12-07T12:00' })
    await story.to('2026-12-08T10:05')
    await tap(story, 'ben', 'snooze')
    await story.to('2026-12-08T10:10')
    expect(story.last('@ben').text).toBe('Alles klar, diesmal nicht.')
    expect(story.last('@cem').text).toContain('Ben kann diesmal nicht')
    await story.command('ben', 'mitmachen kaffee')
    await story.to('2026-12-08T10:15')
    expect(story.last('@ben').text).toContain('Wann passt es?')
    expect(story.last('@cem').text).toContain('Wann passt es?')
  })

  it('go on when people come, are away or leave, and the bot starts anew', async () => {
    const options = 'apart: [[BEN@nordlicht.example, cem@nordlicht.example]]'
    await using story = await tell(engine, { manifest: company(PEOPLE, options), now: '2026-12-07T12:00' })
    await story.to('2026-12-08T10:00')
    // Finn joins: six people, three pairs, and the one who meets him reads that he is new.
    await story.restart(company([...PEOPLE, 'finn'], options))
    await story.to('2026-12-15T10:00')
    const second = await groupsOn(story, '2026-12-15')
    expect(second.map((group) => group.length)).toEqual([2, 2, 2])
    // Dana is away: five again. Nobody is forgotten.
    await story.command('dana', 'weg bis 23.12.')
    await story.restart()
    await story.to('2026-12-22T10:00')
    const third = await groupsOn(story, '2026-12-22')
    // Nobody is asked whether they met whom they were never drawn with.
    expect((await story.command('dana', 'antworten kaffee')).type).toBe('notice')
    expect(third.flat().toSorted()).toEqual(['ana', 'ben', 'cem', 'elif', 'finn'])
    // Elif leaves the company, after being drawn.
    await story.restart(company(['ana', 'ben', 'cem', 'dana', 'finn'], options))
    await story.to('2026-12-23T10:00')
    const left = groupWith(third, 'elif').filter((name) => name !== 'elif')
    if (left.length === 1) expect(story.last(`@${left[0]}`).text).toMatch(/kann diesmal nicht|can’t make it/)
    await story.to('2026-12-29T10:00')
    const fourth = await groupsOn(story, '2026-12-29')
    expect(fourth.flat().toSorted()).toEqual(['ana', 'ben', 'cem', 'dana', 'finn'])
    for (const group of [...second, ...third, ...fourth]) {
      expect(group.includes('ben') && group.includes('cem'), group.join()).toBe(false)
    }
    const everything = [...story.platform.standing.values()].map(({ text }) => text).join('\n')
    expect(everything).not.toMatch(/apart|nie zusammen|do-not-pair|@nordlicht/)
  })

  it('ask after three rounds of silence whether to go on: staying, later and leaving are one tap each', async () => {
    const four = ['ana', 'ben', 'cem', 'dana']
    await using story = await tell(engine, { manifest: company(four), now: '2026-12-07T12:00' })
    for (const day of ['08', '15', '22']) {
      await story.to(`2026-12-${day}T11:00`)
      for (const who of four) expect(labelled(story.last(`@${who}`), 'stay')).toEqual([])
      await tap(story, 'ana', 'decline')
    }
    // Three rounds of four people: everyone has met everyone.
    const days = ['2026-12-08', '2026-12-15', '2026-12-22']
    const met = (await Promise.all(days.map((day) => groupsOn(story, day)))).flat().map((group) => group.join())
    expect(new Set(met).size).toBe(6)

    await story.to('2026-12-29T11:00')
    expect(labelled(story.last('@ana'), 'stay')).toEqual([])
    for (const who of ['ben', 'cem', 'dana']) expect(story.last(`@${who}`).text).toContain('völlig in Ordnung')
    await tap(story, 'ben', 'stay')
    await tap(story, 'cem', 'snooze')
    await tap(story, 'dana', 'leave')
    await story.to('2026-12-29T11:05')
    expect(story.last('@ben').text).not.toContain('völlig in Ordnung')
    expect(textOf(await story.command('dana', 'why kaffee'))).toMatch(/nicht gefragt werden/)

    await story.to('2027-01-05T10:00')
    expect(await groupsOn(story, '2027-01-05')).toEqual([['ana', 'ben']])
    expect(labelled(story.last('@ben'), 'stay')).toEqual([])
    // Cem's two weeks are over: three people, one trio.
    await story.to('2027-01-19T10:00')
    expect(await groupsOn(story, '2027-01-19')).toEqual([['ana', 'ben', 'cem']])
  })
})

describe('a coffee that has been drawn', () => {
  const [engine] = databases
  const two = company(['ben', 'cem'])

  it('is nobody’s invitation any more when one of two has left the company', async () => {
    await using story = await tell(engine!, { manifest: two, now: '2026-12-07T12:00' })
    await story.to('2026-12-08T10:05')
    await story.restart(company(['ben']))
    await story.to('2026-12-08T10:15')
    const [only, ...more] = messagesSince(story, 'ben', '2026-12-08')
    expect(more).toEqual([])
    expect(only!.text).toContain('Cem kann diesmal nicht')
  })

  it('says in their own conversation, too, that it is off, and takes that back', async () => {
    await using story = await tell(engine!, { manifest: two, now: '2026-12-07T12:00' })
    await story.to('2026-12-08T10:05')
    await story.command('cem', 'aussteigen kaffee')
    await story.to('2026-12-08T10:10')
    expect(story.last('@ben+cem').text).toContain('kommt der Kaffee nicht zustande')
    expect(story.last('@ben+cem').text).not.toMatch(/ausgelost|Anfang|Arbeitszeiten/)
    await story.command('cem', 'mitmachen kaffee')
    await story.to('2026-12-08T10:15')
    expect(story.last('@ben+cem').text).toContain('ausgelost')
  })

  it('offers no day on which one of them is away by now, and says so of the one agreed on', async () => {
    await using story = await tell(engine!, { manifest: two, now: '2026-12-07T12:00' })
    await story.to('2026-12-08T10:05')
    const times = labelled(story.last('@ben'), 'meet-at')
    expect(times[0]).toMatch(/9\. Dez/)
    const time = buttonsOf(story.last('@ben').message).find(({ action }) => action === 'meet-at')!
    await tap(story, 'ben', 'meet-at', time.value)
    await story.command('cem', 'weg vom 9.12. bis 10.12.')
    await story.to('2026-12-08T10:15')
    for (const where of ['@ben', '@cem', '@ben+cem']) {
      expect(story.last(where).text, where).toMatch(/Verabredet: .*9\. Dez.*mindestens eine Person von euch nicht da/s)
    }
    expect(labelled(story.last('@ben'), 'meet-at')).toHaveLength(2)
    expect(labelled(story.last('@ben'), 'meet-at').join()).not.toMatch(/ (9|10)\. Dez/)
    await story.command('cem', 'zurück')
    await story.to('2026-12-08T10:20')
    expect(story.last('@ben').text).not.toContain('nicht da')
  })
})

describe('the smallest groups', () => {
  const [engine] = databases
  const asked = (story: Story, who: string): string[] => messagesSince(story, who, '2026-12-08').map(({ text }) => text)

  it('one member has nobody to meet, and can ask why', async () => {
    await using story = await tell(engine!, { manifest: company(['ben']), now: '2026-12-07T12:00' })
    await story.to('2026-12-08T10:00')
    expect(await groupsOn(story, '2026-12-08')).toEqual([])
    expect(asked(story, 'ben')).toEqual([])
    expect(textOf(await story.command('ben', 'why kaffee'))).toContain('mit niemandem dran')
  })

  it('what a plan says of people kept apart is only that it has changed', () => {
    const change = { path: 'options.apart', from: [], to: [['ben@nordlicht.example', 'cem@nordlicht.example']] }
    expect(fieldLines([change])).toEqual(['    options.apart  changed'])
  })

  it('two who are kept apart are told the same as anybody else who is left', async () => {
    const manifest = company(['ben', 'cem'], 'apart: [[ben@nordlicht.example, cem@nordlicht.example]]')
    await using story = await tell(engine!, { manifest, now: '2026-12-07T12:00' })
    await story.to('2026-12-15T10:00')
    for (const who of ['ben', 'cem']) {
      expect(asked(story, who)).toEqual([])
      expect(textOf(await story.command(who, 'why kaffee'))).toContain('mit niemandem dran')
    }
    expect(story.standing('service')).toEqual([])
  })
})
