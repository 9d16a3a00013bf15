/** The parts of the coffee chat around the drawing: starters, times, reasons, wishes and silence. */
import { describe, expect, it } from 'vitest'
import type { Candidate, Group, Round } from '#ritual'
import { seeded } from '../../src/engine/seed.ts'
import { plainText } from '../../src/message/text.ts'
import { anke, ben, entry, jana, lotta, mehmet, readerOf, seatOf, selin, viewOf } from '../../test/views.ts'
import de from './locales/de.json' with { type: 'json' }
import en from './locales/en.json' with { type: 'json' }
import { draw } from './drawing.ts'
import coffee from './ritual.ts'
import { STARTERS, startersKnown } from './starters.ts'
import { shiftOn } from './pairing/working-time.ts'
import { daysAfter, timesFor } from './times.ts'
import { factsFrom, knownOf } from './why-together.ts'
import { wishing } from './wishes.ts'

const candidate = (
  person: { id: string; name: string; unit: string | null },
  more: Partial<Candidate> = {},
): Candidate => ({
  ...person,
  email: `${person.id}@nordlicht.example`,
  role: 'member',
  zone: 'Europe/Berlin',
  since: '2025-01-01',
  leaders: [],
  workingHours: { from: '08:00', to: '17:00' },
  workDays: [1, 2, 3, 4, 5],
  ...more,
})

const NO_IDS: string[] = []
const WHY = {
  ago: null,
  newcomers: NO_IDS,
  across: true,
  wished: false,
  wishers: NO_IDS,
  starters: ['1', '2', '3'],
  times: NO_IDS,
}

const pair = (one: { id: string }, other: { id: string }, more: Partial<typeof WHY> & object = {}): Group => ({
  key: one.id,
  members: [one.id, other.id],
  facts: factsFrom({ ...WHY, ...more }),
})

const round = (number: number, groups: Group[]): Round => ({
  occurrence: { id: `o${number}`, number, date: '2026-11-25', opensAt: '', closesAt: '' },
  groups,
})

describe('conversation starters', () => {
  it('are as many and as different in both languages, and all of them questions', () => {
    for (const { starter } of [de, en]) {
      const texts = Object.values(starter)
      expect(Object.keys(starter)).toEqual(Array.from({ length: STARTERS }, (_, index) => String(index + 1)))
      expect(new Set(texts).size).toBe(STARTERS)
      for (const text of texts) expect(text).toMatch(/\?$/)
    }
    expect(STARTERS).toBeGreaterThanOrEqual(30)
  })

  it('are new to everyone in the group, until all have been had', () => {
    const random = seeded('starters')
    let rounds: Group[][] = []
    const had: string[] = []
    for (let number = 0; number < Math.floor(STARTERS / 3); number += 1) {
      const starters = startersKnown(rounds, random)(['a', 'b'])
      expect(new Set(starters).size).toBe(3)
      expect(had).not.toEqual(expect.arrayContaining([starters[0]]))
      had.push(...starters)
      rounds = [[{ key: '1', members: ['a', 'c'], facts: factsFrom({ ...WHY, starters }) }], ...rounds]
    }
    expect(new Set(had).size).toBe(had.length)
    expect(startersKnown(rounds, random)(['a', 'b'])).toHaveLength(3)
  })
})

describe('proposed times', () => {
  it('are within everybody’s working hours, on days on which all of them work', () => {
    const people = [candidate(jana), candidate(ben, { zone: 'America/New_York' })]
    const times = timesFor(
      people,
      daysAfter('2026-12-03'),
      (id, date) => date < '2026-12-05' || (id !== ben.id && date < '2026-12-08') || date === '2026-12-08',
      shiftOn,
    )
    // Friday and Tuesday; New York begins at 14:00 in Berlin, which ends at 17:00.
    expect(times).toEqual(['2026-12-04T14:30:00.000Z', '2026-12-08T13:30:00.000Z'])
  })

  it('are none for people who never work at the same time', () => {
    const people = [candidate(jana), candidate(ben, { zone: 'Pacific/Auckland' })]
    expect(timesFor(people, daysAfter('2026-12-03'), () => true, shiftOn)).toEqual([])
  })
})

