/** What people, platforms and mischief send: texts, and data of any shape. Whatever is sent carries a mark that no log may show. */
import fc from 'fast-check'

export const MARK = 'Kanarienvogel9'

const NASTY = [
  '',
  ' ',
  '\u0000',
  '\uD83D',
  '__proto__',
  'constructor',
  'toString',
  '{{x}}',
  '$t(button.why)',
  "'; drop table response; --",
  '<script>alert(1)</script>',
  '<!channel> <@U1>',
  '\u202Eesrever\u202C',
  '../../etc/passwd',
  '%00%2e%2e%2f',
  '-0',
  'NaN',
  '1e999',
  '99999-99-99',
  '2026-02-30',
  '2026-12-10[u-ca=hebrew]',
  '\n'.repeat(200),
  'ä'.repeat(3000),
  '[['.repeat(400),
  '?'.repeat(3000),
  ' '.repeat(3000),
  'a '.repeat(1000),
  '👩‍👩‍👧‍👦🏳️‍🌈',
] as const

/** Any text; mostly with the mark in it, since it is the longer ones that are kept and logged. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.constantFrom(...NASTY).map((nasty) => `${MARK} ${nasty}`),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }).map((text) => `${MARK}${text}`),
)

export const numbers: fc.Arbitrary<number> = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))

/** Data as it can travel in JSON, of any shape. */
export const data: fc.Arbitrary<unknown> = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    texts,
    numbers,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(texts, tie('any'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).any

/** Either one of these, which mean something, or anything. */
export const orAny = <T>(known: readonly T[]): fc.Arbitrary<T | string> =>
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: texts })

export const orData = <T>(known: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: known }, { weight: 1, arbitrary: data })
