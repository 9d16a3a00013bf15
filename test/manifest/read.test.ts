import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { problemsText, problemText } from '../../src/manifest/print.ts'
import { parseManifest, readManifest } from '../../src/manifest/read.ts'
import { hostile } from './hostile.ts'
import { kinds } from './kinds.ts'
import { changed, manifestOf, small } from './samples.ts'
import { tries } from '../depth.ts'

/** The problems of a text, a line each, without the name of the file. */
function problems(text: string): string[] {
  const reading = parseManifest(text, 'x', kinds)
  return 'problems' in reading ? reading.problems.map((problem) => problemText(problem).slice(2)) : []
}

/** The problems of a file of its own. */
function problemsOf(content: string | Uint8Array, name = 'teamrunde.yaml'): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-manifest-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, name), content)
  const reading = readManifest(join(folder, 'teamrunde.yaml'), kinds)
  return 'problems' in reading
    ? reading.problems.map((problem) => problemText(problem).replaceAll(`${folder}/`, ''))
    : []
}

test('a sound manifest is complete: defaults are filled in, addresses are in lower case', () => {
  const manifest = manifestOf(changed('email: jana@', 'email: Jana@', changed('leaders: [jana@', 'leaders: [JANA@')))
  expect(manifest.organisation).toMatchObject({
    workWeek: ['mon', 'tue', 'wed', 'thu', 'fri'],
    workingHours: { from: '08:00', until: '17:00' },
    quietHours: { from: '18:00', until: '07:00' },
  })
  expect(manifest.teams[0]).toMatchObject({ leaders: ['jana@nordlicht.example'], observers: [] })
  expect(manifest.rituals[0]).toMatchObject({
    name: 'Morning',
    schedule: { zone: 'member', onHoliday: 'skip', window: '4h', reminder: '2h30m' },
    options: { questions: ['done', 'next'], mood: false },
  })
  expect(manifest.privacy).toEqual({ minimumGroup: 5, retention: { responses: '12 months', results: '24 months' } })
  expect(manifest.units[1]?.holidays, 'the house has its own days off in Lisbon, too').toEqual({
    country: 'PT',
    extraHolidays: [{ date: '12-24', name: 'Heiligabend' }],
  })
})

test('people whom only a channel knows may be named in its team', () => {
  expect(problems(changed('leaders: [jana@', 'membersFrom: slack:C1\n    leaders: [boss@'))).toEqual([])
  expect(problems(changed('members: [ben@', 'membersFrom: slack:C1\n    observers: [ben@'))).toEqual([])
})

const withTeams = (others: string, from = 'team: after-sales') =>
  changed(from, `${from}, with: [${others}]`.replaceAll(', with', '\n    with'), changed('teams:\n', STORE))
const STORE = `teams:
  - { id: store, name: Lager, leaders: [ben@nordlicht.example], members: [ana@nordlicht.example], channels: [web:store] }
`

test('a ritual may be for several teams, each of them once, and none of them a stranger', () => {
  expect(manifestOf(withTeams('store')).rituals.map((ritual) => ritual.with)).toEqual([['store'], []])
  expect(problems(withTeams('stor')).join()).toContain(
    'rituals[0].with[0]  expected the id of a team: store, after-sales, found "stor". Did you mean "store"?',
  )
  expect(problems(withTeams('after-sales')).join()).toContain(
    'expected each team once, found "after-sales", which stands',
  )
})

test('an anonymous ritual is for one team alone', () => {
  expect(problems(withTeams('store', 'kind: pulse\n    team: after-sales'))).toEqual([
    expect.stringContaining(
      'rituals[1].with  expected no further teams: an anonymous pulse is for one team alone, so give each team its own, found a list of 1.',
    ),
  ])
})

test('an alias saves typing', () => {
  const text = changed(
    'schedule: { every: week, on: thu, at: 10:00 }',
    'schedule: *weekly',
    changed('schedule: {', 'schedule: &weekly {'),
  )
  expect(manifestOf(text).rituals[1]?.schedule).toMatchObject({ on: ['mon', 'wed'], window: '26h' })
})

describe('one mistake, one sentence, at its place', () => {
  for (const [group, cases] of Object.entries(hostile)) {
    describe(group, () => {
      test.for(cases)('%s → %s', ([from, to, ...told]) => {
        expect(problems(changed(from, to))).toEqual(told)
      })
    })
  }
})

