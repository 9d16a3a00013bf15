/** What the two of a pair tap and fill in, and what comes of it. */
import type { Entry, Group } from '#ritual'
import { describe, expect, it } from 'vitest'
import { onThursday, pairWith, say, week, type Week, type Who } from '../../test/one-on-one-scene.ts'
import { anke, ben, jana } from '../../test/views.ts'
import ritual from './ritual.ts'

describe('a tap', () => {
  it('chooses a day on the clock of whoever taps, and opens the form where the day is over', () => {
    const lisbon = [pairWith(jana, { zone: 'Europe/Lisbon' })]
    const value = 'jana 2026-12-03T10:00:00.000Z'
    expect(week({ groups: lisbon }).press('pick', jana, value)).toEqual({
      do: 'answer',
      form: 'day',
      answers: { date: '2026-12-03', time: '10:00' },
    })
    expect(week({ groups: lisbon }).press('pick', anke, value)).toEqual({
      do: 'answer',
      form: 'day',
      answers: { with: 'jana', date: '2026-12-03', time: '11:00' },
    })
    for (const stale of [
      value.replace('12-03', '11-29'),
      'jana 2026-02-31T10:00',
      'ben 2026-12-03T10:00:00.000Z',
      undefined,
    ])
      expect(week({ groups: lisbon }).press('pick', jana, stale)).toEqual({ do: 'open', form: 'day' })
  })

  it('on "yes" that was none is taken back, and a day that was met is not moved', () => {
    const yes = [onThursday, say(jana, 'talked', { met: 'yes' }, '2026-12-03T09:40:00.000Z')]
    const now = '2026-12-03T10:00:00.000Z'
    expect(week({ now, log: yes }).check('day', jana, { date: '2026-12-04', time: '10:00' })).toEqual({
      date: 'Dieses Gespräch hat schon stattgefunden.',
    })
    const no = [...yes, say(jana, 'talked', { met: 'no' }, '2026-12-03T09:45:00.000Z')]
    expect(week({ now, log: no }).post('after:jana:0', jana)).toContain('Kein Problem')
    const nobody = week({ now }).press('talked', jana, 'ben yes')
    expect(nobody).toEqual({ do: 'open', form: 'talked' })
  })
})

describe('the forms', () => {
  it('ask a leader with whom, and have it filled in where there is one', () => {
    const names = (groups: Group[], who: Who) =>
      week({ groups })
        .form('point', who)
        .fields.map(({ name, initial }) => [name, initial])
    expect(names([pairWith(jana)], jana)).toEqual([['text', undefined]])
    expect(names([pairWith(jana)], anke)).toEqual([
      ['with', 'jana'],
      ['text', undefined],
    ])
    expect(names([pairWith(jana), pairWith(ben)], anke)).toEqual([
      ['with', undefined],
      ['text', undefined],
    ])
  })

  it('have filled in with whom the leader has talked, or was to talk, where that is one of several', () => {
    const groups = [pairWith(jana), pairWith(ben)]
    const chosen = (form: string, log: Entry[]): unknown =>
      week({ groups, log, now: '2026-12-03T10:00:00.000Z' }).form(form, anke).fields[0]!.initial
    const yes = (who: Who) => say(who, 'talked', { met: 'yes' }, '2026-12-03T09:40:00.000Z')
    expect(chosen('promise', [])).toBeUndefined()
    expect(chosen('promise', [onThursday, yes(jana)])).toBe('jana')
    expect(chosen('promise', [onThursday, yes(jana), yes(ben)])).toBeUndefined()
    expect(chosen('talked', [onThursday])).toBe('jana')
    expect(chosen('talked', [onThursday, yes(jana)])).toBeUndefined()
  })

  it('begin with the day that stands, or the first that suits both', () => {
    const initials = (log: Entry[]) =>
      week({ log })
        .form('day', jana)
        .fields.map(({ initial }) => initial)
    expect(initials([])).toEqual(['2026-12-01', '10:00'])
    expect(initials([onThursday])).toEqual(['2026-12-03', '10:00'])
  })

  it('refuse an hour that a clock change leaves out', () => {
    const groups = [pairWith(jana, { zone: 'Pacific/Auckland' })]
    const refused = ritual.forms['day']!.check!(
      { date: '2026-09-27', time: '02:30' },
      week({ groups }).view,
      week().reader(jana),
    )
    expect(refused).toEqual({ time: expect.stringContaining('gibt es an dem Tag nicht') })
  })

  it('strike only one’s own points, and take no eleventh', () => {
    const points = Array.from({ length: 10 }, (_, index) =>
      say(jana, 'point', { text: `Punkt ${index}` }, `2026-11-30T09:0${index}:00.000Z`),
    )
    const full = week({ log: points })
    expect(full.check('point', jana, { text: 'noch einer' })).toEqual({
      text: expect.stringContaining('schon 10 Punkte'),
    })
    expect(full.check('point', anke, { with: 'jana', text: 'meiner' })).toEqual({})
    const [field] = full.form('strike', jana).fields
    const first = field?.type === 'choice' ? field.options[0]! : null
    expect(first).toEqual({ value: 'jana 2026-11-30T09:00:00.000Z jana', label: 'Punkt 0' })
    const struck = say(jana, 'strike', { point: first!.value })
    expect(week({ log: [...points, struck] }).agenda(jana)).not.toContain('Punkt 0')
    const byAnother = say(anke, 'strike', { point: first!.value })
    expect(week({ log: [...points, byAnother] }).agenda(jana)).toContain('Punkt 0')
    expect(full.form('strike', anke).fields).toEqual([])
  })
})

