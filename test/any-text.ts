import * as fc from 'fast-check'

const SURROGATES = { first: 0xd800, count: 0x800 }

const character = fc
  .nat({ max: 0x10ffff - SURROGATES.count })
  .map((place) => String.fromCodePoint(place < SURROGATES.first ? place : place + SURROGATES.count))

/**
 * Texts of any characters that Unicode has room for. fast-check's own unit `binary` gives the same, but writes all 1.1 million of them
 * down first: seconds, for each test that asks for it.
 */
export const anyText = (lengths: { minLength?: number; maxLength?: number } = {}): fc.Arbitrary<string> =>
  fc.string({ ...lengths, unit: character })
