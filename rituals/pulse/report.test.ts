import { describe, expect, test } from 'vitest'
import {
  type Agreement,
  closed,
  closedWith,
  headlineOf,
  messageTo,
  planned,
  postsOf,
  staff,
  textTo,
} from '../../test/pulse-scene.ts'
import { anke, away, readerOf } from '../../test/views.ts'
import { checkMessage } from '../../src/message/limits.ts'
import { plainText } from '../../src/message/text.ts'
import { gap } from './leader-report.ts'
import ritual from './ritual.ts'

const SEES = { spirit: 4, goal: 4, way: 4, candour: 5, guess: '80' }
const DOUBTS = { spirit: 2, goal: 2, way: 3, candour: 1, guess: '20' }

describe('the headline of a leader', () => {
  const headline = (agreement: Agreement, prediction: typeof SEES | null, answered: number, language: 'de' | 'en') =>
    headlineOf(messageTo(closed({ answered, agreement, prediction }), 'leader-anke', language))

  test.each([
    [1, 8, SEES, 'du siehst mehr davon als dein Team.', 'you see more of it than your team does.'],
    [7, 8, DOUBTS, 'dein Team sieht mehr davon als du.', 'your team sees more of it than you do.'],
    [12, 14, SEES, 'du siehst ihn, und die meisten in deinem Team auch.', 'you see it, and so do most in your team.'],
    [
      3,
      8,
      SEES,
      'du siehst ihn; von denen, die geantwortet haben, stimmt mindestens die Hälfte nicht zu.',
      "you see it; of those who answered, at least half don't agree.",
    ],
    [
      6,
      8,
      DOUBTS,
      'du siehst ihn kaum; von denen, die geantwortet haben, stimmt mehr als die Hälfte zu.',
      'you hardly see it; of those who answered, more than half agree.',
    ],
    [
      3,
      6,
      SEES,
      'diese Woche lässt sich nicht sagen, ob ihr ihn gleich seht.',
      "this week it can't be said whether you see it alike.",
    ],
    [3, 8, null, 'so sieht ihn dein Team.', 'how your team sees it.'],
  ])('with %i of %i agreeing', (agree, answered, prediction, german, english) => {
    expect(headline({ spirit: agree }, prediction, answered, 'de')).toContain(german)
    expect(headline({ spirit: agree }, prediction, answered, 'en')).toContain(english)
  })
})

describe("a leader's report below ten answers", () => {
  const view = closed({
    answered: 8,
    invited: 11,
    agreement: { spirit: 3, goal: 7, way: 5, candour: 1 },
    prediction: SEES,
  })
  const text = textTo(view, 'leader-anke')

  test('holds their own view and guess beside a band and what is plausible', () => {
    expect(text).toContain(
      'Du: eher ja. Zustimmung im Team: 2 bis 4 von 8 (25 bis 50 %; bei 8 Antworten sind 7 bis 78 % plausibel). Du hattest etwa 80 % geschätzt; das lässt sich mit diesen Antworten nicht ausschließen.',
    )
    expect(textTo(view, 'leader-anke', 'en')).toContain(
      'You: rather yes. Agreement in the team: 2 to 4 of 8 (25 to 50%; with 8 answers 7 to 78% is plausible). You had guessed about 80%; with these answers that cannot be ruled out.',
    )
  })

  test('shows the statements of the week from both sides, in bands', () => {
    const table = messageTo(view, 'leader-anke').blocks.find((block) => block.type === 'table')
    expect(table).toMatchObject({
      columns: ['Aussage', 'Du', 'Zustimmung im Team', 'plausibel'],
      rows: [
        ['Alles in allem herrscht bei uns Teamgeist.', 'eher ja', '2 bis 4 von 8', '7 bis 78 %'],
        ['Wir arbeiten alle auf dasselbe Ziel hin.', 'eher ja', 'mindestens 7 von 8', '53 bis 100 %'],
        ['Ich weiß, wie wir unser Ziel erreichen wollen.', 'eher ja', '5 bis 6 von 8', '31 bis 93 %'],
        ['Bei uns kann man auch Unbequemes sagen.', 'ja', 'höchstens 1 von 8', '0 bis 47 %'],
      ],
    })
  })

  test('has no chart, says what is not shown and why, and that one week proves nothing', () => {
    expect(messageTo(view, 'leader-anke').blocks.some((block) => block.type === 'chart')).toBe(false)
    expect(text).toContain('8 von 11 haben geantwortet. Nicht gezeigt: genaue Zahlen und Mittelwerte')
    expect(text).toContain('Eine Woche allein beweist noch nichts; nach drei Wochen steht die erste belastbare Zahl.')
  })

  test('ends with the widest gap and one step that fits it', () => {
    expect(text).toContain('Am weitesten auseinander: Bei uns kann man auch Unbequemes sagen.')
    expect(text).toContain('Ein nächster Schritt: Gib die nächste Retro aus der Hand')
    const buttons = messageTo(view, 'leader-anke').blocks.findLast((block) => block.type === 'buttons')
    expect(buttons).toMatchObject({
      buttons: [
        { action: 'plan-step', label: 'So einplanen' },
        { action: 'other-step', label: 'Etwas anderes' },
        { action: 'why-step', label: 'Warum dieser?' },
      ],
    })
  })
})

