import type { Candidate } from '#ritual'
import { describe, expect, it } from 'vitest'
import { slotAt, slotsFor } from './times.ts'

const somebody = (zone: string, from = '08:00', to = '17:00'): Candidate => ({
  id: zone,
  name: zone,
  unit: null,
  email: null,
  role: 'member',
  zone,
  since: '2026-01-01',
  leaders: [],
  workingHours: { from, to },
  workDays: [1, 2, 3, 4, 5],
})

const usual = { time: '10:00', minutes: 30, date: '2026-12-01' }
const berlin = somebody('Europe/Berlin')

describe('the proposed times', () => {
  it('begin with the usual one and go on through the day, then to what lies before it', () => {
    const slots = slotsFor(usual, berlin, berlin)
    expect(slots).toHaveLength(18)
    expect(slots.slice(0, 3).map(({ time }) => time)).toEqual(['10:00', '10:30', '11:00'])
    expect(slots.at(-1)).toEqual({ time: '08:00', leaderTime: '08:00' })
    expect(slots[13]!.time).toBe('16:30')
  })

  it('keep to the hours in which both work, whatever their clocks say', () => {
    const slots = slotsFor(usual, berlin, somebody('America/New_York'))
    expect(slots).toEqual([
      { time: '10:00', leaderTime: '16:00' },
      { time: '10:30', leaderTime: '16:30' },
      { time: '09:30', leaderTime: '15:30' },
      { time: '09:00', leaderTime: '15:00' },
      { time: '08:30', leaderTime: '14:30' },
      { time: '08:00', leaderTime: '14:00' },
    ])
  })

  it('are the usual one alone where two never work at the same time', () => {
    expect(slotsFor(usual, berlin, somebody('Pacific/Auckland'))).toEqual([{ time: '10:00', leaderTime: '22:00' }])
  })

  it('know hours that pass midnight, and half an hour between zones', () => {
    const night = somebody('Europe/Berlin', '22:00', '06:00')
    expect(slotsFor({ ...usual, time: '23:30' }, night, night)[0]!.time).toBe('23:30')
    expect(slotAt('14:00', berlin, somebody('Asia/Kolkata'), '2026-12-01').leaderTime).toBe('09:30')
  })
})
