/** When a ritual itself wants to look again, and where looking again changes what people read in their own message. */
import { fault } from '../log.ts'
import { instantText } from '../time/format.ts'
import { type House, nowText } from './house.ts'
import { type Occasion, sealOf } from './occasion.ts'
import type { AnyView } from './view.ts'

/** The ritual's next moment at which what it says changes by itself, or null. */
export function nextOwnLook(house: House, occasion: Occasion, view: AnyView): string | null {
  const now = nowText(house)
  return (
    readable(house, occasion, occasion.kind.looks?.(view) ?? [])
      .filter((at) => at > now)
      .toSorted()[0] ?? null
  )
}

/** A ritual that can't tell the time must not hold up its own occurrence. */
function readable(house: House, { row }: Occasion, looks: string[]): string[] {
  try {
    return looks.map((at) => instantText(Temporal.Instant.from(at)))
  } catch (error) {
    house.log.error({ occurrence: row.id, ...fault(error) }, 'a ritual named a moment that is none')
    return []
  }
}

/**
 * Whether what others say, what comes of a promise, or the hour alone, changes someone's own message. As long as ballots are sealed it must
 * not: written anew, it would no longer thank whoever has voted.
 */
export function livesOn(occasion: Occasion): boolean {
  const { scope, looks, promises } = occasion.kind
  return (scope !== 'own' || looks !== undefined || promises !== undefined) && sealOf(occasion) !== 'sealed'
}

/** In larger rounds an answer is not read by everyone at once: looking after each of thousands would cost more than it tells. */
const MOST_AT_ONCE = 100
export const PAUSE_SECONDS = 60

/**
 * When an answer that has just come in changes what stands: at once, in a while, or (null) not before the close. A late or changed answer
 * changes what stands in the channel; one that others may read, what they read; one in which something is promised, the ledger.
 */
export function lookAfterAnswer(house: House, occasion: Occasion): string | null {
  const { row, kind } = occasion
  if (row.state === 'closed') return nowText(house)
  if (row.state !== 'open' || (kind.scope === 'own' && kind.promises === undefined)) return null
  const isLarge = (occasion.frozen?.size ?? 0) > MOST_AT_ONCE
  return instantText(house.clock.now().add({ seconds: isLarge ? PAUSE_SECONDS : 0 }))
}