describe('a drawing', () => {
  const people = [jana, ben, selin, mehmet].map((person) => candidate(person))
  const options = { apart: [['JANA@nordlicht.example', 'ben@nordlicht.example']] }

  it('keeps apart who is to be kept apart, and nothing of it with the groups', () => {
    for (const seed of ['a', 'b', 'c', 'd']) {
      const view = { ...viewOf(coffee, { options, phase: 'planned' }), random: seeded(seed) }
      const groups = draw(view, people, [])
      expect(groups.flatMap(({ members }) => members).toSorted()).toEqual(people.map(({ id }) => id).toSorted())
      for (const { members } of groups) expect(members.includes('jana') && members.includes('ben')).toBe(false)
      expect(JSON.stringify(groups)).not.toMatch(/apart|@/)
    }
  })

  it('of a whole company looks at its year without looking at each for each', () => {
    const company = Array.from({ length: 2000 }, (_, index) => candidate({ ...jana, id: `m${index}` }))
    const view = viewOf(coffee, { phase: 'planned' })
    const first = draw(view, company, [])
    const groups = draw(
      view,
      company,
      Array.from({ length: 26 }, (_, index) => round(26 - index, first)),
    )
    expect(groups).toHaveLength(1000)
    expect(groups.filter(({ facts }) => facts['ago'] !== null)).toEqual([])
  })

  it('remembers when two met, and who is new', () => {
    const view = viewOf(coffee, { phase: 'planned' })
    const [jenny, old] = [candidate(jana, { since: '2026-11-20' }), candidate(ben)]
    const [group] = draw(view, [jenny, old], [round(2, []), round(1, [pair(jana, ben)])])
    expect(knownOf(group!)).toMatchObject({ ago: 2, newcomers: ['jana'], across: false })
  })
})

describe('why this person', () => {
  const whyOf = (group: Group, who = jana): string => {
    const view = viewOf(coffee, { groups: [group], own: who })
    const outcome = coffee.actions['why-us']!(view, readerOf('coffee', { me: seatOf(view, who) }), undefined)
    if (outcome.do !== 'notice') throw new Error('no notice')
    return plainText(outcome.message, { language: 'de', zone: 'Europe/Berlin' })
  }

  it('is answered by what the drawing went by', () => {
    expect(whyOf(pair(jana, selin))).toContain('noch nicht zusammen ausgelost')
    expect(whyOf(pair(jana, selin))).toContain('verschiedenen Bereichen')
    expect(whyOf(pair(jana, selin, { ago: 7, across: false } as never))).toContain('7 Runden her')
    expect(whyOf(pair(jana, selin, { newcomers: ['selin'] } as never))).toContain('Selin: noch neu hier')
    expect(whyOf(pair(jana, selin, { newcomers: ['jana'] } as never))).toContain('Du bist noch neu')
    expect(whyOf({ ...pair(jana, selin), members: ['jana', 'mehmet', 'selin'] })).toContain('zu dritt')
    expect(whyOf({ ...pair(jana, selin), facts: {} })).toContain('nicht mehr gespeichert')
  })
})

