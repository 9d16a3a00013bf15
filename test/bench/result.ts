/** What a bench has to say: one measured value, its floor in the same run, and whether the goal is met. */
export interface Result {
  name: string
  /** In words, as the issue of the project has it. */
  goal: string
  value: number
  /** The same without the product: what this machine gives at best. Null where there is nothing to compare with. */
  floor: number | null
  /** Value over floor. */
  ratio: number | null
  unit: string
  met: boolean
  /** Whatever else helps to judge the value. */
  details?: Record<string, unknown>
}

export interface Measured extends Pick<Result, 'name' | 'goal' | 'unit'> {
  value: number
  floor?: number
  /** Judges the numbers as measured, before they are rounded for reading. */
  meets: (value: number, floor: number) => boolean
  details?: Record<string, unknown>
}

export function judged({ name, goal, unit, value, floor, meets, details }: Measured): Result {
  return {
    name,
    goal,
    value: rounded(value),
    floor: floor === undefined ? null : rounded(floor),
    ratio: floor === undefined || floor === 0 ? null : rounded(value / floor),
    unit,
    met: meets(value, floor ?? 0),
    ...(details && { details }),
  }
}

/** Three digits that mean something are more than any of these numbers has. */
export const rounded = (value: number): number => (value === 0 ? 0 : Number(value.toPrecision(3)))

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** The smallest value that at least `share` of all do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('nothing was measured')
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!
}

/** Progress goes to standard error: standard output is one JSON document. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`)
}
