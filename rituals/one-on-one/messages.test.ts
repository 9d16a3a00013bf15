/** What the two of a pair, and their leader, read through a week. */
import type { Entry } from '#ritual'
import { describe, expect, it } from 'vitest'
import { onThursday, pairWith, promised, say, week, type Who } from '../../test/one-on-one-scene.ts'
import { anke, ben, jana, selin } from '../../test/views.ts'
import { looks } from './posts.ts'
import ritual from './ritual.ts'

describe('the prompt', () => {
  it('asks for a day, in both languages', () => {
    expect(week().prompt(jana)).toBe(
      [
        'Wann sprecht ihr, du und Anke?\nZuletzt habt ihr vor 14 Tagen gesprochen.',
        '[Di, 1. Dez., 10:00] [Mi, 2. Dez., 10:00] [Do, 3. Dez., 10:00] [Fr, 4. Dez., 10:00] [Anderer Tag]',
        '[Diese Woche nicht] [Punkt hinzufügen] [Warum fragst du mich?]',
      ].join('\n\n'),
    )
    expect(week().prompt(jana, 'en')).toContain('When will you and Anke talk?\nYou last talked 14 days ago.')
  })

  it('follows what was chosen, declined, said of it and promised', () => {
    expect(week({ log: [onThursday] }).prompt(jana)).toMatch(/^Do, 3\. Dez\., 10:00 mit Anke, 30 Minuten\./)
    expect(week({ log: [say(jana, 'day', null)] }).prompt(jana)).toContain('Nächste Woche frage ich wieder.')
    const talked = [onThursday, say(jana, 'talked', { met: 'yes' }, '2026-12-03T09:40:00.000Z')]
    const after = week({ now: '2026-12-03T10:00:00.000Z', log: talked })
    expect(after.prompt(jana)).toBe('Do, 3. Dez., 10:00 mit Anke.')
    expect(after.post('after:jana:0', jana)).toContain('Wer macht was bis wann?')
  })

  it('asks whether they talked where last week’s question has stayed open', () => {
    const carried = pairWith(jana, { startsAt: '2026-11-26T09:00:00.000Z', begun: 'o8' })
    const open = week({ groups: [carried] })
    expect(open.prompt(jana)).toContain('Ausgemacht war Do, 26. Nov., 10:00.')
    expect(open.posts()).toEqual([])
    const missed = week({ groups: [carried], log: [say(jana, 'talked', { met: 'no' })] })
    expect(missed.prompt(jana)).toContain('Kein Problem, das kommt vor.')
  })

  it('marks what came of a promise, and its new day', () => {
    const promise = (text: string) => say(jana, 'promise', { owner: 'member', text, due: '2026-12-10', trigger: null })
    const log = [say(jana, 'talked', { met: 'yes' }), promise('Angebot'), promise('Liste'), promise('Plan')]
    const ledger = { owner: jana.id, to: anke.id, occurrence: 'o9', due: '2026-12-10' }
    const promises = [
      promised({ ...ledger, key: 'jana:0', text: 'Angebot', state: 'dropped' }),
      promised({ ...ledger, key: 'jana:1', text: 'Liste', due: '2026-12-17', moved: 1 }),
      // Of another week under the same key.
      promised({ ...ledger, key: 'jana:2', text: 'Plan', state: 'kept', occurrence: 'o8' }),
    ]
    const said = week({ log, promises }).prompt(jana)
    expect(said).toContain('Jana: Angebot, bis Donnerstag, 10. Dezember · fallen gelassen\n')
    expect(said).toContain('Jana: Liste, bis Donnerstag, 17. Dezember\n')
    expect(said).toMatch(/Jana: Plan, bis Donnerstag, 10. Dezember$/m)
  })

  it('says so when the other one has gone, and when the week is over', () => {
    expect(week({ groups: [] }).prompt(jana)).toContain('Du musst nichts tun.')
    expect(week({ over: true }).prompt(jana)).not.toContain('[')
  })

  it('reminds only those who have no day, and never the leader', () => {
    const remind = (log: Entry[], who: Who) => ritual.reminder(week({ log }).view, week({ log }).reader(who))
    expect(remind([], jana)?.summary).toBe('Magst du noch einen Tag für das Gespräch mit Anke aussuchen?')
    expect(remind([onThursday], jana)).toBeNull()
    expect(remind([], anke)).toBeNull()
  })
})

