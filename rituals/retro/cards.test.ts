/** Cards lie hidden, are turned over together, and stay what they are from then on. */
import { describe, expect, it } from 'vitest'
import type { Answers, Result } from '#ritual'
import { anke, ben, entry, jana, selin, viewOf, type Scene } from '../../test/views.ts'
import { cardsOf, submittedBy, writers } from './cards.ts'
import retro from './ritual.ts'
import type { Tally } from './tally.ts'

/** Cards are turned over on Friday at 09:00 in Berlin. */
const LATE = '2026-12-04T09:30:00.000Z'

const wrote = (who: typeof jana, start: string | null, more: Partial<ReturnType<typeof entry>> = {}) =>
  entry(who, { start, stop: null, continue: null }, { form: 'cards', ...more })

const viewed = (scene: Scene<Tally> = {}) => viewOf(retro, { phase: 'group', ...scene })
const read = (scene: Scene<Tally>): string[] =>
  cardsOf(viewed(scene)).map(({ text, author }) => `${text}|${author?.name ?? ''}`)

describe('named cards', () => {
  it('are nobody’s to see while they are collected, beyond how many have written', () => {
    const entries = [wrote(jana, 'a'), wrote(ben, null), wrote(selin, 'b'), wrote(selin, 'c')]
    const collecting = viewed({ phase: 'collect', entries })
    expect(cardsOf(collecting)).toEqual([])
    expect(writers(collecting)).toBe(2)
    expect(submittedBy(collecting, 'selin')).toMatchObject({ start: 'c' })
  })

  it('are everyone’s last word, the leader’s after all others', () => {
    const leads = wrote(anke, 'Ordnung', { role: 'leader', at: '2026-12-02T08:00:00.000Z' })
    expect(read({ entries: [leads, wrote(jana, 'a'), wrote(ben, 'b'), wrote(jana, 'a\nc')] })).toEqual([
      'a|Jana',
      'c|Jana',
      'b|Ben',
      'Ordnung|Anke',
    ])
  })

  it('are gone when somebody passes after all, and the leader’s alone are not shown', () => {
    const leads = wrote(anke, 'Ordnung', { role: 'leader' })
    expect(read({ entries: [leads, wrote(jana, 'a'), entry(jana, null, { form: 'cards' })] })).toEqual([])
    expect(read({ entries: [leads, wrote(ben, 'spät', { at: LATE })] })).toEqual(['spät|Ben', 'Ordnung|Anke'])
  })

  it('are only added to from then on, and nobody’s words come twice', () => {
    const entries = [wrote(jana, 'a\nb'), wrote(ben, 'a'), wrote(jana, 'b\nneu', { at: LATE })]
    const cards = cardsOf(viewed({ entries }))
    expect(cards.map(({ text, late }) => [text, late])).toEqual([
      ['a', null],
      ['b', null],
      ['a', null],
      ['neu', LATE],
    ])
    expect(new Set(cards.map(({ id }) => id)).size).toBe(4)
  })

  it('keep their ids whatever comes or goes around them', () => {
    const entries = [wrote(jana, 'a'), wrote(ben, 'b')]
    const idOf = (more: typeof entries): string =>
      cardsOf(viewed({ entries: more })).find(({ text }) => text === 'b')!.id
    expect(idOf([wrote(ben, 'b')])).toBe(idOf(entries))
    expect(idOf([...entries, wrote(selin, 'c', { at: LATE })])).toBe(idOf(entries))
  })

  it('whose author nobody here can name stand without a name', () => {
    expect(read({ entries: [wrote({ id: 'gone', name: 'x', unit: null }, 'a')] })).toEqual(['a|'])
  })
})

describe('sealed cards', () => {
  const options = { anonymous: true }
  const opened = (cards: Record<string, string[]> | null): Result<Tally> => ({
    invited: 5,
    answered: cards === null ? null : 5,
    tally: cards === null ? null : { writers: 5, cards },
    withheld: cards === null ? 'few' : null,
  })

  it('have no author, and the leader’s come last with a name', () => {
    const entries = [wrote(anke, 'Ordnung', { role: 'leader' })]
    const result = opened({ start: ['x', 'y'], stop: [], continue: ['z'] })
    expect(read({ options, entries, result })).toEqual(['x|', 'y|', 'z|', 'Ordnung|Anke'])
  })

  it('stay unread when they are too few, and so does the leader’s', () => {
    const entries = [wrote(anke, 'Ordnung', { role: 'leader' })]
    for (const result of [opened(null), { ...opened(null), withheld: 'lost-key' as const }])
      expect(read({ options, entries, result })).toEqual([])
    const empty: Result<Tally> = { invited: 5, answered: 5, tally: { writers: 0, cards: null }, withheld: null }
    expect(read({ options, entries, result: empty })).toEqual([])
  })

  it('let nobody but a leader send a card by name', () => {
    const may = (who: typeof jana, named: Answers) => {
      const view = viewed({ options, result: opened(named as never) })
      const me = view.participants.find(({ id }) => id === who.id)!
      return retro.forms['cards']!.may!(view, { t: (() => '') as never, zone: 'UTC', me })
    }
    expect(may(anke, {})).toBe(true)
    expect(may(jana, {})).toBe(false)
  })
})