test('all mistakes at once, in the order of the file, with their number', () => {
  const text = [
    ['language: de', 'language: fr'],
    ['leaders: [jana@', 'leaders: [jane@'],
    ['on: thu', 'on: sun'],
    ['id: team-spirit', 'id: morning'],
    ['unit: lissabon,', 'unit: lisabon,'],
  ].reduce((manifest, [from = '', to = '']) => changed(from, to, manifest), small)
  const reading = parseManifest(text, 'teamrunde.yaml', kinds)
  expect('problems' in reading && problemsText(reading.problems)).toBe(`\
teamrunde.yaml:3:13  organisation.language  expected de or en, found "fr".
teamrunde.yaml:13:63  people[2].unit  expected the id of a unit: nord, lissabon, found "lisabon". Did you mean "lissabon"?
teamrunde.yaml:20:15  teams[0].leaders[0]  expected the e-mail address of somebody in people, found "jane@nordlicht.example". Did you mean "jana@nordlicht.example"?
teamrunde.yaml:28:9  rituals[1].id  expected an id of its own for each ritual, found "morning", which stands in line 24 already.
teamrunde.yaml:31:34  rituals[1].schedule.on  expected a day of the work week (mon, tue, wed, thu, fri), or onHoliday: next or previous, found "sun".
5 mistakes. Nothing has been changed.`)
})

describe('a file that is no manifest', () => {
  test('is not there, but another one is', () => {
    expect(problemsOf(small, 'teamrunde.yml')).toEqual([
      'teamrunde.yaml:1:1  expected a manifest here, found no file. Did you mean "teamrunde.yml"?',
    ])
  })

  test('is a folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'teamrunde-manifest-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    mkdirSync(join(folder, 'x'))
    expect(readManifest(join(folder, 'x'), kinds)).toMatchObject({
      problems: [{ expected: 'a file', found: 'a folder' }],
    })
  })

  test('is too big: the limit is told, and that it was passed', () => {
    const of = (megabytes: number): string => `${small}# ${'x'.repeat(megabytes * 1024 * 1024)}`
    expect(problemsOf(of(4.99))).toEqual([])
    expect(problemsOf(of(5))).toEqual(['teamrunde.yaml:1:1  expected at most 5 MB, found 5.1 MB.'])
    expect(problemsOf(of(7.45))).toEqual(['teamrunde.yaml:1:1  expected at most 5 MB, found 7.5 MB.'])
  })

  test('is not UTF-8: the line is told', () => {
    expect(problemsOf(Buffer.from(small.replace('Selin Aydın', 'Jörg'), 'latin1'))).toEqual([
      'teamrunde.yaml:14:1  expected text saved as UTF-8, found bytes of another encoding.',
    ])
    expect(problemsOf(Buffer.from(small, 'utf16le'))).toEqual([
      'teamrunde.yaml:1:1  expected text saved as UTF-8, found bytes of another encoding.',
    ])
  })

  test('begins with a byte order mark, which is fine', () => {
    expect(problemsOf(`\uFEFF${small}`)).toEqual([])
    expect(problemsOf(small.replaceAll('\n', '\r\n'))).toEqual([])
  })

  test.for([
    ['', '1:1  expected a manifest with organisation, admins, teams and rituals, found an empty file.'],
    ['# nothing yet\n', '1:1  expected a manifest with organisation, admins, teams and rituals, found an empty file.'],
    ['hello', '1:1  expected a map of keys and values, found "hello".'],
    ['- a\n- b', '1:1  expected a map of keys and values, found a list of 2.'],
    ['['.repeat(50_000), '1:1  expected lists and maps that are nested less deeply, found'],
  ] as const)('%#', ([text, told]) => {
    const [first = '', ...others] = problems(text)
    expect(first.replace(/^\d+:\d+/, '1:1')).toContain(told)
    expect(others).toEqual([])
  })

  test('has aliases that multiply', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefgh'
        .split('')
        .map((key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`),
    ]
    expect(problems(bomb.join('\n'))).toEqual([
      expect.stringContaining('expected at most 100 aliases in all, found aliases that multiply.'),
    ])
  })

  test('has an alias within itself', () => {
    expect(problems(changed('members: [', 'members: &m [*m, '))).toEqual([
      expect.stringContaining('teams[0].members[0]'),
    ])
  })
})

test('whatever is written, the answer is a manifest or problems that stand in the file', () => {
  const lines = small.split('\n')
  const piece = fc.oneof(
    fc.constantFrom(...lines),
    fc.constantFrom('- ', '  ', ': ', '[', '{', '}', '"', '&a', '*a', '!!x', '|', '\t', 'null'),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(lines.length), fc.nat(2), piece), { minLength: 1, maxLength: 5 }), (edits) => {
      const edited = edits.reduce((all, [at, gone, text]) => all.toSpliced(at, gone, text), lines)
      const reading = parseManifest(edited.join('\n'), 'x', kinds)
      if (!('problems' in reading)) return
      const count = edited.join('\n').split('\n').length
      expect(reading.problems.length).toBeGreaterThan(0)
      for (const problem of reading.problems) {
        expect(problem.line).toBeGreaterThan(0)
        expect(problem.line).toBeLessThanOrEqual(count)
        expect(problem.expected).not.toBe('')
        expect(problemText(problem)).not.toMatch(/[\p{Cc}\u202e]/u)
      }
    }),
    tries(100),
  )
})
