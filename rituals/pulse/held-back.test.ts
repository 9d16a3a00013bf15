import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Likeness, Overlap } from '#ritual'
import { type Earlier, type Held, heldBack } from './held-back.ts'
import { GLOBAL, itemsOf } from './instrument.ts'
import { closingCycle } from './cycle.ts'
import { pairsOf } from './nine.ts'
import { staffIn } from './standing.ts'
import { tally } from './tally.ts'
import { LEADER, played, SIX } from '../../test/pulse-cycle-scene.ts'
import type { PulseView } from './state.ts'

const day = (week: number): string =>
  Temporal.PlainDate.from('2026-12-03')
    .add({ weeks: week - 1 })
    .toString()
const SAME: Overlap = { members: 'same', present: 'same' }

/** Polls in a row, newest first, each with who was asked and who of them was there; what was shown of them is decided as the ritual does. */
interface Lived {
  number: number
  members: Set<string>
  present: Set<string>
  shown: Set<string>
  earlier: Omit<Earlier, 'overlap'>
}

function like(then: Set<string>, now: Set<string>): Likeness {
  const counts = [then.difference(now).size, now.difference(then).size]
  if (counts.every((count) => count === 0)) return 'same'
  return counts.some((count) => count > 0 && count < 5) ? 'few' : 'many'
}

function live(weeks: readonly { members: Set<string>; present: Set<string> }[]): Lived[] {
  const lived: Lived[] = []
  for (const [index, { members, present }] of weeks.entries()) {
    const number = index + 1
    const items = itemsOf(number)
    const history = lived.map((each) => ({
      ...each.earlier,
      overlap: { members: like(each.members, members), present: like(each.present, present) },
    }))
    const held = heldBack(items, { number, date: day(number) }, history)
    const kept = Object.fromEntries(
      items.map((item) => [item, held?.items.includes(item) && !held.summed.includes(item) ? null : {}]),
    )
    const shown = new Set<string>(items.filter((item) => !held?.items.includes(item)))
    const earlier = { occurrence: { date: day(number) }, result: { tally: { items: kept, held } } }
    lived.unshift({ number, members, present, shown, earlier })
  }
  return lived
}

const everyone = Array.from({ length: 14 }, (_, index) => `p${index}`)
const someone = fc.subarray(everyone, { minLength: 8 }).map((people) => new Set(people))
const week = fc.tuple(someone, fc.subarray(everyone)).map(([members, away]) => ({
  members,
  present: members.difference(new Set(away.slice(0, 3))),
}))

