/** Whoever has not answered for three rounds is asked whether they still want to. */
import type { CoffeeView } from './state.ts'
import { isHeard } from './state.ts'

const ROUNDS = 3

/** Only rounds in which they were drawn count, and only as long as they have said nothing in this one. */
export function isSilent(view: CoffeeView, member: string): boolean {
  if (isHeard(view.state, member)) return false
  const drawn = view.history.filter(({ groups }) => groups.some(({ members }) => members.includes(member)))
  return drawn.length >= ROUNDS && drawn.slice(0, ROUNDS).every(({ state }) => !isHeard(state, member))
}
