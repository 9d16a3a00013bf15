/** A word in common is a hint, no more; and it is the same hint in every language. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closeness, similarIn, stemOf } from './similarity.ts'
import { tries } from '../../test/depth.ts'

const cards = (...texts: string[]) => texts.map((text, index) => ({ id: String(index), text }))

describe('stems', () => {
  it('are the same for what people call the same', () => {
    const pairs = [
      ['Übergabe', 'Übergaben'],
      ['meeting', 'Meetings'],
      ['Ticket', 'tickets'],
      ['Straße', 'STRASSE'],
      ['Karte', 'Karten'],
    ]
    for (const [one, other] of pairs) expect(stemOf(one!)).toBe(stemOf(other!))
  })

  it('are none for short words and for those that stand anywhere', () => {
    for (const word of ['und', 'the', 'nicht', 'more', 'über', 'a']) expect(stemOf(word)).toBeNull()
  })
})

describe('suggestions', () => {
  it('name the word that is shared, the largest first, and take no card twice', () => {
    const texts = cards('Frühe Übergabe', 'Übergaben am Tresen', 'Kaffee am Tresen', 'Späte Übergabe', 'Urlaub')
    expect(similarIn(texts, 4)).toEqual([{ word: 'Übergabe', cards: ['0', '1', '3'] }])
    expect(similarIn(cards('Ticket offen', 'Tickets', 'Kran kaputt', 'Der Kran'), 1)).toHaveLength(1)
  })

  it('say nothing of a word that stands on most cards', () => {
    const texts = cards(...Array.from({ length: 10 }, (_, index) => `Werkstatt ${'abcdefghij'[index]!.repeat(5)}`))
    expect(similarIn(texts, 4)).toEqual([])
  })

  it('never overlap, never invent, and hold for any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { maxLength: 40 }), (texts) => {
        const all = similarIn(cards(...texts), 5)
        const ids = all.flatMap((group) => group.cards)
        expect(new Set(ids).size).toBe(ids.length)
        expect(all.every((group) => group.cards.length > 1)).toBe(true)
        for (const { word, cards: some } of all)
          expect(texts[Number(some[0])] === undefined || word.length > 0).toBe(true)
      }),
      tries(50),
    )
  })

  it('look at four hundred cards in no time', () => {
    const texts = cards(
      ...Array.from({ length: 400 }, (_, index) => `Karte über Thema ${index % 37} und Wort${index % 11}`),
    )
    expect(closeness(texts).size).toBe(400)
  })
})
