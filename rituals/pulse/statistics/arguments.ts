/** What the formulas accept. A number that makes no sense is a mistake of the caller, and is told by the argument's name. */

/** @throws RangeError when value is not a whole number between from and to */
export function whole(name: string, value: number, from = 0, to = Infinity): void {
  const fine = Number.isInteger(value) && value >= from && value <= to
  const range = to === Infinity ? `of ${from} or more` : `from ${from} to ${to}`
  if (!fine) throw new RangeError(`${name} must be a whole number ${range}, not ${value}.`)
}

/** @throws RangeError when value is not a finite number between from and to */
export function between(name: string, value: number, from = -Infinity, to = Infinity): void {
  const fine = Number.isFinite(value) && value >= from && value <= to
  const range = from === -Infinity ? '' : to === Infinity ? ` of ${from} or more` : ` from ${from} to ${to}`
  if (!fine) throw new RangeError(`${name} must be a number${range}, not ${value}.`)
}

/**
 * How often each step was chosen, from the lowest to the highest.
 * @throws RangeError when there are fewer than two steps, or a count is no count
 */
export function histogram(name: string, steps: readonly number[]): void {
  if (steps.length < 2) throw new RangeError(`${name} must count two steps or more, not ${steps.length}.`)
  for (const count of steps) whole(name, count)
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** A limit that is missed by no more than this is met: sums of fractions are not exact. */
export const ROUNDING = 1e-9