describe('the leader’s overview', () => {
  const groups = [
    pairWith(ben, { lastMet: null, held: 0 }),
    pairWith(jana, { lastMet: '2026-11-06T10:30:00.000Z' }),
    pairWith(selin),
  ]

  it('has the longest gap first, and how far each has come', () => {
    const log = [say(ben, 'talked', { met: 'yes' }), onThursday]
    expect(week({ groups, log }).prompt(anke)).toContain(
      [
        'Am längsten her: Jana, 24 Tage.',
        '• Jana · zuletzt vor 24 Tagen · am Do, 3. Dez., 10:00\n• Selin · zuletzt vor 14 Tagen · noch kein Tag\n• Ben · ihr habt gesprochen',
      ].join('\n\n'),
    )
    expect(week({ groups }).prompt(anke, 'en')).toContain('Your first talk with Ben is still to come.')
  })

  it('says when two talks fall on one time', () => {
    const log = [onThursday, say(selin, 'day', { date: '2026-12-03', time: '10:15' })]
    expect(week({ groups, log }).prompt(anke)).toContain('Do, 3. Dez., 10:15 hast du zwei Gespräche zugleich.')
    expect(week({ groups, log: [onThursday] }).prompt(anke)).not.toContain('zugleich')
  })

  it('tells nothing of what anybody noted down', () => {
    const log = [say(jana, 'point', { text: 'Geheimes' })]
    expect(week({ groups, log }).prompt(anke)).not.toContain('Geheimes')
    expect(week({ groups, log }).agenda(anke)).toContain('noch kein Tag · ein Punkt')
    expect(week({ groups, log }).agenda(anke)).not.toContain('Geheimes')
    expect(week({ groups, log }).agenda(anke)).toContain('Ganz ansehen:\n\n[Jana]\n\n[Punkt hinzufügen]')
    expect(week({ groups }).agenda(anke)).not.toContain('Ganz ansehen')
  })
})

describe('the agenda', () => {
  it('has last time’s promises on top, then both people’s points, then the questions', () => {
    const log = [
      onThursday,
      say(jana, 'point', { text: 'Urlaub' }),
      say(anke, 'point', { with: 'jana', text: 'Garantien' }),
    ]
    const promises = [promised(), promised({ id: 'p2', owner: jana.id, to: anke.id, text: 'Angebot', state: 'kept' })]
    expect(week({ log, promises }).agenda(jana)).toBe(
      [
        'Agenda: du und Anke',
        'Do, 3. Dez., 10:00 mit Anke, 30 Minuten.',
        'Eure Zusagen',
        '• Anke: die Vertretung klären, bis Freitag, 20. November\n• Jana: Angebot, bis Freitag, 20. November · gehalten',
        'Eure Punkte',
        '• Urlaub · Jana\n• Garantien · Anke',
        'Das fragt dich Anke dieses Mal',
        [
          '• Wie geht es dir, abseits der Zahlen?',
          '• Sind Ablauf und Spielregeln klar?',
          '• Was habe ich zugesagt, was davon gehalten?',
          '• Würdest du unser Team weiterempfehlen?',
          '• Worauf sagen wir beide Ja? Wer, wann?',
          '• Hat sich etwas geändert, das Hilfe braucht?',
        ].join('\n'),
        'Das seht nur ihr, du und Anke.',
        '[Punkt hinzufügen] [Punkt streichen] [Verschieben]',
      ].join('\n\n'),
    )
    expect(week({ log }).agenda(jana, 'en')).toContain('• What did I promise, what did I keep?')
    expect(week({ log }).agenda(anke)).toContain('Deine Fragen für dieses Mal')
  })

  it('leaves out what is between others, even where a whole view has it', () => {
    const groups = [pairWith(jana), pairWith(ben)]
    const promises = [promised({ to: ben.id, text: 'nur für Ben' }), promised({ to: null, text: 'für alle' })]
    const log = [
      onThursday,
      say(ben, 'point', { text: 'von Ben' }),
      say(anke, 'point', { with: 'ben', text: 'für Ben' }),
    ]
    const text = week({ now: '2026-12-02T08:30:00.000Z', groups, promises, log }).post('agenda:jana:0:jana', jana)
    expect(text).not.toMatch(/Ben|für alle/)
  })

  it('brings along what was noted down since the last talk, as far as it was between the same two', () => {
    const before = [
      say(jana, 'point', { text: 'besprochen' }, '2026-11-16T09:00:00.000Z'),
      say(jana, 'point', { text: 'neu' }, '2026-11-17T09:00:00.000Z'),
    ]
    const same = week({ past: [{ log: before, groups: [pairWith(jana)] }] })
    expect(same.agenda(jana)).toMatch(/• neu · Jana/)
    expect(same.agenda(jana)).not.toContain('besprochen')
    const other = {
      ...pairWith(jana),
      members: ['jana', 'vorher'],
      facts: { ...pairWith(jana).facts, leader: 'vorher' },
    }
    expect(week({ past: [{ log: before, groups: [other] }] }).agenda(jana)).not.toContain('neu')
  })

  it('keeps what was on the table while they talk and after', () => {
    const log = [
      onThursday,
      say(jana, 'point', { text: 'Urlaub' }),
      say(anke, 'talked', { with: 'jana', met: 'yes' }, '2026-12-03T09:40:00.000Z'),
    ]
    const later = week({
      now: '2026-12-03T10:00:00.000Z',
      log: [...log, say(jana, 'point', { text: 'Frühjahr' }, '2026-12-03T09:50:00.000Z')],
    })
    expect(later.post('agenda:jana:0:anke', anke)).toMatch(/^Schön, dass ihr gesprochen habt[^]*• Urlaub · Jana/)
    expect(later.post('agenda:jana:0:jana', jana)).not.toContain('Frühjahr')
    expect(later.agenda(jana)).not.toContain('3. Dez., 10:00')
    expect(later.agenda(jana)).toMatch(/wieder dran um Donnerstag, 17\. Dezember[^]*• Frühjahr · Jana/)
  })
})

