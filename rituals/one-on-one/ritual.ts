/** The 1:1 nudge: each member with their leader, often enough, with an agenda of their own and promises that are looked at again. */
import { defineRitual, type Outcome, type PromiseDraft, type Reader } from '#ritual'
import { calendar } from './calendar.ts'
import { agendaCommand, agendaOf } from './command.ts'
import { pick } from './day-buttons.ts'
import { draw, ROUNDS } from './drawing.ts'
import { forms } from './forms.ts'
import { options, type Options } from './options.ts'
import { factsIn, pairsOf } from './pairs.ts'
import { looks, posts } from './posts.ts'
import { starts } from './question.ts'
import { prompt, reminder } from './prompt.ts'
import {
  DAY,
  initial,
  memberIn,
  type OneOnOneView,
  POINT,
  PROMISE,
  promiseKey,
  reduce,
  type State,
  STRIKE,
  TALKED,
  talkOf,
} from './state.ts'

export default defineRitual<Options, State>({
  kind: 'one-on-one',
  options,
  privacy: 'named',
  // An occurrence is a week: it lasts until the next one begins.
  defaults: { window: '7d', reminder: '1d' },
  asks: () => ({ member: DAY, leader: DAY }),
  phases: () => [{ name: 'week', lasts: 'window' }],
  scope: 'group',
  concerns: (entry) => memberIn(entry),
  // The longest cadence is eight weeks; what was noted down after the last talk must still be found.
  remembers: 10,
  initial,
  reduce,
  forms,
  prompt,
  reminder,
  drawing: { remembers: ROUNDS, evenAway: true, draw },
  looks,
  promises,
  starts,
  calendar,
  announce: posts,
  report: () => [],
  actions: {
    pick,
    talked,
    move: () => ({ do: 'open', form: DAY }),
    point: () => ({ do: 'open', form: POINT }),
    strike: () => ({ do: 'open', form: STRIKE }),
    tell: () => ({ do: 'open', form: TALKED }),
    promise: () => ({ do: 'open', form: PROMISE }),
    agenda: (view, reader, value) => ({ do: 'notice', message: agendaOf(view, reader, value) }),
  },
  commands: { agenda: { roles: ['member', 'leader'], running: true, answer: agendaCommand } },
})

/** From the groups as they were drawn: a promise stands, whoever of the two is away by now. */
function promises({ groups, state }: OneOnOneView): PromiseDraft[] {
  return groups.flatMap(({ key, facts }) => {
    const leader = factsIn(facts)?.leader
    if (leader === undefined) return []
    return talkOf(state, key).promises.map(({ owner, text, trigger, due }, place) => ({
      key: promiseKey(key, place),
      owner: owner === 'leader' ? leader : key,
      to: owner === 'leader' ? key : leader,
      text,
      trigger,
      due,
    }))
  })
}

/** "Did it take place?", in one tap. @param value the pair's key and `yes` or `no` */
function talked(view: OneOnOneView, reader: Reader, value: string | undefined): Outcome {
  const [key = '', met = ''] = (value ?? '').split(' ')
  const pair = pairsOf(view, reader).find((each) => each.key === key)
  if (!pair || !reader.me || (met !== 'yes' && met !== 'no')) return { do: 'open', form: TALKED }
  return { do: 'answer', form: TALKED, answers: { ...(reader.me.role === 'leader' && { with: key }), met } }
}
