/** Wakes one sleeper, early when it is rung. */
export interface Bell {
  /** Ends the sleep that is going on, or else the next one at once. */
  ring(): void
  /** Resolves after `milliseconds`, or when rung. */
  sleep(milliseconds: number): Promise<void>
}

export function createBell(): Bell {
  let rung = false
  let wake: (() => void) | undefined
  return {
    ring() {
      rung = true
      wake?.()
    },
    async sleep(milliseconds) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      rung = false
      wake = undefined
    },
  }
}