describe('a promise', () => {
  it('goes to the ledger between the two, by whoever of them makes it', () => {
    const log = [
      say(jana, 'promise', {
        owner: 'leader',
        text: 'Vertretung klären',
        trigger: 'das Angebot da ist',
        due: '2026-12-11',
      }),
      say(anke, 'promise', { with: 'jana', owner: 'member', text: 'Liste schicken', trigger: null, due: '2026-12-04' }),
    ]
    expect(ritual.promises!(week({ log }).view)).toEqual([
      {
        key: 'jana:0',
        owner: 'anke',
        to: 'jana',
        text: 'Vertretung klären',
        trigger: 'das Angebot da ist',
        due: '2026-12-11',
      },
      { key: 'jana:1', owner: 'jana', to: 'anke', text: 'Liste schicken', trigger: null, due: '2026-12-04' },
    ])
  })

  it('and everything else a leader says concerns the one pair it names', () => {
    expect(ritual.concerns!(say(anke, 'point', { with: 'jana', text: 'x' }))).toBe('jana')
    expect(ritual.concerns!(say(anke, 'strike', { point: 'jana 2026-11-30T09:00:00.000Z anke' }))).toBe('jana')
    expect(ritual.concerns!(say(jana, 'day', null))).toBe('jana')
  })
})

describe('the calendar', () => {
  it('keeps a talk in its place when it moves, and leaves to the next week what that one carries on', () => {
    const entries = (options: Week) => ritual.calendar!(week(options).view, week(options).reader(jana))
    expect(entries({ log: [onThursday] })).toEqual([
      {
        key: 'jana',
        title: 'Gespräch zu zweit: Anke',
        startsAt: '2026-12-03T09:00:00.000Z',
        lasts: '30m',
        text: 'Die Agenda steht in eurer Unterhaltung mit Teamrunde.',
      },
    ])
    const nextWeek = say(jana, 'day', { date: '2026-12-08', time: '10:00' })
    expect(entries({ log: [nextWeek] })).toHaveLength(1)
    expect(entries({ log: [nextWeek], over: true })).toEqual([])
    const carried = [pairWith(jana, { startsAt: '2026-12-01T09:00:00.000Z', begun: 'o8' })]
    expect(entries({ groups: carried })).toMatchObject([
      { key: 'jana', begun: 'o8', startsAt: '2026-12-01T09:00:00.000Z' },
    ])
    expect(entries({ log: [say(jana, 'day', null)] })).toEqual([])
  })
})
