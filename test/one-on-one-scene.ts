/** One week of 1:1s for the tests of the ritual's pure parts: Anke leads, the week begins on Monday, 30 November 2026. */
import {
  type Answers,
  checkAnswers,
  type Entry,
  type Group,
  type Message,
  plainText,
  type Promised,
  type Reader,
} from '#ritual'
import { expect } from 'vitest'
import { anke, jana, readerOf, viewOf } from './views.ts'
import ritual from '../rituals/one-on-one/ritual.ts'
import type { OneOnOneView } from '../rituals/one-on-one/state.ts'

export type Who = typeof anke

/** 09:00 in Berlin. */
const OPENS = '2026-11-30T08:00:00.000Z'

export const pairWith = (member: Who, facts: Group['facts'] = {}): Group => ({
  key: member.id,
  members: [anke.id, member.id].toSorted(),
  facts: {
    leader: anke.id,
    zone: 'Europe/Berlin',
    leaderZone: 'Europe/Berlin',
    time: '10:00',
    every: 2,
    lastMet: '2026-11-16T10:30:00.000Z',
    held: 1,
    quarter: '2026-4',
    heldInQuarter: 1,
    startsAt: null,
    begun: null,
    ...facts,
  },
})

export interface Week {
  now?: string
  groups?: Group[]
  log?: Entry[]
  past?: { log: Entry[]; groups: Group[] }[]
  promises?: Promised[]
  options?: unknown
  over?: boolean
}

export function week({
  now = OPENS,
  groups = [pairWith(jana)],
  log = [],
  past = [],
  promises = [],
  options,
  over,
}: Week = {}) {
  const base = viewOf(ritual, { now, options, groups, entries: log, promises, over: over ?? false })
  const view: OneOnOneView = {
    ...base,
    occurrence: { id: 'o9', number: 9, date: '2026-11-30', opensAt: OPENS, closesAt: '2026-12-07T08:00:00.000Z' },
    phase: over ? 'closed' : 'week',
    history: past.map((each, index) => ({
      occurrence: { ...base.occurrence, id: `o${8 - index}` },
      state: each.log.reduce(ritual.reduce, ritual.initial()),
      groups: each.groups,
      result: null,
      started: [],
    })),
  }
  const reader = (who: Who, language: 'de' | 'en' = 'de'): Reader => {
    const role = who === anke ? 'leader' : 'member'
    return readerOf('one-on-one', { language, me: { ...who, role, status: 'asked', opensAt: OPENS } })
  }
  const show = (message: Message, language: 'de' | 'en' = 'de'): string =>
    plainText(message, { language, zone: 'Europe/Berlin' })
  return {
    view,
    reader,
    prompt: (who: Who, language: 'de' | 'en' = 'de') => show(ritual.prompt(view, reader(who, language)), language),
    agenda: (who: Who, language: 'de' | 'en' = 'de') =>
      show(ritual.commands['agenda']!.answer(view, reader(who, language)), language),
    posts: () => ritual.announce(view).map(({ key, to }) => [key, to]),
    post: (key: string, who: Who, language: 'de' | 'en' = 'de') =>
      show(
        ritual
          .announce(view)
          .find((each) => each.key === key)!
          .message(reader(who, language)),
        language,
      ),
    form: (name: string, who: Who) => ritual.forms[name]!.build(view, reader(who)),
    check: (name: string, who: Who, answers: Answers) => {
      const { answers: clean, problems } = checkAnswers(ritual.forms[name]!.build(view, reader(who)), answers)
      expect(problems).toEqual([])
      return ritual.forms[name]!.check?.(clean, view, reader(who)) ?? {}
    },
    press: (action: string, who: Who, value?: string) => ritual.actions[action]!(view, reader(who), value),
  }
}

export const say = (who: Who, form: string, answers: Answers | null, at = '2026-11-30T09:00:00.000Z'): Entry => ({
  member: who.id,
  role: who === anke ? 'leader' : 'member',
  form,
  answers,
  at,
  late: false,
})

export const onThursday = say(jana, 'day', { date: '2026-12-03', time: '10:00' })

export const promised = (more: Partial<Promised> = {}): Promised => ({
  id: 'p1',
  occurrence: 'o8',
  key: 'jana:0',
  owner: anke.id,
  to: jana.id,
  text: 'die Vertretung klären',
  trigger: null,
  due: '2026-11-20',
  state: 'open',
  moved: 0,
  missed: null,
  settled: null,
  ...more,
})
