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

/** Something in the set-up of a platform that whoever runs the bot can put right; its message says how, and never a secret. */
export class SetupError extends Error {
  override readonly name = 'SetupError'
}
