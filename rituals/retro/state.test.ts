/** The fold: whatever comes in, in whatever order, and from another version of this ritual. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Answers, Entry } from '#ritual'
import { ben, entry, jana, selin } from '../../test/views.ts'
import { changeForm, FORM, initial, reduce, type State } from './state.ts'

const folded = (entries: Entry[]): State => entries.reduce(reduce, initial())
const sent = (form: string, answers: Answers | null, who = jana): Entry => entry(who, answers, { form })
const group = (cards: string[], more: Answers = {}): Entry => sent(FORM.group, { 'cards-1': cards, ...more })
const item = (what: string | null, more: Answers = {}): Answers => ({
  what,
  when: null,
  owner: 'ben',
  due: '2026-12-11',
  ...more,
})

describe('groups', () => {
  it('take cards out of the groups they were in, and are gone with their last card', () => {
    const state = folded([
      group(['a', 'b'], { title: 'Eins' }),
      group(['c', 'd']),
      group(['b', 'c'], { title: 'Zwei' }),
    ])
    expect(state.groups).toEqual([
      { key: 'g1', title: 'Eins', cards: ['a'] },
      { key: 'g2', title: null, cards: ['d'] },
      { key: 'g3', title: 'Zwei', cards: ['b', 'c'] },
    ])
    expect(reduce(state, group(['a'], { into: 'g3' })).groups).toEqual([
      { key: 'g2', title: null, cards: ['d'] },
      { key: 'g3', title: 'Zwei', cards: ['b', 'c', 'a'] },
    ])
  })

  it('come apart again, and no later one gets their name', () => {
    const state = folded([group(['a', 'b']), sent(FORM.split, { 'groups-1': ['g1'] }), group(['a', 'b'])])
    expect(state.groups.map(({ key }) => key)).toEqual(['g2'])
  })

  it('hold each card once, whatever is put together with what', () => {
    const cards = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'))
    const into = fc.constantFrom(null, 'g1', 'g2', 'g7', '__proto__')
    fc.assert(
      fc.property(fc.array(fc.tuple(cards, into), { maxLength: 12 }), (moves) => {
        const { groups } = folded(moves.map(([some, key]) => group(some, { into: key })))
        const all = groups.flatMap((each) => each.cards)
        expect(new Set(all).size).toBe(all.length)
        expect(groups.every((each) => each.cards.length > 0)).toBe(true)
        expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length)
      }),
    )
  })
})

describe('votes and turns', () => {
  it('keep the last word of each', () => {
    const state = folded([
      sent(FORM.votes, { 'topics-1': ['a', 'b'] }),
      sent(FORM.votes, { 'topics-1': ['c'] }, ben),
      sent(FORM.votes, { 'topics-1': ['b'], 'topics-2': ['x'] }),
    ])
    expect(state.votes).toEqual([
      { member: 'ben', topics: ['c'] },
      { member: 'jana', topics: ['b', 'x'] },
    ])
  })

  it('keep everyone who had the floor, in order', () => {
    const state = folded([sent(FORM.handOver, { to: 'selin' }), sent(FORM.takeOver, {}, ben), sent(FORM.handOver, {})])
    expect(state.turns.map(({ member }) => member)).toEqual([selin.id, ben.id])
  })
})

describe('actions', () => {
  it('are changed under their key, crossed out when emptied, and never share a key', () => {
    const state = folded([
      sent(FORM.action, item('Eins')),
      sent(FORM.action, item('Zwei', { when: 'es regnet' })),
      sent(changeForm('a1'), item(null)),
      sent(FORM.action, item('Drei')),
      sent(changeForm('a2'), item('Zwei', { due: '2026-12-18' })),
      sent(changeForm('a1'), item('zurück')),
    ])
    expect(state.items).toEqual([
      { key: 'a2', what: 'Zwei', trigger: null, owner: 'ben', due: '2026-12-18' },
      { key: 'a3', what: 'Drei', trigger: null, owner: 'ben', due: '2026-12-11' },
    ])
  })

  it('keep their keys when one of them has nobody any more', () => {
    const { items } = folded([sent(FORM.action, item('Eins', { owner: null })), sent(FORM.action, item('Zwei'))])
    expect(items.map(({ key }) => key)).toEqual(['a2'])
  })

  it('need what, who and when', () => {
    expect(folded([sent(FORM.action, item('x', { owner: null })), sent(FORM.action, null)]).items).toEqual([])
  })
})
