/**
 * Why a message did not get through, in the three ways that matter to the engine:
 * `later` (try again, not before `retryAfter` seconds), `never` (the person or channel is gone; tell the admin once) and
 * `unknown` (it may have arrived; don't send blindly again).
 */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'
  readonly outcome: 'later' | 'never' | 'unknown'
  readonly retryAfter: number

  constructor(outcome: 'later' | 'never' | 'unknown', message: string, retryAfter = 0) {
    super(message)
    this.outcome = outcome
    this.retryAfter = retryAfter
  }
}
