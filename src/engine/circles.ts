/**
 * Who sees what where a ritual's scope is `group`: a reader sees the groups they are in, the people of these groups, and what these people
 * said there. Indexed once for all readers, because at the close everyone's own message is written anew.
 */
import type { Entry, Group } from '#ritual'

export interface Circle {
  groups: Group[]
  /** The people of these groups, the reader included, who sees themselves even where they are in none. */
  people: ReadonlySet<string>
}

/** @returns the circle of any reader */
export function circlesOf(groups: Group[]): (reader: string) => Circle {
  const byMember = new Map<string, Group[]>()
  for (const group of groups) {
    for (const member of group.members) {
      const own = byMember.get(member)
      if (own) own.push(group)
      else byMember.set(member, [group])
    }
  }
  return (reader) => {
    const own = byMember.get(reader) ?? []
    return { groups: own, people: new Set([reader, ...own.flatMap((group) => group.members)]) }
  }
}

/** A ritual, as far as it says which group an entry belongs to. */
interface Concerning {
  concerns?(entry: Entry): string | null
}

/** @returns what one circle may read of the log, in the log's order */
export function logFor(kind: Concerning, entries: Entry[]): (circle: Circle, reader: string) => Entry[] {
  const byMember = Map.groupBy(
    entries.map((entry, place) => ({ entry, place })),
    ({ entry }) => entry.member,
  )
  return ({ groups, people }, reader) =>
    [...people]
      .flatMap((member) => byMember.get(member) ?? [])
      .filter(({ entry }) => entry.member === reader || isMeant(kind, entry, groups))
      .toSorted((a, b) => a.place - b.place)
      .map(({ entry }) => entry)
}

/** What somebody in several groups said in one of them is not for the others. */
function isMeant(kind: Concerning, entry: Entry, groups: Group[]): boolean {
  const concerned = kind.concerns?.(entry) ?? null
  return concerned === null || groups.some(({ key, members }) => key === concerned && members.includes(entry.member))
}
