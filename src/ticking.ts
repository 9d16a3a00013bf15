/**
 * node-cron ticks, and does nothing else: what is due stands in the rows. It goes by the system's clock, and where that is set back it would wait until the same
 * time comes again, be it a day or a year: so it begins anew whenever the clock has jumped.
 */
import cron from 'node-cron'
import { type Clock, systemClock } from './clock.ts'
import { jumpDetector } from './jobs/jumps.ts'

/** Milliseconds. */
const LOOK = 5000

export function startTicking(tick: () => void, clock: Clock = systemClock): { stop(): void } {
  // What a frozen process has missed is caught up with by the next tick, and nothing to write onto standard output about.
  const task = cron.schedule('* * * * *', tick, { suppressMissedWarning: true })
  const hasJumped = jumpDetector(clock)
  const watch = setInterval(() => {
    if (!hasJumped()) return
    void task.stop()
    void task.start()
    tick()
  }, LOOK)
  return {
    stop() {
      clearInterval(watch)
      void task.stop()
    },
  }
}
