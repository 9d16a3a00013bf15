/** Check-in: the team round without a meeting. */
import { defineRitual } from '#ritual'
import { ANSWER, initial, reduce, type State } from './answers.ts'
import { repeat } from './carry-over.ts'
import { answerForm } from './form.ts'
import { leaderPosts, letsTalk } from './lets-talk.ts'
import { prompt, reminder } from './prompt.ts'
import { options, type Options } from './options.ts'
import { teamPosts } from './report.ts'
import { starts } from './topic.ts'

export default defineRitual<Options, State>({
  kind: 'check-in',
  options,
  privacy: 'named',
  defaults: { window: '4h', reminder: '150m' },
  asks: ({ leaderTakesPart }) => ({ member: ANSWER, ...(leaderTakesPart && { leader: ANSWER }) }),
  phases: () => [{ name: 'collect', lasts: 'window' }],
  scope: 'own',
  // The two before tell of a blocker that stays; the third, whether that has been told already.
  remembers: 3,
  initial,
  reduce,
  forms: { [ANSWER]: { roles: ['member', 'leader'], sealed: false, late: true, build: answerForm } },
  prompt,
  reminder,
  starts,
  announce: () => [],
  report: (view) => [...teamPosts(view), ...leaderPosts(view)],
  actions: {
    repeat: (view, reader) => (reader.me ? repeat(view, reader.me.id, reader.t) : { do: 'open', form: 'answer' }),
    'lets-talk': letsTalk,
  },
  commands: {},
})
