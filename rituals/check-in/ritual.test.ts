/** Wednesday's check-in as the people in it see it. */
import { describe, expect, it } from 'vitest'
import type { Button, Entry, Form, Message, Person, Post } from '#ritual'
import { plainText } from '../../src/message/text.ts'
import {
  anke,
  away,
  ben,
  entry,
  jana,
  lotta,
  mehmet,
  readerOf,
  seatOf,
  selin,
  viewOf,
  type Scene,
} from '../../test/views.ts'
import checkIn from './ritual.ts'

const text = (message: Message | null, language: 'de' | 'en' = 'de'): string =>
  message === null ? '' : plainText(message, { language, zone: 'Europe/Berlin' })

const buttonsOf = (message: Message): Button[] =>
  message.blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []))

/** What one person sees of their own. */
function seenBy(person: Person, scene: Scene = {}, language: 'de' | 'en' = 'de', zone = 'Europe/Berlin') {
  const view = viewOf(checkIn, { ...scene, own: person })
  const reader = readerOf('check-in', { language, zone, me: seatOf(view, person) })
  return {
    view,
    reader,
    prompt: () => checkIn.prompt(view, reader),
    reminder: () => checkIn.reminder(view, reader),
    form: (): Form => checkIn.forms['answer']!.build(view, reader),
    press: (action: string, value?: string) => checkIn.actions[action]!(view, reader, value),
  }
}

const reported = (scene: Scene = {}): Post[] => checkIn.report(viewOf(checkIn, { phase: 'closed', ...scene }))

/** A post of the report by its key, as the channel reads it. */
const read = (posts: Post[], key: string): string =>
  text(posts.find((post) => post.key === key)!.message(readerOf('check-in')))

const fieldsOf = (form: Form): Record<string, unknown> =>
  Object.fromEntries(form.fields.map((field) => [field.name, field.initial]))

const answers = (done: string, next: string | null = null, blocker: string | null = null) => ({ done, next, blocker })

const monday = { date: '2026-11-30', entries: [entry(jana, answers('Übergabe Filiale Ost', 'Angebot Nord'))] }

describe('the question in the morning', () => {
  it('greets, asks in one sentence and offers four ways to answer', () => {
    const { prompt } = seenBy(jana, { past: [monday] })
    expect(text(prompt())).toBe(
      'Guten Morgen. Was hast du geschafft, was kommt als Nächstes, hakt etwas?\n\n' +
        '[Antworten] [Heute nicht] [Wie letztes Mal: „Übergabe Filiale Ost“] [Warum fragst du mich?]',
    )
    expect(buttonsOf(prompt()).map(({ action }) => action)).toEqual(['answer', 'decline', 'repeat', 'why'])
    expect(buttonsOf(prompt())[0]!.style).toBe('primary')
  })

  it('is as warm in English', () => {
    const { prompt } = seenBy(jana, { past: [monday] }, 'en')
    expect(text(prompt(), 'en')).toBe(
      'Good morning. What did you get done, what is next, is anything in the way?\n\n' +
        '[Answer] [Not today] [Same as last time: “Übergabe Filiale Ost”] [Why am I asked?]',
    )
  })

  it('greets by the hour at which it came, where the reader is', () => {
    expect(text(seenBy(jana, { now: '2026-12-02T11:00:00.000Z' }).prompt())).toMatch(/^Guten Morgen/)
    expect(text(seenBy(jana, {}, 'en', 'Asia/Kolkata').prompt(), 'en')).toMatch(/^Good afternoon/)
    expect(text(seenBy(jana, {}, 'en', 'Pacific/Auckland').prompt(), 'en')).toMatch(/^Good evening/)
  })

  it('offers no repetition to whoever has nothing to repeat', () => {
    const declined = { date: '2026-11-30', entries: [entry(jana, null)] }
    expect(text(seenBy(jana, { past: [declined] }).prompt())).not.toContain('letztes Mal')
    expect(text(seenBy(ben, { past: [monday] }).prompt())).not.toContain('letztes Mal')
  })

  it('never shows an answer in a notification', () => {
    expect(seenBy(jana, { past: [monday] }).prompt().summary).not.toContain('Übergabe')
  })

  it('asks own questions one by one', () => {
    const options = {
      questions: [{ id: 'win', label: { de: 'Was hat dich gefreut?', en: 'What made you glad?' } }, { id: 'blocker' }],
    }
    expect(text(seenBy(jana, { options }).prompt())).toContain('• Was hat dich gefreut?\n• Hakt etwas?')
    expect(text(seenBy(jana, { options }, 'en').prompt(), 'en')).toContain(
      '• What made you glad?\n• Is anything in the way?',
    )
  })
})