describe("a leader's report from ten answers on", () => {
  const view = closed({ answered: 12, agreement: { spirit: 5, goal: 12, way: { agree: 3, of: 9 } }, prediction: SEES })

  test('counts exactly, and draws what is plausible', () => {
    const message = messageTo(view, 'leader-anke')
    expect(textTo(view, 'leader-anke')).toContain(
      'Zustimmung im Team: 5 von 12 (42 %; bei 12 Antworten sind 19 bis 68 % plausibel)',
    )
    expect(message.blocks.find((block) => block.type === 'chart')).toMatchObject({
      series: [
        {
          points: [
            { label: 'Teamgeist', value: 42, low: 19, high: 68 },
            { label: 'Ziel', value: 100, low: 76, high: 100 },
            // what only nine could judge is not drawn
            { label: 'Offenheit', value: 50 },
          ],
        },
      ],
    })
    expect(message.blocks.find((block) => block.type === 'table')).toMatchObject({
      rows: [{ 2: '5 von 12 (42 %)' }, { 2: '12 von 12 (100 %)' }, { 2: '2 bis 4 von 9' }, { 2: '6 von 12 (50 %)' }],
    })
  })

  test('still does not show single answers', () => {
    expect(textTo(view, 'leader-anke')).toContain('Nicht gezeigt: einzelne Antworten und wer geantwortet hat')
  })
})

describe('a leader', () => {
  test('who did not predict is told so', () => {
    const text = textTo(closed({ answered: 8 }), 'leader-anke')
    expect(text).toContain('Du hast diesmal keine Einschätzung abgegeben')
    expect(text).not.toContain('geschätzt')
  })

  test('sees their own prediction only', () => {
    const karl = { id: 'karl', name: 'Karl', unit: null }
    const view = closed({ answered: 8, agreement: { spirit: 1 }, prediction: SEES }, { leaders: [anke, karl] })
    const keys = postsOf(view).map(({ key, to }) => [key, to])
    expect(keys).toEqual([
      ['team', 'channel'],
      ['leader-anke', { member: 'anke' }],
      ['leader-karl', { member: 'karl' }],
    ])
    const toKarl = postsOf(view)[2]!.message(readerOf('pulse'))
    expect(plainText(toKarl, { language: 'de', zone: 'Europe/Berlin' })).toContain('keine Einschätzung')
  })

  test('is told which statements too few could judge', () => {
    const view = closed({
      answered: 6,
      agreement: { way: { agree: 1, of: 2 }, spirit: { agree: 2, of: 4 } },
      prediction: SEES,
    })
    const text = textTo(view, 'leader-anke')
    expect(headlineOf(messageTo(view, 'leader-anke'))).toBe('Teamgeist: dazu konnten diesmal zu wenige etwas sagen.')
    expect(text).toContain(
      'Zu „Alles in allem herrscht bei uns Teamgeist.“ und „Ich weiß, wie wir unser Ziel erreichen wollen.“ konnten zu wenige etwas sagen',
    )
  })

  test('reads first what they planned last time', () => {
    const view = closed(
      { answered: 8, prediction: SEES },
      { past: [{ date: '2026-11-25', entries: [planned('Retro abgeben', '2026-12-01')] }] },
    )
    expect(textTo(view, 'leader-anke')).toMatch(
      /^Letztes Mal hast du dir vorgenommen, bis Dienstag, 1\. Dezember: „Retro abgeben“/m,
    )
    expect(textTo(view, 'team')).toMatch(
      /^Anke hat sich nach dem letzten Mal vorgenommen, bis Dienstag, 1\. Dezember: „Retro abgeben“/,
    )
  })

  test('reads an older plan again when it has come due since, and not otherwise', () => {
    const text = (by: string) =>
      textTo(
        closed(
          { answered: 8 },
          { past: [{ date: '2026-11-25' }, { date: '2026-11-18', entries: [planned('Kaffee', by)] }] },
        ),
        'leader-anke',
      )
    expect(text('2026-11-30')).toContain('Kaffee')
    expect(text('2026-11-20')).not.toContain('Kaffee')
  })

  test('who has planned sees the plan in the place of the suggestion', () => {
    const view = closed({ answered: 8 }, { entries: [planned('Retro abgeben', '2026-12-10')] })
    const text = textTo(view, 'leader-anke')
    expect(text).toContain('Du hast dir vorgenommen, bis Donnerstag, 10. Dezember: „Retro abgeben“')
    expect(text).not.toContain('Ein nächster Schritt')
    expect(textTo(view, 'team')).not.toContain('Retro abgeben')
  })
})

