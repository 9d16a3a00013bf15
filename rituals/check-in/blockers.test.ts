import { describe, expect, it } from 'vitest'
import { anke, ben, entry, jana, viewOf, type Scene } from '../../test/views.ts'
import { blockersIn, openTooLong } from './blockers.ts'
import { leaderPosts } from './lets-talk.ts'
import checkIn from './ritual.ts'

const options = checkIn.options.parse({})
const blocked = (text: string | null, who = jana) => [entry(who, { done: 'x', blocker: text })]

/** Newest first, today before all. */
const days = ([today, ...before]: (string | null)[], who = jana): Scene => ({
  entries: blocked(today!, who),
  past: before.map((text, index) => ({ date: `2026-11-${28 - index}`, entries: blocked(text, who) })),
})

const inARow = (...texts: (string | null)[]) => openTooLong(viewOf(checkIn, days(texts)))

describe('a blocker', () => {
  it('is what is in the way, not the word for nothing', () => {
    for (const nothing of [
      'nein',
      'Nichts.',
      '-',
      '–',
      'keine',
      'No!',
      'n/a',
      'alles gut',
      '👍',
      ' … ',
      'No blockers',
    ]) {
      expect(blockersIn({ blocker: nothing }, options), nothing).toEqual([])
    }
    for (const something of ['nein, aber der Drucker', 'Nichts geht', 'keine Teile', 'No parts', 'ORA-01017']) {
      expect(blockersIn({ blocker: something }, options), something).toEqual([something])
    }
  })

  it('is told to the leader at the third check-in in a row, and once', () => {
    expect(inARow('a', 'a')).toEqual([])
    expect(inARow('a', 'a', 'a')).toHaveLength(1)
    expect(inARow('a', 'a', 'a', 'a')).toEqual([])
    expect(inARow('a', 'a', null, 'a')).toEqual([])
    expect(inARow('nein', 'a', 'a')).toEqual([])
  })

  it('stands there once with its first day, or as it went on', () => {
    expect(inARow('Teil fehlt', 'Teil fehlt', 'Teil fehlt')[0]!.told).toEqual([
      { date: '2026-11-27', text: 'Teil fehlt' },
    ])
    expect(inARow('Kran auch', 'Teil fehlt', 'Teil fehlt')[0]!.told).toEqual([
      { date: '2026-11-27', text: 'Teil fehlt' },
      { date: '2026-12-02', text: 'Kran auch' },
    ])
  })

  it('of a leader is told to the other leaders, and to nobody when there is no other', () => {
    const scene = days(['a', 'a', 'a'], anke)
    expect(leaderPosts(viewOf(checkIn, { ...scene, leaders: [anke] }))).toEqual([])
    const posts = leaderPosts(viewOf(checkIn, { ...scene, leaders: [anke, ben], members: [jana] }))
    expect(posts.map(({ key, to }) => ({ key, to }))).toEqual([{ key: 'blocker:anke:ben', to: { member: 'ben' } }])
  })
})