describe('the form', () => {
  it('has the middle field filled with what was left open on Monday', () => {
    const form = seenBy(jana, { past: [monday] }).form()
    expect(form.fields.map(({ label }) => label)).toEqual([
      'Was hast du geschafft?',
      'Was kommt als Nächstes?',
      'Hakt etwas?',
    ])
    expect(fieldsOf(form)).toMatchObject({ done: undefined, next: 'Angebot Nord', blocker: undefined })
    expect(form.fields[1]!.hint).toContain('Montag, 30. November')
    expect(form.fields.map(({ required }) => required)).toEqual([true, false, false])
  })

  it('carries over from the last answer when a check-in was left out', () => {
    const wednesday = { date: '2026-11-25', entries: [entry(jana, answers('Inventur', 'Reifenlager'))] }
    const form = seenBy(jana, { past: [{ date: '2026-11-30' }, wednesday] }).form()
    expect(fieldsOf(form)['next']).toBe('Reifenlager')
  })

  it('shows the own answers when they are changed, and carries nothing over them', () => {
    const form = seenBy(jana, { past: [monday], entries: [entry(jana, answers('Angebot Nord'))] }).form()
    expect(fieldsOf(form)).toEqual({ done: 'Angebot Nord', next: null, blocker: null })
  })

  it('can be filled the evening before, and says for which day', () => {
    const early = seenBy(jana, { phase: 'planned', now: '2026-12-01T19:00:00.000Z', past: [monday] })
    expect(text({ summary: 'x', blocks: [{ type: 'text', text: early.form().intro! }] })).toContain(
      'Mittwoch, 2. Dezember',
    )
    expect(fieldsOf(early.form())['next']).toBe('Angebot Nord')
    const sent = seenBy(jana, {
      phase: 'planned',
      now: '2026-12-01T19:00:00.000Z',
      entries: [entry(jana, answers('x'))],
    })
    expect(text(sent.prompt())).toContain('Danke. Bericht am Mi, 2. Dez., 13:00.')
  })

  it('asks for the mood only when the manifest wants it', () => {
    expect(seenBy(jana).form().fields).toHaveLength(3)
    const mood = seenBy(jana, { options: { mood: true } }).form().fields[3]!
    expect(mood).toMatchObject({ type: 'scale', name: 'mood', initial: null })
  })
})

