/** A question that a leader takes along from elsewhere into the next talk with each of their people: a point of theirs, in every agenda once. */
import type { Reader, Started, StartSpec } from '#ritual'
import { appointmentOf, metUntil } from './appointment.ts'
import type { Options } from './options.ts'
import { factsIn, type Pair } from './pairs.ts'
import { type OneOnOneView, type Point, type State, talkOf } from './state.ts'

/** By this pair's leader, in this and earlier weeks. */
export const questionsIn = (view: OneOnOneView, { leader }: Pair): Point[] =>
  [view, ...view.history].flatMap(({ started }) =>
    started.flatMap(({ what, says, by, at }): Point[] =>
      what === 'question' && says && by?.id === leader.id ? [{ by: by.id, at, text: says.de, says }] : [],
    ),
  )

export const starts: { question: StartSpec<Options, State, never> } = {
  question: { goes: ['running', 'next'], came },
}

/** How many talks it has been in; of whom, and what was said, is nobody else's. To its leader alone. */
function came(view: OneOnOneView, { by, at }: Started, { t, me }: Reader): string | null {
  if (by === null || me?.id !== by.id) return null
  const count = talksSince(view, by.id, at)
  return count === 0 ? t('came.none') : t('came.talks', { count })
}

function talksSince(view: OneOnOneView, leader: string, since: string): number {
  const met = [view, ...view.history].flatMap(({ groups, state, occurrence }) =>
    groups.filter(({ key, facts }) => {
      const pair = pairAs(key, leader, facts)
      const until = pair && metUntil(talkOf(state, key), appointmentOf({ ...view, state, occurrence }, pair))
      return until !== null && until > since
    }),
  )
  return new Set(met.map(({ key }) => key)).size
}

/** Whoever they are by now. */
function pairAs(key: string, leader: string, given: OneOnOneView['groups'][number]['facts']): Pair | null {
  const facts = factsIn(given)
  if (facts?.leader !== leader) return null
  const named = (id: string): Pair['leader'] => ({ id, name: '', unit: null })
  return { key, leader: named(leader), member: named(key), facts }
}
