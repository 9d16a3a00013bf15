/** Coffee chat: two people who work together without meeting, drawn by lot. */
import { type CalendarEntry, defineRitual, type Outcome, type Reader } from '#ritual'
import { askedFrom, coming, companyOf, isOff, namesOf, timeOf } from './company.ts'
import { draw, ROUNDS } from './drawing.ts'
import { forms, timeAnswer } from './forms.ts'
import { options, type Options } from './options.ts'
import { counted, introductions } from './posts.ts'
import { prompt, reminder } from './prompt.ts'
import { reasonsMessage } from './reasons.ts'
import { starts } from './started.ts'
import { type CoffeeView, initial, MET, OUTCOMES, reduce, type State, STAY, TIME, WISH } from './state.ts'
import { LASTS } from './times.ts'

export default defineRitual<Options, State>({
  kind: 'coffee',
  options,
  privacy: 'named',
  // The one reminder is the question whether they met.
  defaults: { window: '7d', reminder: '5d' },
  asks: ({ leaderTakesPart }) => ({ member: MET, ...(leaderTakesPart && { leader: MET }) }),
  asksFrom: (view) => view.groups.map((group) => askedFrom(view, group)).toSorted()[0] ?? null,
  phases: () => [{ name: 'coffee', lasts: 'window' }],
  scope: 'group',
  // A wish to meet somebody above one's leader lasts for so many rounds.
  remembers: 12,
  initial,
  reduce,
  forms,
  prompt,
  reminder,
  drawing: { remembers: ROUNDS, draw },
  looks: (view) => [...new Set(view.groups.map((group) => askedFrom(view, group)))].filter((at) => at > view.now),
  starts,
  calendar,
  announce: introductions,
  report: (view) => counted(view),
  actions: {
    met,
    'meet-at': (view, reader, value) => {
      const answers = timeAnswer(view, reader, value)
      return answers ? { do: 'answer', form: TIME, answers } : { do: 'open', form: TIME }
    },
    'other-time': () => ({ do: 'open', form: TIME }),
    'why-us': (view, reader) => ({ do: 'notice', message: reasonsMessage(view, reader) }),
    stay: () => ({ do: 'answer', form: STAY, answers: { stay: 'yes' } }),
    wish: (_, __, value) => ({ do: 'answer', form: WISH, answers: { wish: value === 'no' ? 'no' : 'yes' } }),
  },
  commands: {},
})

/** @param value one of the outcomes */
function met(_: CoffeeView, __: Reader, value: string | undefined): Outcome {
  const outcome = OUTCOMES.find((each) => each === value)
  return outcome ? { do: 'answer', form: MET, answers: { met: outcome } } : { do: 'open', form: MET }
}

/** Only where they have fixed a time, and somebody is left to meet. */
function calendar(view: CoffeeView, reader: Reader): CalendarEntry[] {
  const company = companyOf(view, reader)
  const at = company && timeOf(view, company.group)
  if (!company || at === null || isOff(view, company)) return []
  const title = reader.t('calendar.title', { names: namesOf(coming(view, company), reader) })
  return [{ key: company.group.key, title, startsAt: at, lasts: `${LASTS}m`, text: null }]
}