describe('after the answer', () => {
  it('says thanks, when the report comes, and how to change it', () => {
    const { prompt } = seenBy(jana, { entries: [entry(jana, answers('Inventur'))] })
    expect(text(prompt())).toBe('Danke. Bericht um 13:00.\n\n[Ändern]')
    expect(buttonsOf(prompt())[0]!.action).toBe('change')
  })

  it('takes "not today" without a fuss, and back', () => {
    const { prompt } = seenBy(jana, { entries: [entry(jana, null)] })
    expect(text(prompt())).toBe('Alles klar, heute nicht.\n\n[Doch antworten]')
  })

  it('repeats last time with one tap, mood aside', () => {
    const outcome = seenBy(jana, { past: [monday], options: { mood: true } }).press('repeat')
    expect(outcome).toEqual({
      do: 'answer',
      form: 'answer',
      answers: { ...answers('Übergabe Filiale Ost', 'Angebot Nord'), mood: null },
    })
  })

  it('opens the form instead when the questions have changed since', () => {
    const options = { questions: [{ id: 'win', label: 'Was hat dich gefreut?' }] }
    expect(seenBy(jana, { past: [monday], options }).press('repeat')).toEqual({ do: 'open', form: 'answer' })
  })

  it('reminds in one line that names nobody', () => {
    const reminder = text(seenBy(jana).reminder())
    expect(reminder.split('\n\n')[0]).toBe('Magst du noch kurz antworten? Der Bericht kommt um 13:00.')
  })

  it('lets a late answer in once the report is out', () => {
    expect(text(seenBy(ben, { phase: 'closed' }).prompt())).toContain('[Nachreichen]')
    const late = entry(ben, answers('Probefahrt'), { late: true })
    expect(text(seenBy(ben, { phase: 'closed', entries: [late] }).prompt())).toBe(
      'Danke. Deine Antwort steht jetzt mit beim Bericht.\n\n[Ändern]',
    )
  })
})

describe('the report', () => {
  const entries: Entry[] = [
    entry(selin, answers('Garantien', null, 'Ersatzteil fehlt seit Montag')),
    entry(jana, answers('Angebot Nord', 'Rechnung')),
    entry(mehmet, null),
  ]

  it('puts blockers first, counts, names who is away, and nobody who is missing', () => {
    const absent = [away(ben, '2026-12-04'), away(lotta, null, 'snoozed')]
    expect(read(reported({ entries, absent }), 'report')).toBe(
      [
        'Morgenrunde · Mittwoch, 2. Dezember',
        'Hier hakt es',
        '• Selin: Ersatzteil fehlt seit Montag',
        '2 Antworten. Mehr im Thread.',
        'Ben ist bis Freitag weg.',
      ].join('\n\n'),
    )
  })

  it('has one post a person in its thread, in the order they answered', () => {
    const thread = reported({ entries }).filter((post) => post.under === 'report')
    expect(thread.map(({ key }) => key)).toEqual(['answer:selin', 'answer:jana'])
    expect(read(thread, 'answer:jana')).toBe('Jana\n\nGeschafft\nAngebot Nord\n\nAls Nächstes\nRechnung')
  })

  it('takes a late answer in, marked so, and leaves the other keys as they were', () => {
    const late = entry(ben, answers('Probefahrt'), { late: true, at: '2026-12-02T13:10:00.000Z' })
    const posts = reported({ entries: [...entries, late] })
    expect(posts.map(({ key }) => key)).toEqual(['report', 'answer:selin', 'answer:jana', 'answer:ben', 'observers'])
    expect(read(posts, 'answer:ben')).toBe('Ben · nachgereicht, 14:10\n\nGeschafft\nProbefahrt')
    expect(read(posts, 'report')).toContain('3 Antworten.')
  })

  it('says so when an answer was changed or taken back after it', () => {
    const changed = entry(jana, answers('Angebot Süd'), { late: true, at: '2026-12-03T07:00:00.000Z' })
    const posts = reported({ entries: [...entries, changed, entry(selin, null, { late: true })] })
    expect(read(posts, 'answer:jana')).toBe('Jana · geändert, Do, 08:00\n\nGeschafft\nAngebot Süd')
    expect(read(posts, 'answer:selin')).toBe('Selin · hat die Antwort zurückgenommen')
    expect(read(posts, 'report')).not.toContain('Ersatzteil')
    expect(read(posts, 'report')).toContain('Eine Antwort.')
  })

  it('tells observers all of it in one piece', () => {
    const observed = read(reported({ entries }), 'observers')
    expect(observed).toContain('2 Antworten.\n\n———\n\nSelin\n\nGeschafft\nGarantien')
    expect(observed).not.toContain('Thread')
  })

  it('is kind when nobody answered', () => {
    expect(read(reported(), 'report')).toContain('Heute kam keine Antwort. Das darf sein')
    expect(reported().map(({ key }) => key)).toEqual(['report', 'observers'])
  })

  it('names absences as people would', () => {
    const absent = [
      away(jana, '2026-12-04'),
      away(ben, '2026-12-04'),
      away(selin, '2026-12-18'),
      away(mehmet, '2026-12-02'),
      away(lotta, null, 'holiday'),
    ]
    const told = read(reported({ absent }), 'report')
    expect(told).toContain('Jana und Ben sind bis Freitag weg. Selin ist bis 18. Dezember weg.')
    expect(told).toContain('Mehmet ist heute weg. Lotta hat heute Feiertag.')
    const posts = reported({ absent: [away(jana, '2028-02-04'), away(ben)] })
    const english = text(posts[0]!.message(readerOf('check-in', { language: 'en' })), 'en')
    expect(english).toContain('Jana is away until 4 February 2028. Ben is away at the moment.')
  })

  it('does not call someone away who answered all the same', () => {
    expect(read(reported({ entries, absent: [away(jana, '2026-12-04')] }), 'report')).not.toContain('weg')
  })
})

