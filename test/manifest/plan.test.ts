import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffManifests } from '../../src/manifest/diff.ts'
import { forecast } from '../../src/manifest/forecast.ts'
import { planText } from '../../src/manifest/plan.ts'
import type { Manifest } from '../../src/manifest/schema.ts'
import { kinds } from './kinds.ts'
import { changed, manifestOf, small } from './samples.ts'
import { tries } from '../depth.ts'

interface Moment {
  now: string
  until: string
  paused?: [string, string | null][]
}

function plan(applied: Manifest | null, next: Manifest, { now, until, paused = [] }: Moment): string {
  return planText({
    applied,
    next,
    rituals: kinds,
    paused: new Map(paused),
    now: Temporal.Instant.from(now),
    until: Temporal.PlainDate.from(until),
  })
}

const edited = (...edits: [from: string, to: string][]): Manifest =>
  manifestOf(edits.reduce((text, [from, to]) => changed(from, to, text), small))

const december = { now: '2026-12-01T08:30:00Z', until: '2027-01-08' }

test('the first plan: everything is new, and Christmas is no day for it', () => {
  expect(plan(null, manifestOf(small), december)).toMatchInlineSnapshot(`
    "+ admin jana@nordlicht.example
    + people Jana Petersen, Ben Harder, Ana Ferreira, Selin Aydın, Tomasz Wójcik, Linh Nguyen
    + unit nord
    + unit lissabon
    + team after-sales: After Sales, 1 leader, 5 members
    + morning       check-in   After Sales   every week, Mon, Wed 09:00 (member's time), window 4 hours
        Wed 2 Dec 09:00 · Mon 7 Dec 09:00 · Wed 9 Dec 09:00 · Mon 14 Dec 09:00 · Wed 16 Dec 09:00 · Mon 21 Dec 09:00
        Wed 23 Dec 09:00 · Mon 28 Dec 09:00 · Wed 30 Dec 09:00 · Mon 4 Jan 2027 09:00 · Wed 6 Jan 2027 09:00
    + team-spirit   pulse      After Sales   every week, Thursday 10:00 (member's time), window 26 hours
        Thu 3 Dec 10:00 · Thu 10 Dec 10:00 · Thu 17 Dec 10:00 · Thu 24 Dec skipped (Heiligabend) · Thu 31 Dec 10:00
        Thu 7 Jan 2027 10:00
    Nothing has been changed. Run \`teamrunde apply\`, or restart."
  `)
})

test('every change is told field by field, and who comes and goes', () => {
  const next = edited(
    ['at: 10:00', 'at: 10:30, zone: Europe/Berlin, onHoliday: next'],
    ['members: [ben@nordlicht.example, ', 'observers: [ben@nordlicht.example]\n    members: ['],
    ['name: Selin Aydın', 'name: Selin Aydın-Berg'],
    ['language: de', 'language: en'],
    ['web:after-sales', 'web:after-sales, slack:C1'],
    ['linh@nordlicht.example]', 'lou@nordlicht.example]'],
    [
      'email: linh@nordlicht.example, name: Linh Nguyen',
      'email: lou@nordlicht.example, name: Lou Brandt, zone: America/New_York',
    ],
    ['id: morning', 'id: early'],
    ['teams:', 'privacy: { minimumGroup: 6 }\nteams:'],
  )
  expect(plan(manifestOf(small), next, { ...december, until: '2026-12-31' })).toMatchInlineSnapshot(`
    "~ organisation
        language  de → en
    + person Lou Brandt
    ~ person Selin Aydın-Berg
        name  Selin Aydın → Selin Aydın-Berg
    - person Linh Nguyen
    ~ team after-sales
        channels  web:after-sales → web:after-sales, slack:C1
    ~ after-sales: Ben Harder becomes observer, was member
    + after-sales: Lou Brandt joins as member
    - after-sales: Linh Nguyen leaves
    ~ privacy
        minimumGroup  5 → 6
    + early         check-in   After Sales   every week, Mon, Wed 09:00 (member's time), window 4 hours
        Wed 2 Dec 09:00 · Mon 7 Dec 09:00 · Wed 9 Dec 09:00 · Mon 14 Dec 09:00 · Wed 16 Dec 09:00 · Mon 21 Dec 09:00
        Wed 23 Dec 09:00 · Mon 28 Dec 09:00 · Wed 30 Dec 09:00
    ~ team-spirit   pulse      After Sales   every week, Thursday 10:30 (Europe/Berlin), window 26 hours
        schedule.at         10:00 → 10:30
        schedule.zone       member → Europe/Berlin
        schedule.onHoliday  skip → next
        Thu 3 Dec 10:30 (09:30 Lisbon; 04:30 New York) · Thu 10 Dec 10:30 (09:30 Lisbon; 04:30 New York)
        Thu 17 Dec 10:30 (09:30 Lisbon; 04:30 New York)
        Mon 28 Dec 10:30 (moved from Thu 24 Dec, Heiligabend; 09:30 Lisbon; 04:30 New York)
        Thu 31 Dec 10:30 (09:30 Lisbon; 04:30 New York)
    - morning   check-in   stops; what is open runs to its end, its history stays
    ! after-sales has 4 members: its pulse will never show results (threshold 6).
    Nothing has been changed. Run \`teamrunde apply\`, or restart."
  `)
})

