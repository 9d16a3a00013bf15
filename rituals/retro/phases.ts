/** The phases of a retrospective and when they begin and end. */
import type { Phase } from '#ritual'
import type { Options } from './options.ts'
import type { RetroView } from './state.ts'

export type PhaseName = 'collect' | 'group' | 'vote' | 'discuss' | 'act'

/**
 * Collecting lasts as long as the schedule's window; the rest as long as the options say. Cards are turned over, a meeting begins and the summary
 * comes on working days; the thread is open on all days.
 */
export function phases({ group, vote, discuss, act }: Options): Phase[] {
  const atWork = (name: PhaseName, lasts: string): Phase => ({ name, lasts, endsAtWork: true })
  return [
    atWork('collect', 'window'),
    ...(group === 'none' ? [] : [atWork('group', group)]),
    atWork('vote', vote),
    { name: 'discuss', lasts: discuss },
    atWork('act', act),
  ]
}

export const isRunning = (view: RetroView): boolean => view.phases.some(({ name }) => name === view.phase)

/** Whether this phase has come, or is over. */
export function hasBegun(view: RetroView, phase: PhaseName): boolean {
  const names = phases(view.ritual.options).map(({ name }) => name)
  if (view.phase === 'closed') return true
  // Without grouping, what would come with it comes with the votes.
  const from = names.includes(phase) ? names.indexOf(phase) : names.indexOf('vote')
  return names.includes(view.phase) && names.indexOf(view.phase) >= from
}

/** Instant, or null where there is no such phase. */
export const closeOf = (view: RetroView, phase: string): string | null =>
  view.phases.find(({ name }) => name === phase)?.closesAt ?? null

/** The running phase's close, else that of the whole. */
export const phaseCloses = (view: RetroView): string => closeOf(view, view.phase) ?? view.occurrence.closesAt

/** Of the time for the discussion, what is left when the friendly note comes. */
const LEFT = 6

/**
 * When the time box of the discussion ends softly: with the meeting, where there is one, else when a sixth of the phase is left, enough to put into
 * words who does what. Null before the opening.
 */
export function softEnd(view: RetroView): string | null {
  const [opens, closes] = [closeOf(view, 'vote'), closeOf(view, 'discuss')]
  if (opens === null || closes === null) return null
  const [from, until] = [Temporal.Instant.from(opens), Temporal.Instant.from(closes)]
  const { live } = view.ritual.options
  const at =
    live === 'none' ? until.subtract(part(from.until(until))) : meeting(view, from, until).add(durationOf(live))
  return textOf(Temporal.Instant.compare(at, until) > 0 ? until : at)
}

/** When those who meet, meet: instant, or null where nobody does. Votes that were counted early don't move it. */
export function meetingAt(view: RetroView): string | null {
  const [opens, closes] = [closeOf(view, 'vote'), closeOf(view, 'discuss')]
  if (view.ritual.options.live === 'none' || opens === null || closes === null) return null
  return textOf(meeting(view, Temporal.Instant.from(opens), Temporal.Instant.from(closes)))
}

/** The planned opening follows from the close. An hour's difference may come of daylight saving, or of a meeting that begins a little early. */
function meeting(view: RetroView, opens: Temporal.Instant, closes: Temporal.Instant): Temporal.Instant {
  const planned = closes.subtract(durationOf(view.ritual.options.discuss))
  return opens.until(planned).total('minutes') > 60 ? planned : opens
}

const part = (whole: Temporal.Duration): Temporal.Duration =>
  Temporal.Duration.from({ seconds: Math.floor(whole.total('seconds') / LEFT) })

/** A day of a meeting is 24 hours: nobody meets across a daylight-saving change. */
function durationOf(text: string): Temporal.Duration {
  const [, days = 0, hours = 0, minutes = 0] = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?$/.exec(text) ?? []
  return Temporal.Duration.from({ hours: Number(days) * 24 + Number(hours), minutes: Number(minutes) })
}

const textOf = (at: Temporal.Instant): string => at.toString({ smallestUnit: 'millisecond' })
