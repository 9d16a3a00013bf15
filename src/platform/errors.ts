/**
 * Why something is impossible for good, as far as whoever looks after the bot can do something about it. `not-installed`: until the person
 * lets the bot write to them; what waits for them goes out when the adapter says that they can be reached.
 */
export type Obstacle = 'person-gone' | 'channel-gone' | 'not-invited' | 'not-installed' | 'not-allowed' | 'refused'

/**
 * Why a message did not get through, in the ways that matter to the engine:
 * - `wait`: nothing was tried, because the platform's pace allows it only `retryAfter` seconds (and fractions) from now; it does
 *   not count as an attempt;
 * - `later`: it did not arrive; try again, not before `retryAfter` seconds;
 * - `never`: the person or channel is gone, and so on (`obstacle`); the admins are told once;
 * - `unknown`: it may have arrived. It is tried once more with `mayStand`; an adapter that can't find out then says `unknown` again, and
 *   it stays unknown.
 */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'
  readonly outcome: 'wait' | 'later' | 'never' | 'unknown'
  readonly retryAfter: number
  readonly obstacle: Obstacle | null

  constructor(
    outcome: 'wait' | 'later' | 'never' | 'unknown',
    message: string,
    retryAfter = 0,
    obstacle: Obstacle | null = null,
  ) {
    super(message)
    this.outcome = outcome
    this.retryAfter = retryAfter
    this.obstacle = obstacle
  }
}

/** Seconds. No platform asks for longer: what seems to is at fault itself, or something on the way is. */
const LONGEST_PAUSE = 3600
/** Seconds. Sooner than this it would only be asked again. */
const SHORTEST_PAUSE = 1

/** @returns the seconds that a platform asks to be left alone, as far as they can be meant */
export const pauseAsked = (seconds: number): number =>
  seconds > 0 ? Math.min(Math.max(seconds, SHORTEST_PAUSE), LONGEST_PAUSE) : SHORTEST_PAUSE

/** Something in the set-up of a platform that whoever runs the bot can put right; its message says how, and never a secret. */
export class SetupError extends Error {
  override readonly name = 'SetupError'
}