describe('a wish to meet somebody above one’s leader', () => {
  const options = { skipLevel: true }
  const wish = (value: string) => [entry(jana, { wish: value }, { form: 'wish' })]

  it('holds until it is taken back or has come true', () => {
    const past = (entries: ReturnType<typeof wish>, groups: Group[] = []) => ({ date: '2026-11-25', entries, groups })
    const wishingIn = (...rounds: ReturnType<typeof past>[]) => [...wishing(viewOf(coffee, { options, past: rounds }))]
    expect(wishingIn(past([]), past(wish('yes')))).toEqual(['jana'])
    expect(wishingIn(past(wish('no')), past(wish('yes')))).toEqual([])
    expect(wishingIn(past([], [pair(jana, anke, { wished: true } as never)]), past(wish('yes')))).toEqual([])
    expect([...wishing(viewOf(coffee, { past: [past(wish('yes'))] }))]).toEqual([])
  })

  it('is drawn before the plan of rounds', () => {
    const led = [candidate(jana, { leaders: ['ben'] }), candidate(selin, { leaders: ['ben'] }), candidate(mehmet)]
    const chief = candidate(anke, { role: 'leader' })
    const leader = candidate(ben, { role: 'leader', leaders: ['anke'] })
    const view = viewOf(coffee, { options, past: [{ date: '2026-11-25', entries: wish('yes'), groups: [] }] })
    const groups = draw(view, [...led, leader, chief], [])
    expect(groups.find(({ members }) => members.includes('jana'))!.members).toContain('anke')
    expect(knownOf(groups.find(({ members }) => members.includes('jana'))!).wished).toBe(true)
  })

  it('is offered where it can come true, and nowhere else', () => {
    const led = [candidate(jana, { leaders: ['ben'] }), candidate(selin), candidate(mehmet), candidate(lotta)]
    const leader = candidate(ben, { role: 'leader', leaders: ['anke'] })
    const chief = candidate(anke, { role: 'leader' })
    const offersWish = (others: Candidate[], rest: object = { options }, who = jana): boolean => {
      const groups = draw(viewOf(coffee, { ...rest, phase: 'planned' }), [...led, leader, ...others], [])
      const view = viewOf(coffee, { ...rest, groups })
      const { blocks } = coffee.prompt(view, readerOf('coffee', { me: seatOf(view, who) }))
      return JSON.stringify(blocks).includes('"action":"wish"')
    }
    expect(offersWish([chief])).toBe(true)
    expect(offersWish([])).toBe(false)
    expect(offersWish([chief], { options }, selin)).toBe(false)
    expect(offersWish([chief], {})).toBe(false)
    // Whoever has wished already can take it back.
    const past = [{ date: '2026-11-25', entries: wish('yes'), groups: [] }]
    expect(offersWish([], { options, past })).toBe(true)
  })

  it('reads what was drawn before it knew who may wish', () => {
    const { wishers: _, ...before } = factsFrom(WHY)
    expect(knownOf({ key: '1', members: [], facts: before })).toEqual(WHY)
  })
})

describe('a trio of which one can’t come', () => {
  it('asks the others about each other alone, and says so in their calendars', () => {
    const at = '2026-12-03T09:00:00.000Z'
    const trio = { ...pair(jana, ben), members: ['ben', 'jana', 'selin'] }
    const entries = [entry(jana, { at }, { form: 'time' }), entry(selin, { met: 'no' }, { form: 'met' })]
    const view = viewOf(coffee, { groups: [trio], entries, now: '2026-12-03T09:40:00.000Z' })
    const reader = readerOf('coffee', { me: seatOf(view, jana) })
    const words = plainText(coffee.prompt(view, reader), { language: 'de', zone: 'Europe/Berlin' })
    expect(words).toContain('Habt ihr euch getroffen, du und Ben?')
    expect(coffee.calendar!(view, reader).map(({ title }) => title)).toEqual(['Kaffee mit Ben'])
  })
})

describe('the channel', () => {
  it('learns how many met, not who, and nothing where there are few groups', () => {
    const groups = [pair(jana, ben), pair(selin, mehmet), pair(anke, { id: 'lotta' })]
    const entries = [entry(jana, { met: 'yes' }, { form: 'met' }), entry(selin, { met: 'no' }, { form: 'met' })]
    const [post] = coffee.report(viewOf(coffee, { phase: 'closed', groups, entries }))
    expect(plainText(post!.message(readerOf('coffee')), { language: 'de', zone: 'Europe/Berlin' })).toBe(
      'Ein Kaffee hat in dieser Runde stattgefunden, soweit ich davon gehört habe.',
    )
    expect(coffee.report(viewOf(coffee, { phase: 'closed', groups: groups.slice(0, 2), entries }))).toEqual([])
  })
})
