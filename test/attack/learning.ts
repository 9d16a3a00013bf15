/**
 * An intruder who learns: shown for some polls what was to be seen of each person and the truth about them, they look for the one sign that
 * gives it away, and are then tried on the other polls. Whatever leaves any trace of a secret, in whatever place, is found like this without
 * anyone having thought of it before.
 */
import { guesses, type Outcome, sum } from './chance.ts'

/** Signs by name; a number may also speak by being high or low. */
export type Signs = Record<string, string | number>

export interface Sample {
  round: number
  signs: Signs
  secret: boolean
}

type Rule = (signs: Signs) => boolean

/** Learns on the even rounds and guesses on the odd ones, then the other way round. Chance is to say always what is more common. */
export function learned(samples: readonly Sample[]): Outcome & { sign: string } {
  const common = commonest(samples)
  const share = samples.length === 0 ? 0 : rightOf(samples, () => common) / samples.length
  const parts = [0, 1].map((parity) => {
    const training = samples.filter(({ round }) => round % 2 === parity)
    const trial = samples.filter(({ round }) => round % 2 !== parity)
    const { sign, rule } = bestRule(training)
    return { sign, hits: rightOf(trial, rule) }
  })
  const hits = sum(parts.map((part) => part.hits))
  const probabilities = samples.map(() => share)
  return { ...guesses(hits, probabilities), sign: [...new Set(parts.map((part) => part.sign))].join(', ') }
}

/** The sign that does best on rounds it was not fitted to; none is better than a bad one. */
function bestRule(training: readonly Sample[]): { sign: string; rule: Rule } {
  const common = commonest(training)
  const rounds = [...new Set(training.map(({ round }) => round))]
  let best = { sign: '–', right: rightOf(training, () => common) }
  for (const sign of signsIn(training)) {
    const tried = rounds.map((round) => {
      const rule = ruleFor(
        sign,
        training.filter((sample) => sample.round !== round),
      )
      return rightOf(
        training.filter((sample) => sample.round === round),
        rule,
      )
    })
    // Where two do equally well, the one that fits better as a whole.
    const right = sum(tried) + rightOf(training, ruleFor(sign, training)) / (training.length + 1)
    if (right > best.right) best = { sign, right }
  }
  return { sign: best.sign, rule: best.sign === '–' ? () => common : ruleFor(best.sign, training) }
}

const signsIn = (samples: readonly Sample[]): string[] => [
  ...new Set(samples.flatMap(({ signs }) => Object.keys(signs))),
]

const rightOf = (samples: readonly Sample[], rule: Rule): number =>
  samples.filter(({ signs, secret }) => rule(signs) === secret).length

const commonest = (samples: readonly Sample[]): boolean =>
  samples.filter(({ secret }) => secret).length * 2 > samples.length

/** By value, where the value was seen before; or by a threshold, where that does better. */
function ruleFor(sign: string, samples: readonly Sample[]): Rule {
  const rules = [byValue(sign, samples), byThreshold(sign, samples)]
  const [first, second] = rules.map((rule) => rightOf(samples, rule)) as [number, number]
  return rules[second > first ? 1 : 0]!
}

function byValue(sign: string, samples: readonly Sample[]): Rule {
  const seen = new Map<unknown, Sample[]>()
  for (const sample of samples) {
    const value = sample.signs[sign]
    seen.set(value, [...(seen.get(value) ?? []), sample])
  }
  const verdicts = new Map([...seen].map(([value, some]) => [value, commonest(some)]))
  const common = commonest(samples)
  return (signs) => verdicts.get(signs[sign]) ?? common
}

function byThreshold(sign: string, samples: readonly Sample[]): Rule {
  const numbers = samples.map(({ signs }) => signs[sign]).filter((value) => typeof value === 'number')
  const steps = [...new Set(numbers)].toSorted((a, b) => a - b)
  let best: { rule: Rule; right: number } = { rule: () => commonest(samples), right: -1 }
  for (const step of steps) {
    for (const above of [true, false]) {
      const rule: Rule = (signs) => Number(signs[sign] ?? Number.NaN) >= step === above
      const right = rightOf(samples, rule)
      if (right > best.right) best = { rule, right }
    }
  }
  return best.rule
}
