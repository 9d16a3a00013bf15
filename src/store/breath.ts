/**
 * SQLite answers at once, so a long transaction would hold on to the process until its end. Now and then it takes a breath between two
 * statements: others still wait for the connection, but who only wants to be acknowledged, or to know how the program is, does not.
 */

/** Milliseconds. More than the answers of one moment take together: they should be confirmed in one go. */
const SLICE = 20

/** Taken before a test's fake timers can replace it. */
const nextTurn = globalThis.setImmediate

export interface Breath {
  /** Somebody has got the connection. */
  begin(): void
  isDue(): boolean
  /** Resolves when everything else that waits has had its turn. */
  take(): Promise<void>
}

export function createBreath(): Breath {
  let since = 0
  const begin = (): void => void (since = performance.now())
  return {
    begin,
    isDue: () => performance.now() - since >= SLICE,
    async take() {
      await new Promise<void>((resolve) => nextTurn(resolve))
      begin()
    },
  }
}
