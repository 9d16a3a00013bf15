import { describe, expect, it } from 'vitest'
import { common, share, shiftOn, shiftsOn } from './working-time.ts'

const worker = (zone: string, from = '08:00', to = '17:00', workDays = [1, 2, 3, 4, 5]) => ({
  zone,
  workingHours: { from, to },
  workDays,
})

const berlin = worker('Europe/Berlin')
const los = worker('America/Los_Angeles')

const minutes = (date: string, ...people: ReturnType<typeof worker>[]): number => {
  const stretch = common(shiftsOn(date, people))
  return stretch ? (stretch.until - stretch.from) / 60_000 : 0
}

describe('common working time', () => {
  it('is what hours in two zones share', () => {
    expect(minutes('2026-12-03', berlin, worker('Europe/Lisbon'))).toBe(480)
    expect(minutes('2026-12-03', berlin, worker('America/New_York'))).toBe(180)
    expect(minutes('2026-12-03', berlin, los)).toBe(0)
  })

  it('follows the daylight saving of both: in some weeks of March Berlin and Los Angeles are an hour closer', () => {
    expect(minutes('2027-03-05', berlin, los)).toBe(0)
    expect(minutes('2027-03-19', berlin, los)).toBe(60)
    expect(minutes('2027-04-02', berlin, los)).toBe(0)
  })

  it('needs half an hour, of all of them at once', () => {
    expect(minutes('2026-12-03', berlin, worker('Europe/Berlin', '16:30', '20:00'))).toBe(30)
    expect(minutes('2026-12-03', berlin, worker('Europe/Berlin', '16:31', '20:00'))).toBe(0)
    const [early, late] = [worker('Europe/Berlin', '06:00', '10:00'), worker('Europe/Berlin', '09:40', '18:00')]
    expect(minutes('2026-12-03', early, worker('Europe/Berlin', '06:00', '18:00'), late)).toBe(0)
  })

  it('is only on a working day of both', () => {
    const sundays = worker('Asia/Jerusalem', '08:00', '17:00', [7, 1, 2, 3, 4])
    expect(minutes('2026-12-03', berlin, sundays)).toBe(480)
    expect(minutes('2026-12-04', berlin, sundays)).toBe(0)
    expect(shiftOn('2026-12-05', berlin)).toBeNull()
    expect(share(null, shiftOn('2026-12-03', berlin))).toBe(false)
  })

  it('takes hours that end before they begin over midnight', () => {
    const nights = worker('Europe/Berlin', '22:00', '06:00')
    expect(minutes('2026-12-03', nights, worker('Europe/Berlin', '16:00', '23:00'))).toBe(60)
  })
})
