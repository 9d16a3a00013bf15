/** Who wishes for a coffee with somebody who leads their leader: until they have had it, or take it back. */
import type { CoffeeView } from './state.ts'
import { knownOf } from './why-together.ts'

/** Ids of those whose last word in the rounds remembered is yes, and who have not been drawn so since. */
export function wishing(view: CoffeeView): Set<string> {
  const wanting = new Set<string>()
  if (!view.ritual.options.skipLevel) return wanting
  for (const { state, groups } of view.history.toReversed()) {
    for (const group of groups) if (knownOf(group).wished) for (const id of group.members) wanting.delete(id)
    note(wanting, state)
  }
  note(wanting, view.state)
  return wanting
}

function note(wanting: Set<string>, { wishes }: CoffeeView['state']): void {
  for (const { member, wants } of wishes) {
    if (wants) wanting.add(member)
    else wanting.delete(member)
  }
}
