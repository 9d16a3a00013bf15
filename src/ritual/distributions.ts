/**
 * Quantiles for intervals, from cephes (Moshier's library, compiled to WebAssembly). Pure and synchronous. Loaded at the first use, about
 * 12 ms, so that whoever imports `#ritual` and computes nothing pays nothing.
 */
import { createRequire } from 'node:module'

/** What is used of the library. Its own types cannot be found through its `exports`. */
interface Cephes {
  /** Inverse of the regularised incomplete beta function. */
  incbi(a: number, b: number, p: number): number
  /** Inverse of the normal distribution function. */
  ndtri(p: number): number
}

let loaded: Cephes | undefined

/** Only the CommonJS entry compiles synchronously. */
const cephes = (): Cephes => (loaded ??= createRequire(import.meta.url)('cephes') as Cephes)

/**
 * The value below which a share p of the standard normal distribution lies: `normalQuantile(0.975)` = 1.959963984540054.
 * @throws RangeError when p is not between 0 and 1, both excluded
 */
export function normalQuantile(p: number): number {
  check('p', p, p > 0 && p < 1, 'between 0 and 1')
  return cephes().ndtri(p)
}

/**
 * The value below which a share p of the beta distribution with shapes a and b lies: `betaQuantile(0.5, 4, 2)` = 0.686189829...
 * @throws RangeError when p is not between 0 and 1, both excluded, or a or b is not above 0
 */
export function betaQuantile(p: number, a: number, b: number): number {
  check('p', p, p > 0 && p < 1, 'between 0 and 1')
  check('a', a, a > 0 && a < Infinity, 'above 0')
  check('b', b, b > 0 && b < Infinity, 'above 0')
  return cephes().incbi(a, b, p)
}

/**
 * The value below which a share p of Student's t distribution with df degrees of freedom lies, whole or not:
 * `tQuantile(0.975, 5)` = 2.570581835636...
 *
 * t²/(df + t²) follows the beta distribution with shapes 1/2 and df/2 (Abramowitz and Stegun 1964, 26.7.1).
 * @throws RangeError when p is not between 0 and 1, both excluded, or df is not above 0
 */
export function tQuantile(p: number, df: number): number {
  check('p', p, p > 0 && p < 1, 'between 0 and 1')
  check('df', df, df > 0 && df < Infinity, 'above 0')
  if (p === 0.5) return 0
  const part = cephes().incbi(0.5, df / 2, Math.abs(2 * p - 1))
  return Math.sign(p - 0.5) * Math.sqrt((df * part) / (1 - part))
}

function check(name: string, value: number, fine: boolean, wanted: string): void {
  if (!fine) throw new RangeError(`${name} must be ${wanted}, not ${value}.`)
}
