/** Pulse: how much team spirit the staff sees, held against how much the leader believes there is. Anonymous once closed. */
import { defineRitual, type FormSpec } from '#ritual'
import { across } from './across-report.ts'
import { ballot, prediction } from './forms.ts'
import { cycleOf } from './instrument.ts'
import { gap } from './leader-report.ts'
import { PLACES, type Place, planFields, planForm } from './next-step.ts'
import { outcomeFields, outcomeFormOf } from './outcome.ts'
import { prompt, reminder } from './prompt.ts'
import { report } from './report.ts'
import { begin } from './start-step.ts'
import {
  type How,
  initial,
  options,
  type Options,
  OUTCOMES,
  outcomeForm,
  PLAN,
  PREDICTION,
  reduce,
  type State,
} from './state.ts'
import { others, why } from './step-asides.ts'
import { tally, type Tally } from './tally.ts'
import { VOICE, voice } from './voice.ts'

/** A step may be planned when the report is there, and changed until the next one. */
const planSpec = (place: Place | null): FormSpec<Options, State, Tally> => ({
  roles: ['leader'],
  sealed: false,
  late: true,
  build: (view, reader) => planFields(view, reader, place),
})

/** What came of the last step may be said from the next opening until the report after it. */
const outcomeSpec = (how: How): FormSpec<Options, State, Tally> => ({
  roles: ['leader'],
  sealed: false,
  late: true,
  build: (view, reader) => outcomeFields(view, reader, how),
})

export default defineRitual<Options, State, Tally>({
  kind: 'pulse',
  options,
  privacy: 'anonymous',
  defaults: { window: '26h', reminder: '23h' },
  asks: () => ({ member: 'ballot', leader: PREDICTION }),
  phases: () => [{ name: 'open', lasts: 'window' }],
  cohort: (number) => cycleOf(number)[0]!,
  scope: 'own',
  // A quarter's line of the global statement; two cycles and the weeks since need less.
  remembers: 12,
  initial,
  reduce,
  forms: {
    ballot: { roles: ['member'], sealed: true, late: false, build: ballot },
    [VOICE]: { roles: ['member'], sealed: true, late: false, build: voice },
    // Blind: sent before any result exists, or not at all.
    [PREDICTION]: { roles: ['leader'], sealed: false, late: false, build: prediction },
    [PLAN]: planSpec(null),
    ...Object.fromEntries(PLACES.map((place) => [planForm(place), planSpec(place)])),
    ...Object.fromEntries(OUTCOMES.map((how) => [outcomeForm(how), outcomeSpec(how)])),
  },
  prompt,
  reminder,
  announce: () => [],
  report,
  begins: true,
  actions: {
    'start-step': begin,
    'plan-step': (_view, _reader, value) => ({ do: 'open', form: planForm(value) }),
    voice: () => ({ do: 'open', form: VOICE }),
    outcome: (_view, _reader, value) => ({ do: 'open', form: outcomeFormOf(value) }),
    'other-step': (view, reader) => ({ do: 'notice', message: others(view, reader) }),
    'why-step': (view, reader) => ({ do: 'notice', message: why(view, reader) }),
  },
  commands: { gap: { roles: ['leader'], answer: gap } },
  across,
  tally,
})
