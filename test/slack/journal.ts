/** Everything that passed between the bot and Slack, in the order it happened. */
import type { Json } from './world.ts'

export interface CallRecord {
  at: number
  method: string
  args: Json
  status: number
  result: Json
  /** Whoever called was still there to hear it. */
  heard: boolean
}

export interface DeliveryRecord {
  at: number
  /** `events_api`, `interactive` or `slash_commands`. */
  type: string
  payload: Json
  /** What the bot answered: an HTTP status, or 200 for an acknowledged envelope; 0 where no answer came in time. */
  status: number
  body: unknown
  milliseconds: number
  attempt: number
}

export interface ResponseRecord {
  at: number
  person: string | null
  body: Json
  status: number
}

export interface Journal {
  calls: CallRecord[]
  deliveries: DeliveryRecord[]
  /** What the bot sent to a response_url, and whose press or command it answered. */
  responses: ResponseRecord[]
  called(record: CallRecord): void
  delivered(record: DeliveryRecord): void
  responded(record: ResponseRecord): void
  /** Resolves as soon as `seen` holds; looked at whenever something has happened. @throws after `patience` milliseconds, naming `what` */
  until<T>(what: string, seen: () => T | undefined | null | false, patience?: number): Promise<T>
  /** All that the bot ever said, wherever and in which form: for looking for what it must never say. */
  saidByBot(): string
}

const PATIENCE = 15_000

export function createJournal(): Journal {
  const waiting = new Set<() => void>()
  const changed = (): void => waiting.forEach((look) => look())
  const journal: Journal = {
    calls: [],
    deliveries: [],
    responses: [],
    called(record) {
      journal.calls.push(record)
      changed()
    },
    delivered(record) {
      journal.deliveries.push(record)
      changed()
    },
    responded(record) {
      journal.responses.push(record)
      changed()
    },
    until(what, seen, patience = PATIENCE) {
      const { promise, resolve, reject } = Promise.withResolvers<NonNullable<ReturnType<typeof seen>>>()
      const look = (): void => {
        const found = seen()
        if (found !== undefined && found !== null && found !== false) resolve(found as NonNullable<typeof found>)
      }
      const end = setTimeout(() => reject(new Error(`It did not come about in Slack: ${what}`)), patience)
      waiting.add(look)
      look()
      return promise.finally(() => {
        clearTimeout(end)
        waiting.delete(look)
      }) as Promise<Exclude<ReturnType<typeof seen>, undefined | null | false>>
    },
    saidByBot: () =>
      JSON.stringify([
        journal.calls.map(({ method, args }) => ({ method, args })),
        journal.responses.map(({ body }) => body),
        journal.deliveries.map(({ body }) => body),
      ]),
  }
  return journal
}