const moods = (...values: number[]): Entry[] =>
  [jana, ben, selin, mehmet]
    .slice(0, values.length)
    .map((who, index) => entry(who, { done: 'x', mood: values[index]! }))

describe('the mood', () => {
  const options = { mood: true }

  it('is a mean from three answers on, and nobody’s own', () => {
    const posts = reported({ options, entries: moods(4, 5, 2) })
    expect(read(posts, 'report')).toContain('Stimmung im Mittel: 3,7 von 5.')
    expect(read(posts, 'answer:jana')).not.toContain('4')
    expect(read(reported({ options, entries: moods(4, 5) }), 'report')).not.toContain('Stimmung')
  })

  it('is not moved by who comes late, or changes their mind: the difference would tell theirs', () => {
    const late = entry(mehmet, { done: 'x', mood: 1 }, { late: true })
    const changed = entry(jana, { done: 'x', mood: 1 }, { late: true })
    expect(read(reported({ options, entries: [...moods(4, 5, 2), late, changed] }), 'report')).toContain('3,7 von 5')
  })
})

describe('the leader', () => {
  it('takes part or not, as the manifest says', () => {
    expect(checkIn.asks(checkIn.options.parse({}))).toEqual({ member: 'answer', leader: 'answer' })
    expect(checkIn.asks(checkIn.options.parse({ leaderTakesPart: false }))).toEqual({ member: 'answer' })
  })

  it('gets a first sentence for a blocker that stays', () => {
    const blocked = [entry(selin, answers('x', null, 'Ersatzteil fehlt'))]
    const past = [
      { date: '2026-11-30', entries: blocked },
      { date: '2026-11-25', entries: blocked },
    ]
    const post = reported({ entries: blocked, past }).find(({ to }) => to === 'leaders')!
    const message = post.message(readerOf('check-in'))
    expect(text(message)).toBe(
      'Bei Selin hakt es seit drei Check-ins.\n\nSeit Mittwoch, 25. November\nErsatzteil fehlt\n\n[Lass uns reden]',
    )
    const [button] = buttonsOf(message)
    const outcome = seenBy(anke).press('lets-talk', button!.value)
    const notice = outcome.do === 'notice' ? text(outcome.message) : ''
    expect(notice).toContain('Am besten sprichst du @Selin heute noch an.')
    expect(notice).toContain('„Hallo Selin, ')
  })

  it('is not sent to talk to nobody', () => {
    const outcome = seenBy(anke).press('lets-talk', 'long-gone')
    expect(outcome.do === 'notice' && text(outcome.message)).toBe('Diese Person ist nicht mehr im Team.')
  })
})
