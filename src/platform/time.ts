/** Time as adapters wait for it. */

export interface Time {
  /** Milliseconds since 1970. */
  now(): number
  wait(milliseconds: number): Promise<void>
}

export const realTime: Time = {
  // Steady: whoever waits for their turn must not wait a day because the machine's clock was set back by one.
  now: () => performance.timeOrigin + performance.now(),
  wait: (milliseconds) => new Promise((resolve) => void setTimeout(resolve, milliseconds)),
}