describe('the team', () => {
  const view = closed({ answered: 8, invited: 11, agreement: { spirit: 3, goal: 8 }, prediction: SEES })

  test('reads a shorter report, without a word of what the leader believed', () => {
    const text = textTo(view, 'team')
    expect(headlineOf(messageTo(view, 'team'))).toBe('Teamgeist diese Woche: 2 bis 4 von 8')
    expect(text).toContain('„Wir arbeiten alle auf dasselbe Ziel hin.“ mindestens 7 von 8')
    expect(text).toContain('8 von 11 haben geantwortet.')
    const without = closed({ answered: 8, invited: 11, agreement: { spirit: 3, goal: 8 }, prediction: null })
    expect(text).toBe(textTo(without, 'team'))
  })

  test('nobody is named in it', () => {
    for (const { name } of staff(11)) expect(textTo(view, 'team')).not.toContain(name)
  })
})

describe('when nothing can be shown', () => {
  const withheld = (why: 'few' | 'lost-key', size: number) =>
    closedWith({ invited: size, answered: null, tally: null, withheld: why }, 1, { members: staff(size) })

  test('a team of three learns the friendly truth', () => {
    expect(textTo(withheld('few', 3), 'team')).toBe(
      'Ihr seid drei. Damit niemand erkennbar ist, zeige ich Ergebnisse erst ab fünf. Fragt zusammen mit einem anderen Team, wenn ihr wollt.',
    )
    expect(textTo(withheld('few', 3), 'team', 'en')).toContain('There are three of you.')
    expect(textTo(withheld('few', 3), 'leader-anke')).toContain('Dein Team After Sales hat drei Leute.')
    expect(textTo(withheld('few', 1), 'team')).toContain('Du bist zurzeit allein im Team.')
  })

  test('a bigger team learns that fewer answered, and never how many', () => {
    for (const key of ['team', 'leader-anke'] as const) {
      expect(textTo(withheld('few', 9), key)).toContain('Diesmal haben weniger als fünf geantwortet.')
      expect(textTo(withheld('few', 9), key)).not.toMatch(/\d/)
    }
  })

  test('people on leave belong to the team all the same', () => {
    const members = staff(6)
    const view = closedWith({ invited: 3, answered: null, tally: null, withheld: 'few' }, 1, {
      members,
      absent: members.slice(3).map((one) => away(one)),
    })
    expect(textTo(view, 'team')).toContain('weniger als fünf')
  })

  test('a lost key is said plainly', () => {
    expect(textTo(withheld('lost-key', 9), 'team')).toContain('Diese Umfrage ist ungültig')
    expect(textTo(withheld('lost-key', 9), 'leader-anke', 'en')).toContain('This poll is void')
  })
})

describe('/teamrunde gap', () => {
  const answer = (view: Parameters<typeof gap>[0]) => {
    const me = { ...anke, role: 'leader' as const, status: 'answered' as const, opensAt: '' }
    return plainText(gap(view, readerOf('pulse', { me })), { language: 'de', zone: 'Europe/Berlin' })
  }

  test('shows the last comparison as far as it goes, without a next step', () => {
    const text = answer(closed({ answered: 8, agreement: { spirit: 1 }, prediction: SEES }))
    expect(text).toContain('du siehst mehr davon als dein Team')
    expect(text).toContain('nach drei Wochen steht die erste belastbare Zahl')
    expect(text).not.toContain('nächster Schritt')
  })

  test('is for leaders, and says so kindly when there is nothing yet', () => {
    expect(ritual.commands['gap']!.roles).toEqual(['leader'])
    expect(answer({ ...closed({ answered: 8 }), result: null })).toContain('Noch ist keine Umfrage geschlossen.')
    const few = closedWith({ invited: 7, answered: null, tally: null, withheld: 'few' }, 1, { own: anke })
    expect(answer(few)).toContain('Diesmal haben weniger als fünf geantwortet.')
  })
})

test('every report keeps within what the platforms take, in both languages and in the week of all nine', () => {
  for (const language of ['de', 'en'] as const) {
    for (const week of [1, 5, 13]) {
      for (const answered of [5, 8, 12, 200]) {
        const view = closed(
          { answered, week, prediction: DOUBTS },
          { past: [{ date: '2026-11-25', entries: [planned('x'.repeat(300), '2026-12-01')] }] },
        )
        for (const key of ['team', 'leader-anke'] as const) checkMessage(messageTo(view, key, language), `pulse ${key}`)
      }
    }
  }
})

test('nothing is said before the close', () => {
  const view = { ...closed({ answered: 8 }), result: null, phase: 'open' }
  expect(ritual.announce(view)).toEqual([])
  expect(ritual.report(view)).toEqual([])
})
