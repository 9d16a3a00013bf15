import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bold, instant } from '#message'
import { loadTexts } from './texts.ts'

const texts = loadTexts({
  common: {
    de: { yes: 'Ja', both: 'allgemein', answers_one: 'eine Antwort', answers_other: '{{count}} Antworten' },
    en: { yes: 'Yes', both: 'common', answers_one: 'one answer', answers_other: '{{count}} answers' },
  },
  'check-in': {
    de: { hello: 'Hallo {{name}}, {{ name }} aus {{site}}.', both: 'eigen', deep: { down: { here: 'da: $t(yes)' } } },
    en: { hello: 'Hello {{name}} from {{site}}.', both: 'own', deep: { down: { here: 'there: $t(yes)' } } },
  },
})
const de = texts.speak('de', 'check-in')
const en = texts.speak('en', 'check-in')

describe('a text', () => {
  it('is looked up in the ritual’s own file, then in the common one', () => {
    expect(de('both')).toBe('eigen')
    expect(de('yes')).toBe('Ja')
    expect(texts.speak('en', 'unknown')('both')).toBe('common')
  })

  it('follows the count', () => {
    expect([0, 1, 2, 1.5].map((count) => de('answers', { count }))).toEqual([
      '0 Antworten',
      'eine Antwort',
      '2 Antworten',
      '1.5 Antworten',
    ])
    expect([0, 1, 11].map((count) => en('answers', { count }))).toEqual(['0 answers', 'one answer', '11 answers'])
  })

  it('that is missing is a bug and throws, in its language', () => {
    expect(() => de('nowhere')).toThrow('check-in (de) has no "nowhere"')
    for (const key of ['deep', 'answers', 'deep.down.here.more', 'constructor', '__proto__', ''])
      expect(() => de(key)).toThrow(key)
    expect(() => de('hello', { name: 'Jana' })).toThrow('{{site}}')
    expect(() => de('hello', { name: 'Jana', site: undefined as never })).toThrow('{{site}}')
  })

  it('is made of its own words only: a value is never a template', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('{{site}}', '$t(yes)', '$1 $& $$', '<b>&amp;', '\uE000site\uE000')),
        (name) => {
          expect(en('hello', { name, site: 'Ost' })).toBe(`Hello ${name} from Ost.`)
          expect(en.rich('hello', { name, site: 'Ost' })).toEqual([{ type: 'plain', text: `Hello ${name} from Ost.` }])
        },
      ),
    )
  })

  it('nests nothing', () => {
    expect(de('deep.down.here')).toBe('da: $t(yes)')
  })

  it('takes no orders through the names of values', () => {
    const values = { name: 'Jana', site: 'Ost', lng: 'en', context: 'x', defaultValue: 'y', postProcess: 'z' }
    expect(de('hello', values)).toBe('Hallo Jana, Jana aus Ost.')
  })
})

describe('a rich text', () => {
  it('has nodes in the place of values', () => {
    expect(de.rich('hello', { name: [bold('Jana')], site: [instant('2026-12-03T09:00:00.000Z', 'time')] })).toEqual([
      { type: 'plain', text: 'Hallo ' },
      { type: 'bold', text: 'Jana' },
      { type: 'plain', text: ', ' },
      { type: 'bold', text: 'Jana' },
      { type: 'plain', text: ' aus ' },
      { type: 'instant', at: '2026-12-03T09:00:00.000Z', style: 'time' },
      { type: 'plain', text: '.' },
    ])
  })
})

describe('numbers, lists and dates', () => {
  it('are written as the language writes them', () => {
    expect([de.number(1234.5), de.number(3, 1), en.number(1234.5)]).toEqual(['1.234,5', '3,0', '1,234.5'])
    expect([de.list(['Jana', 'Ben', 'Selin']), en.list(['Jana', 'Ben', 'Selin'])]).toEqual([
      'Jana, Ben und Selin',
      'Jana, Ben and Selin',
    ])
    expect([de.date('2026-12-03'), en.date('2026-12-03')]).toEqual(['Donnerstag, 3. Dezember', 'Thursday, 3 December'])
  })
})

it('gives the same voice again', () => {
  expect(texts.speak('de', 'check-in')).toBe(de)
  expect(de.language).toBe('de')
})