test('nothing new: the dates are still of interest, and what is paused', () => {
  const paused: [string, string | null][] = [
    ['morning', null],
    ['team-spirit', '2026-12-08T00:00:00.000Z'],
  ]
  expect(plan(manifestOf(small), manifestOf(small), { ...december, until: '2026-12-10', paused }))
    .toMatchInlineSnapshot(`
    "  morning       check-in   After Sales   every week, Mon, Wed 09:00 (member's time), window 4 hours, paused
        Wed 2 Dec 09:00 · Mon 7 Dec 09:00 · Wed 9 Dec 09:00
      team-spirit   pulse      After Sales   every week, Thursday 10:00 (member's time), window 26 hours, paused until 2026-12-08
        Thu 3 Dec 10:00 · Thu 10 Dec 10:00
    Nothing to change: this manifest is in force."
  `)
})

test('another kind under an old id is announced as what will be refused', () => {
  const next = edited(['kind: pulse', 'kind: check-in'])
  expect(plan(manifestOf(small), next, december)).toContain(
    "! team-spirit can't become another kind, because its history stays: give it a new id. Applying will be refused.",
  )
})

/** Nights and weekends are for clock changes, not for people. */
const nightShift = edited(
  ['  zone: Europe/Berlin', '  zone: Europe/Berlin\n  workWeek: [mon, tue, wed, thu, fri, sat, sun]'],
  ['on: [mon, wed], at: 09:00', 'on: [sat, sun, mon, tue], at: 02:30'],
  ['on: thu, at: 10:00', 'on: [fri, sat, sun, mon], at: 01:30, zone: Europe/Berlin, window: 4h, reminder: none'],
  ['name: Linh Nguyen', 'name: Linh Nguyen, zone: America/New_York'],
  ['name: Tomasz Wójcik', 'name: Tomasz Wójcik, zone: Pacific/Auckland'],
)

test('the weekend on which Europe puts its clocks forward, and Auckland back a week later', () => {
  expect(plan(nightShift, nightShift, { now: '2027-03-26T08:30:00Z', until: '2027-04-05' })).toMatchInlineSnapshot(`
    "  morning       check-in   After Sales   every week, Sat, Sun, Mon, Tue 02:30 (member's time), window 4 hours
        Sat 27 Mar 02:30
        Sun 28 Mar 02:30 (clocks change in Berlin: 02:30 does not exist, runs 03:30; clocks have gone forward 1 h in Lisbon; 1 off in Lissabon: Ostersonntag)
        Mon 29 Mar skipped (Ostermontag) · Tue 30 Mar 02:30 · Sat 3 Apr 02:30
        Sun 4 Apr 02:30 (clocks change in Auckland: 02:30 comes twice, runs the first time)
        Mon 5 Apr 02:30 (clocks have gone back 1 h in Auckland)
      team-spirit   pulse      After Sales   every week, Fri, Sat, Sun, Mon 01:30 (Europe/Berlin), window 4 hours
        Sat 27 Mar 01:30 (00:30 Lisbon; 13:30 Auckland; Fri 26 Mar 20:30 New York)
        Sun 28 Mar 01:30 (00:30 Lisbon; 13:30 Auckland; Sat 27 Mar 20:30 New York; 1 off in Lissabon: Ostersonntag)
        Mon 29 Mar skipped (Ostermontag)
        Fri 2 Apr 01:30 (00:30 Lisbon; 12:30 Auckland; Thu 1 Apr 19:30 New York; clocks have gone forward 1 h in Berlin, Lisbon)
        Sat 3 Apr 01:30 (00:30 Lisbon; 12:30 Auckland; Fri 2 Apr 19:30 New York)
        Sun 4 Apr 01:30 (00:30 Lisbon; 11:30 Auckland; Sat 3 Apr 19:30 New York; clocks have gone back 1 h in Auckland)
        Mon 5 Apr 01:30 (00:30 Lisbon; 11:30 Auckland; Sun 4 Apr 19:30 New York)
    Nothing to change: this manifest is in force."
  `)
})

