/** Anonymous rituals of teams that have almost the same people: what one result tells more than the other would be the answers of a few. */
import type { AnyRitual } from '../engine/discovery.ts'
import { differenceWith } from '../engine/differences.ts'
import { type Cursor, texts } from './cursor.ts'
import type { LineOf } from './references.ts'
import type { Finding } from './problem.ts'

interface Poll {
  team: { path: readonly (string | number)[]; value: string }
  people: Set<string>
}

/** The least there is; what is written for it may be wrong, and is told then. */
const LEAST = 5

/** Teams whose people come from a channel are looked at when a poll opens. */
export function overlapFindings(root: Cursor, rituals: ReadonlyMap<string, AnyRitual>, lineOf: LineOf): Finding[] {
  const polls = pollsIn(root, rituals)
  const written = root.key('privacy').key('minimumGroup').value
  const fewest = typeof written === 'number' && Number.isInteger(written) && written > LEAST ? written : LEAST
  const findings: Finding[] = []
  // Of thousands of teams only those that share people are held against each other.
  const pollsOf = new Map<string, Poll[]>()
  for (const poll of polls) {
    const near = [...nearTo(poll, pollsOf)]
    const found = differenceWith(
      near.map(({ people }) => people),
      poll.people,
      fewest,
    )
    if (!found) for (const person of poll.people) pollsOf.set(person, [...(pollsOf.get(person) ?? []), poll])
    else {
      const others = found.others.map((place) => near[place]!.team)
      findings.push(finding(poll, others, found.people, fewest, lineOf))
    }
  }
  return findings
}

/** Those that share people with it, or with one that does, and so on. */
function nearTo(poll: Poll, pollsOf: ReadonlyMap<string, Poll[]>): Set<Poll> {
  const found = new Set<Poll>()
  const queue = [poll]
  for (const { people } of queue) {
    for (const other of [...people].flatMap((person) => pollsOf.get(person) ?? [])) {
      if (found.has(other)) continue
      found.add(other)
      queue.push(other)
    }
  }
  return found
}

function pollsIn(root: Cursor, rituals: ReadonlyMap<string, AnyRitual>): Poll[] {
  const teams = new Map(
    root
      .key('teams')
      .items()
      .map((team) => [team.key('id').text()?.value, team] as const),
  )
  return root
    .key('rituals')
    .items()
    .flatMap((ritual) => {
      const team = ritual.key('team').text()
      const members = team && teams.get(team.value)
      const kind = rituals.get(ritual.key('kind').text()?.value ?? '')
      if (!members || kind?.privacy !== 'anonymous' || members.key('membersFrom').value !== undefined) return []
      return [{ team, people: new Set(texts(members.key('members')).map(({ value }) => value.toLowerCase())) }]
    })
}

function finding(
  { team }: Poll,
  others: readonly Poll['team'][],
  people: number,
  fewest: number,
  lineOf: LineOf,
): Finding {
  const beside = others.map((other) => `"${other.value}" (line ${lineOf(other)})`).join(' and ')
  const count = people === 1 ? 'one person' : `${people} people`
  return {
    path: team.path,
    at: 'value',
    expected: `a team that is the same as ${beside}, apart from it, or ${fewest} people and more in each part that one has and the other has not, or both have`,
    found: `"${team.value}"; both results side by side would tell what ${count} answered. Let each person be asked in one of the teams, or ask them in one poll`,
  }
}