describe('what comes by itself', () => {
  it('is the agenda on the working day before and a question when the time is over', () => {
    const at = (now: string) => week({ now, log: [onThursday] })
    expect(at('2026-12-02T07:59:00.000Z').posts()).toEqual([])
    expect(at('2026-12-02T08:00:00.000Z').posts()).toEqual([
      ['agenda:jana:0:anke', { member: 'anke' }],
      ['agenda:jana:0:jana', { member: 'jana' }],
    ])
    expect(at('2026-12-03T09:30:00.000Z').posts().at(-1)).toEqual(['after:jana:0', { member: 'jana' }])
    expect(looks(at('2026-11-30T12:00:00.000Z').view)).toEqual(['2026-12-02T08:00:00.000Z', '2026-12-03T09:30:00.000Z'])
    expect(looks(week().view)).toEqual(['2026-11-30T23:00:00.000Z'])
  })

  it('tells the other one when somebody moves a day, and the member when the leader sets the first', () => {
    const moved = say(anke, 'day', { with: 'jana', date: '2026-12-04', time: '11:00' }, '2026-12-01T09:00:00.000Z')
    const first = week({ now: '2026-12-01T09:00:00.000Z', log: [moved] })
    expect(first.posts()).toEqual([['day:jana:0', { member: 'jana' }]])
    expect(first.post('day:jana:0', jana)).toBe('Dein Gespräch mit Anke ist am Fr, 4. Dez., 11:00.')
    expect(first.post('day:jana:0', jana, 'en')).toMatch(/^Your talk with Anke is on Fri/)
    const both = week({ now: '2026-12-01T09:00:00.000Z', log: [onThursday, moved] })
    expect(both.posts()).toEqual([['day:jana:1', { member: 'jana' }]])
    expect(both.post('day:jana:1', jana)).toBe('Neuer Tag für dich und Anke: Fr, 4. Dez., 11:00.')
  })

  it('holds nothing back and says nothing twice for a talk at the turn of two weeks', () => {
    const monday = say(jana, 'day', { date: '2026-12-07', time: '08:30' })
    // The talk ends at the very moment at which the next week begins: the question is that one's.
    expect(
      week({ now: '2026-12-07T08:00:00.000Z', log: [monday] })
        .posts()
        .map(([key]) => key),
    ).toEqual(['agenda:jana:0:anke', 'agenda:jana:0:jana'])
  })
})