test('the weekend on which Europe puts its clocks back', () => {
  const next = edited(
    ['  zone: Europe/Berlin', '  zone: Europe/Berlin\n  workWeek: [mon, tue, wed, thu, fri, sat, sun]'],
    ['country: DE, region: SH', 'country: DE, region: HE'],
    ['on: [mon, wed], at: 09:00', 'on: [sat, sun, mon], at: 02:30'],
  )
  expect(plan(next, next, { now: '2027-10-29T08:30:00Z', until: '2027-11-02' })).toMatchInlineSnapshot(`
    "  morning       check-in   After Sales   every week, Sat, Sun, Mon 02:30 (member's time), window 4 hours
        Sat 30 Oct 02:30
        Sun 31 Oct 02:30 (clocks change in Berlin: 02:30 comes twice, runs the first time; clocks have gone back 1 h in Lisbon)
        Mon 1 Nov 02:30 (clocks have gone back 1 h in Berlin; 1 off in Lissabon: Allerheiligen)
      team-spirit   pulse      After Sales   every week, Thursday 10:00 (member's time), window 26 hours
        nothing in this time
    Nothing to change: this manifest is in force."
  `)
})

test('whoever asks for two years of every day gets the beginning and a count', () => {
  const next = edited(['every: week, on: [mon, wed]', 'every: day'])
  const text = plan(next, next, { ...december, until: '2028-12-01' })
  expect(text.split('\n').find((line) => line.includes(' more'))).toMatch(/ · \d+ more$/)
})

const days = fc.date({ min: new Date('2026-01-01'), max: new Date('2028-12-31'), noInvalidDate: true })

test("members' own time is the same time of day for everyone, except where the clocks leave it out", () => {
  const ritual = nightShift.rituals[0]!
  fc.assert(
    fc.property(days, (date) => {
      const now = date.toTemporalInstant()
      const until = now.toZonedDateTimeISO('UTC').toPlainDate().add({ days: 30 })
      for (const { openings, local } of forecast(nightShift, ritual, now, until)) {
        for (const { at, shift } of openings) {
          if (shift !== 'gap') expect(at.toPlainDateTime().equals(local)).toBe(true)
        }
      }
    }),
    tries(20),
  )
})

test('a zone of its own is one moment for everyone', () => {
  const ritual = nightShift.rituals[1]!
  fc.assert(
    fc.property(days, (date) => {
      const now = date.toTemporalInstant()
      const until = now.toZonedDateTimeISO('UTC').toPlainDate().add({ days: 30 })
      for (const { openings } of forecast(nightShift, ritual, now, until)) {
        expect(new Set(openings.map(({ at }) => at.epochMilliseconds)).size).toBe(1)
      }
    }),
    tries(20),
  )
})

test('no manifest differs from itself', () => {
  for (const manifest of [manifestOf(small), nightShift]) {
    expect(diffManifests(manifest, JSON.parse(JSON.stringify(manifest)) as Manifest)).toEqual([])
  }
})

test('a ritual for several teams names them all, and knows the clocks of all their people', () => {
  const store = `teams:
  - { id: store, name: Lager, leaders: [tomasz@nordlicht.example], members: [ana@nordlicht.example], channels: [web:store] }
`
  const members = ', ana@nordlicht.example, selin'
  const before = edited(['teams:\n', store], [members, ', selin'])
  const next = edited(
    ['teams:\n', store],
    [members, ', selin'],
    ['team: after-sales', 'team: after-sales\n    with: [store]'],
  )
  const said = plan(before, next, december)
  expect(said).toContain('~ morning       check-in   After Sales + Lager   every week')
  expect(said).toContain('    with  none → store')
  const people = (manifest: Manifest) =>
    forecast(
      manifest,
      manifest.rituals[0]!,
      Temporal.Instant.from(december.now),
      Temporal.PlainDate.from('2026-12-03'),
    )[0]!.openings.map(({ zone, people: count }) => `${zone} ${count}`)
  expect(people(before)).toEqual(['Europe/Berlin 5'])
  expect(people(next)).toEqual(['Europe/Berlin 5', 'Europe/Lisbon 1'])
})