describe('what is held back', () => {
  it('is nothing as long as the same people are there', () => {
    const steady = { members: new Set(everyone), present: new Set(everyone) }
    for (const { number, shown } of live(Array.from({ length: 26 }, () => steady)))
      expect([...shown]).toEqual(itemsOf(number))
  })

  it('leaves no two results of a statement close together whose people differ by a few', () => {
    fc.assert(
      fc.property(fc.array(week, { minLength: 2, maxLength: 16 }), (weeks) => {
        const lived = live(weeks)
        for (const [index, later] of lived.entries())
          for (const before of lived.slice(index + 1)) {
            const both = [...later.shown].filter((item) => before.shown.has(item))
            const apart = later.number - before.number
            if (apart < 4) expect(both.length > 0 && like(before.members, later.members) === 'few').toBe(false)
            if (apart < 3) expect(both.length > 0 && like(before.present, later.present) === 'few').toBe(false)
          }
      }),
    )
  })

  it('shows team spirit again with the cycle after the one in which somebody joined', () => {
    const before = { members: new Set(everyone.slice(1)), present: new Set(everyone.slice(1)) }
    const after = { members: new Set(everyone), present: new Set(everyone) }
    const weeks = live([before, before, before, after, after, after, after, after, after]).toReversed()
    expect(weeks.map(({ shown }) => shown.has(GLOBAL))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      true,
      true,
      true,
    ])
  })

  it('never hides team spirit for longer than two weeks when people are only away, and keeps the week for the index', () => {
    const members = new Set(everyone)
    const weeks = everyone.map((one) => ({ members, present: members.difference(new Set([one])) }))
    const shown = live(weeks).toReversed()
    expect(shown.map((each) => each.shown.has(GLOBAL)).slice(0, 7)).toEqual([
      true,
      false,
      false,
      true,
      false,
      false,
      true,
    ])
    for (const { earlier } of shown)
      for (const kept of Object.entries(earlier.result!.tally!.items))
        if (kept[0] !== GLOBAL) expect(kept[1]).not.toBeNull()
  })

  it('looks at the poll before, however long ago, when somebody has joined', () => {
    const month: Earlier = {
      occurrence: { date: '2026-11-01' },
      overlap: { ...SAME, members: 'few', present: 'few' },
      result: { tally: { items: { [GLOBAL]: {} } } },
    }
    const now = { number: 2, date: '2026-12-03' }
    expect(heldBack([GLOBAL], now, [month])).toMatchObject({ because: 'members', items: [GLOBAL] })
    expect(heldBack([GLOBAL], now, [{ ...month, overlap: SAME }])).toBeUndefined()
  })

  it('is not even kept', () => {
    const ballots = everyone.map(() => ({ [GLOBAL]: 4, goal: 4, contribution: 4, ideas: 4, 'own-lunch': 5 }))
    const before = (members: Likeness): Earlier => ({
      occurrence: { date: day(3) },
      overlap: { members, present: 'few' },
      result: { tally: { items: { [GLOBAL]: {}, contribution: {} }, own: { lunch: {} } } },
    })
    const counted = (members: Likeness) =>
      tally(ballots, {
        occurrence: { number: 4, date: day(4) },
        threshold: 5,
        history: [before(members)],
        ritual: { options: { questions: [{ id: 'lunch', statement: 'Das Essen schmeckt.' }] } },
      })
    const joined = counted('few')
    expect(joined.items).toMatchObject({ [GLOBAL]: null, contribution: null, goal: { cannotJudge: 0 } })
    expect(joined.own).toEqual({ lunch: null })
    const away = counted('same')
    expect(away.items).toMatchObject({ [GLOBAL]: null, contribution: { cannotJudge: 0 } })
    expect(away.held).toMatchObject({ because: 'present', summed: ['goal', 'ideas', 'contribution'], until: day(6) })
  })

  it('leaves out the statements of that week one by one, and not the number over all nine', () => {
    const whole = played([{ ballots: SIX, leader: LEADER }])
    const block = ['contribution', 'standing', 'roles']
    const held: Held = { because: 'present', items: block, summed: block, until: '2026-12-24' }
    const view = withHeld(whole, held)
    const cycle = closingCycle(view)!
    const shown = pairsOf(cycle, 'anke', 5).flatMap(({ item, share }) => (share ? [item] : []))
    expect(shown).toEqual(['goal', 'way', 'candour', 'ideas', 'help', 'successes'])
    expect(staffIn(cycle, 5)).toMatchObject({ told: 'index', index: 55 })
  })

  it('leaves out the number over all nine when somebody has joined or left, and says that it was that', () => {
    const whole = played([{ ballots: SIX, leader: LEADER }])
    const held: Held = { because: 'members', items: ['roles'], summed: [], until: '2026-12-24' }
    expect(staffIn(closingCycle(withHeld(whole, held, null))!, 5)).toEqual({ told: 'nothing', why: 'changed' })
  })
})

/** The view's own poll, the third of its cycle, with this held back; `roles` as it is kept. */
function withHeld(view: PulseView, held: Held, roles?: null): PulseView {
  const counted = view.result!.tally!
  const items = roles === null ? { ...counted.items, roles } : counted.items
  return { ...view, result: { ...view.result!, tally: { ...counted, items, held } } }
}
