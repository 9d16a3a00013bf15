/** When things begin and end: the friendly end of the time box, and the meeting where there is one. */
import type { Entry } from '#ritual'
import { describe, expect, it } from 'vitest'
import { entry, jana, readerOf, viewOf } from '../../test/views.ts'
import { hasBegun, meetingAt, softEnd } from './phases.ts'
import retro from './ritual.ts'

// Opens on Wednesday 09:00 in Berlin: cards until Friday 09:00, votes from 13:00, talk from Saturday 09:00.
const viewed = (options: unknown = {}, phase = 'discuss') => viewOf(retro, { options, phase })

describe('the phases', () => {
  it('follow each other; without grouping, the vote comes next', () => {
    expect(hasBegun(viewed({}, 'collect'), 'group')).toBe(false)
    expect(hasBegun(viewed({}, 'vote'), 'group')).toBe(true)
    expect(hasBegun(viewed({ group: 'none' }, 'vote'), 'group')).toBe(true)
    expect(hasBegun(viewed({ group: 'none' }, 'collect'), 'group')).toBe(false)
    expect(hasBegun(viewed({}, 'planned'), 'group')).toBe(false)
    expect(hasBegun(viewed({}, 'closed'), 'act')).toBe(true)
  })

  it('end softly: when a sixth of the time is left, or with the meeting', () => {
    expect(softEnd(viewed())).toBe('2026-12-06T04:00:00.000Z')
    expect(softEnd(viewed({ live: '45m' }))).toBe('2026-12-05T08:45:00.000Z')
    expect(softEnd(viewed({ live: '45m', discuss: '30m' }))).toBe('2026-12-05T08:30:00.000Z')
  })

  it('leave the meeting where it was agreed on when the votes are counted early', () => {
    const view = viewed({ live: '1h' })
    expect(meetingAt(view)).toBe('2026-12-05T08:00:00.000Z')
    const early = view.phases.map((each) =>
      each.name === 'vote' ? { ...each, closesAt: '2026-12-04T15:00:00.000Z' } : each,
    )
    expect(meetingAt({ ...view, phases: early })).toBe('2026-12-05T08:00:00.000Z')
    expect(meetingAt(viewed())).toBeNull()
    const collecting = { ...view, phase: 'collect' }
    expect(retro.calendar!(collecting, readerOf('retro'))).toEqual([
      expect.objectContaining({ key: 'discuss', startsAt: '2026-12-05T08:00:00.000Z', lasts: '1h' }),
    ])
    expect(retro.calendar!(viewed({ live: '1h' }, 'planned'), readerOf('retro'))).toHaveLength(1)
    expect(retro.calendar!(viewed(), readerOf('retro'))).toEqual([])
  })

  it('take the meeting out of the calendars when there are no cards, as long as there are none', () => {
    const live = (phase: string, entries: Entry[] = []) =>
      retro.calendar!(viewOf(retro, { options: { live: '1h' }, phase, entries }), readerOf('retro')).length
    expect(['collect', 'group', 'discuss', 'closed'].map((phase) => live(phase))).toEqual([1, 0, 0, 0])
    const card = entry(jana, { start: 'a', stop: null, continue: null }, { form: 'cards' })
    expect([live('discuss', [card]), live('closed', [card])]).toEqual([1, 1])
  })
})
