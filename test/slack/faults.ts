/** Faults on demand: what Slack and the way to it do to a call now and then. */
import type { Json } from './world.ts'

/**
 * `status`: Slack itself is at fault and answers so. `drop-before`: the connection breaks and nothing was done. `drop-after`: it breaks when all
 * was done. `slow`: the answer takes so many milliseconds. `rate-limited`: 429 with so many seconds. `refuse`: an error in Slack's words.
 * `garbage`: a page of HTML instead of JSON. `silent`: nothing is done and nothing said, while the connection stands.
 */
export type Fault =
  | { type: 'status'; status: number }
  | { type: 'drop-before' | 'drop-after' | 'garbage' | 'silent' }
  | { type: 'slow'; milliseconds: number }
  | { type: 'rate-limited'; seconds: number }
  | { type: 'refuse'; error: string }

interface Planned {
  method: string
  fault: Fault
  left: number
  where: (args: Json) => boolean
}

export interface Faults {
  /**
   * The next calls of this method go wrong in this way; several plans come about in the order they were made.
   * @param times how many calls; @param where only calls with such arguments
   */
  next(method: string, fault: Fault, times?: number, where?: (args: Json) => boolean): void
  take(method: string, args: Json): Fault | null
  /** How many of the planned faults have not come about yet. */
  left(): number
  clear(): void
}

export function createFaults(): Faults {
  let planned: Planned[] = []
  return {
    next(method, fault, times = 1, where = () => true) {
      planned.push({ method, fault, left: times, where })
    },
    take(method, args) {
      const found = planned.find((each) => each.method === method && each.where(args))
      if (found === undefined) return null
      found.left -= 1
      planned = planned.filter((each) => each.left > 0)
      return found.fault
    },
    left: () => planned.reduce((sum, each) => sum + each.left, 0),
    clear() {
      planned = []
    },
  }
}
