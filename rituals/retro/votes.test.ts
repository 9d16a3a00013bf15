/** What is on the table, and what the team wants to talk about. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry, Field, Person } from '#ritual'
import { anke, ben, entry, jana, readerOf, seatOf, selin, viewOf } from '../../test/views.ts'
import { checkForm } from '../../src/message/limits.ts'
import { cardsOf } from './cards.ts'
import retro from './ritual.ts'
import { topicsOf, votable } from './topics.ts'
import { agenda, checkVotes, counted, votesForm } from './votes.ts'

const wrote = (who: Person, start: string): Entry =>
  entry(who, { start, stop: null, continue: null }, { form: 'cards' })
const chose = (who: Person, ...topics: string[]): Entry => entry(who, { 'topics-1': topics }, { form: 'votes' })
const viewed = (entries: Entry[], more: object = {}) => viewOf(retro, { phase: 'vote', entries, ...more })
const ids = (entries: Entry[]): Map<string, string> =>
  new Map(cardsOf(viewed(entries)).map(({ text, id }) => [text, id]))

const cards = [wrote(jana, 'a\nb'), wrote(ben, 'c'), wrote(selin, 'd')]
const id = ids(cards)
const together = entry(ben, { 'cards-1': [id.get('a')!, id.get('c')!], title: 'Beides' }, { form: 'group' })

describe('topics', () => {
  it('are the groups, and every other card for itself', () => {
    expect(topicsOf(viewed([...cards, together])).map(({ title, cards: some }) => [title, some.length])).toEqual([
      ['Beides', 2],
      ['b', 1],
      ['d', 1],
    ])
  })

  it('never lose a card, whatever was put together', () => {
    const some = fc.uniqueArray(fc.constantFrom(...id.values(), 'nobody'), { maxLength: 4 })
    fc.assert(
      fc.property(fc.array(some, { maxLength: 5 }), (groups) => {
        const moves = groups.map((each) => entry(ben, { 'cards-1': each }, { form: 'group' }))
        const all = topicsOf(viewed([...cards, ...moves])).flatMap((topic) => topic.cards.map(({ text }) => text))
        expect(all.toSorted()).toEqual(['a', 'b', 'c', 'd'])
      }),
    )
  })

  it('fit into one form, however many there are; groups and what many speak of come first', () => {
    const crowd = Array.from({ length: 40 }, (_, index) => ({ id: `m${index}`, name: `M ${index}`, unit: null }))
    const many = crowd.map((who, index) =>
      wrote(
        who,
        [
          `Ersatzteile ${index}`,
          ...Array.from({ length: 8 }, (_, line) => `${'qwxyzkjhg'[line]!.repeat(5)}${index}${line}`),
        ].join('\n'),
      ),
    )
    const view = viewed(many, { members: crowd })
    expect(topicsOf(view)).toHaveLength(360)
    expect(votable(view)).toHaveLength(100)
    expect(votable(view).filter(({ title }) => title.startsWith('Ersatzteile'))).toHaveLength(40)
    const form = votesForm(view, readerOf('retro', { me: seatOf(view, crowd[0]!) }))
    checkForm(form, 'votes')
    expect(form.fields).toHaveLength(10)
  })
})

describe('votes', () => {
  it('count once a topic and three a person, and those for what is gone count for nothing', () => {
    const [a, b, d] = ['a', 'b', 'd'].map((text) => id.get(text)!)
    const view = viewed([...cards, together, chose(jana, 'g1', a!, b!, d!), chose(ben, 'g1'), chose(anke, d!)])
    expect(counted(view).map(({ title, votes }) => [title, votes])).toEqual([
      ['Beides', 2],
      ['b', 1],
      ['d', 1],
    ])
  })

  it('lead to the larger groups where nobody voted', () => {
    const view = viewed([wrote(jana, 'z'), ...cards, together])
    expect(agenda(view)[0]!.title).toBe('Beides')
    expect(agenda(viewed([...cards, chose(jana, id.get('d')!)])).map(({ title }) => title)).toEqual(['d'])
  })

  it('come back in the form, and too many are sent back with a sentence, not cut', () => {
    const view = viewed([...cards, chose(jana, id.get('b')!)])
    const reader = readerOf('retro', { me: seatOf(view, jana) })
    const [field] = votesForm(view, reader).fields as [Field]
    expect(field.initial).toEqual([id.get('b')])
    expect(checkVotes({ 'topics-1': [...id.values()] }, view, reader)).toEqual({
      'topics-1': 'Du hast 3 Stimmen und 4 Themen gewählt. Welche sind dir am wichtigsten?',
    })
    expect(checkVotes({ 'topics-1': [...id.values()].slice(1) }, view, reader)).toEqual({})
    const ofBen = votesForm(view, readerOf('retro', { me: seatOf(view, ben) })).fields[0]!
    expect(ofBen.initial).toEqual([])
  })
})
