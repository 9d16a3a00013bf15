/** What belongs into a pair's agenda: the promises between them, the points both have added, the questions whose turn it is. */
import type { Past, Promised } from '#ritual'
import { type Appointment, appointmentOf, dateIn, metUntil, stageOf } from './appointment.ts'
import { factsIn, isSame, type Pair } from './pairs.ts'
import { questionsIn } from './question.ts'
import { questionsFor } from './rotation.ts'
import { type OneOnOneView, type Point, pointName, type State, type Talk, talkOf } from './state.ts'

export interface AgendaParts {
  /** Still open, the nearest date first. */
  open: Promised[]
  /** Kept, late or dropped since they last talked. */
  settled: Promised[]
  points: Point[]
  /** Numbers from 1 to 10. */
  questions: number[]
}

/** For the talk that is next. */
export function agendaParts(view: OneOnOneView, pair: Pair): AgendaParts {
  const next = nextAppointment(view, pair)
  return { ...partsBut(view, pair, next), points: pointsOf(view, pair) }
}

/** For the talk of this week once it has taken place: what was on the table then stays to be read. */
export function agendaPartsThen(view: OneOnOneView, pair: Pair): AgendaParts {
  const end = talkEnd(view, pair)
  const points = pointsSince(view, pair, pair.facts.lastMet).filter(({ at }) => end === null || at <= end)
  return { ...partsBut(view, pair, appointmentOf(view, pair)), points }
}

/** The one they have, unless that is behind them. */
export const nextAppointment = (view: OneOnOneView, pair: Pair): Appointment | null =>
  stageOf(view, pair) === 'met' ? null : appointmentOf(view, pair)

/** Whose turn it is among the questions goes by the day of the talk, or by today while there is none. */
function partsBut(view: OneOnOneView, pair: Pair, appointment: Appointment | null): Omit<AgendaParts, 'points'> {
  const date = dateIn(appointment?.startsAt ?? view.now, pair.facts.zone)
  const between = promisesBetween(view, pair)
  return {
    open: between.filter(({ state }) => state === 'open'),
    settled: between.filter(({ state }) => state !== 'open'),
    questions: questionsFor(pair.facts, date),
  }
}

export function promisesBetween({ promises }: OneOnOneView, { leader, member }: Pair): Promised[] {
  const both = new Set([leader.id, member.id])
  return promises.filter(({ owner, to }) => both.has(owner) && to !== null && both.has(to))
}

/** Those added since their last talk, in whichever week, without what was struck. */
export const pointsOf = (view: OneOnOneView, pair: Pair): Point[] =>
  pointsSince(view, pair, talkEnd(view, pair) ?? pair.facts.lastMet)

function pointsSince(view: OneOnOneView, pair: Pair, since: string | null): Point[] {
  const talks = talksOf(view, pair)
  const struck = new Set(talks.flatMap((talk) => talk.struck))
  return talks
    .flatMap((talk) => talk.points)
    .concat(questionsIn(view, pair))
    .filter((point) => (since === null || point.at > since) && !struck.has(pointName(point)))
    .toSorted((one, other) => (one.at < other.at ? -1 : 1))
}

/** This week's and those of earlier weeks that were between the same two: what somebody told an earlier leader stays there. */
const talksOf = (view: OneOnOneView, pair: Pair): Talk[] => [
  talkOf(view.state, pair.member.id),
  ...view.history.filter((past) => wasBetween(past, pair)).map((past) => talkOf(past.state, pair.member.id)),
]

const wasBetween = ({ groups }: Past<State, never>, { leader, member }: Pair): boolean =>
  groups.some((group) => isSame(group, leader.id, member.id) && factsIn(group.facts) !== null)

/** When this week's talk ended, null while it has not: what was on the table until then has been talked about. */
const talkEnd = (view: OneOnOneView, pair: Pair): string | null =>
  metUntil(talkOf(view.state, pair.member.id), appointmentOf(view, pair))
