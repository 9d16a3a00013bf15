/** Runs code that may look at nothing but its arguments: frozen ones, with every clock and every die out of reach. */
import { isDeepStrictEqual } from 'node:util'

/** Freezes data all the way down; functions (a view's generator) stay as they are. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) deepFreeze(part)
  return Object.freeze(value)
}

const refuse = (name: string) => (): never => {
  throw new Error(`${name} was called: a ritual is given its time and its randomness.`)
}

/** @throws what `work` throws, and when it asks for the time or for randomness */
export function withoutClock<T>(work: () => T): T {
  const { Date: RealDate } = globalThis
  const { random } = Math
  const now = Object.getOwnPropertyDescriptors(Temporal.Now)
  const { now: performanceNow } = performance
  globalThis.Date = dateWithoutNow(RealDate)
  Math.random = refuse('Math.random')
  performance.now = refuse('performance.now')
  for (const name of Object.keys(now).filter((each) => typeof Temporal.Now[each as 'instant'] === 'function')) {
    Object.defineProperty(Temporal.Now, name, { ...now[name as 'instant'], value: refuse(`Temporal.Now.${name}`) })
  }
  try {
    return work()
  } finally {
    globalThis.Date = RealDate
    Math.random = random
    performance.now = performanceNow
    Object.defineProperties(Temporal.Now, now)
  }
}

/** `new Date(at)` is arithmetic and allowed; `new Date()`, `Date()` and `Date.now()` ask for the time. */
function dateWithoutNow(RealDate: DateConstructor): DateConstructor {
  return new Proxy(RealDate, {
    construct(target, args: unknown[], newTarget) {
      if (args.length === 0) refuse('new Date()')()
      return Reflect.construct(target, args, newTarget)
    },
    apply: refuse('Date()'),
    get: (target, name, receiver) => (name === 'now' ? refuse('Date.now') : Reflect.get(target, name, receiver)),
  })
}

/**
 * Calls twice, each time with inputs made anew and frozen, and without a clock.
 * @throws when the two results differ
 */
export function purely<Inputs, Result>(inputs: () => Inputs, work: (given: Inputs) => Result): Result {
  const [one, other] = [deepFreeze(inputs()), deepFreeze(inputs())]
  const results = withoutClock(() => [work(one), work(other)] as const)
  if (!isDeepStrictEqual(results[0], results[1])) throw new Error('The same inputs came out differently.')
  return results[0]
}
