/** The leader who looks again after every event: what changed tells that somebody voted, and what they said. */
import type { Round, Step } from './campaign.ts'
import { guesses, type Outcome } from './chance.ts'
import { learned, type Sample, type Signs } from './learning.ts'
import { METRICS, type Sight } from './subject.ts'
import type { Told } from './telling.ts'

/** By what can be read in the metrics: whether the event was a vote. */
export function thatSomebodyVotedByMetrics(rounds: readonly Round[]): Told {
  return learned(
    rounds.flatMap(({ steps }, round) =>
      steps.map((step): Sample => ({ round, signs: changes(step, METRICS), secret: step.ballot !== null })),
    ),
  )
}

/** What the vote said, from how far which of the metrics moved. */
export const whatSomebodySaidByMetrics = (rounds: readonly Round[]): Told => whatSomebodySaid(rounds, METRICS)

/** Whether the event between two looks was a vote: it was when something changed. */
export function thatSomebodyVoted(rounds: readonly Round[]): Outcome {
  const steps = rounds.flatMap((round) => round.steps)
  const votes = steps.filter(({ ballot }) => ballot !== null).length
  const common = Math.max(votes, steps.length - votes) / steps.length
  const right = steps.filter((step) => Object.keys(changes(step)).length > 0 === (step.ballot !== null)).length
  const probabilities = steps.map(() => common)
  return guesses(right, probabilities)
}

/** What the vote between two looks said, from how far which number moved. */
export function whatSomebodySaid(rounds: readonly Round[], only?: string): Told {
  const samples = rounds.flatMap(({ steps }, round) =>
    steps.flatMap((step): Sample[] => {
      const answer = step.ballot && Object.values(step.ballot)[0]
      return answer ? [{ round, signs: changes(step, only), secret: answer >= 4 }] : []
    }),
  )
  return learned(samples)
}

/** By place: how far a number moved, or that a text changed. In one place only, or in all but the metrics. */
function changes({ before, after }: Step, only?: string): Signs {
  const [old, now] = [before, after].map((sight) => leaves(lookedAt(sight, only))) as [Leaves, Leaves]
  const signs: Signs = {}
  for (const place of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(place), now.get(place)]
    if (typeof was === 'number' && typeof is === 'number') signs[place] = is - was
    else if (was !== is) signs[place] = 'changed'
    if (signs[place] === 0) delete signs[place]
  }
  return signs
}

type Leaves = ReturnType<typeof leaves>

const lookedAt = (sight: Sight, only: string | undefined): Sight =>
  Object.fromEntries(Object.entries(sight).filter(([place]) => (only ? place === only : place !== METRICS)))

function leaves(value: unknown, path = '', into = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) leaves(each, `${path}/${name}`, into)
  } else into.set(path, value)
  return into
}
