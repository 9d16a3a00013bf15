/** Everything that passed between the bot and Teams, in the order it happened. */
import type { Json } from './card-check.ts'

export interface CallRecord {
  at: number
  method: string
  path: string[]
  body: Json
  status: number
}

export interface DeliveryRecord {
  at: number
  activity: Json
  status: number
  body: unknown
  milliseconds: number
}

export interface Journal {
  calls: CallRecord[]
  deliveries: DeliveryRecord[]
  happened(): void
  /** Resolves as soon as `seen` holds; looked at whenever something has happened. @throws after `patience` milliseconds, naming `what` */
  until<T>(what: string, seen: () => T | undefined | null | false, patience?: number): Promise<T>
}

export function createJournal(): Journal {
  let change = Promise.withResolvers<void>()
  return {
    calls: [],
    deliveries: [],
    happened() {
      change.resolve()
      change = Promise.withResolvers()
    },
    async until(what, seen, patience = 5000) {
      const end = Date.now() + patience
      for (;;) {
        const found = seen()
        if (found) return found
        if (Date.now() > end) throw new Error(`It did not happen: ${what}`)
        const pause = Promise.withResolvers<void>()
        const timer = setTimeout(pause.resolve, 50)
        await Promise.race([change.promise, pause.promise])
        clearTimeout(timer)
      }
    },
  }
}
