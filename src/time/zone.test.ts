import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantOf, isZone, nearestZone, shiftOf, zoneNames } from './zone.ts'
import { tries } from '../../test/depth.ts'

const local = (text: string) => Temporal.PlainDateTime.from(text)

describe('a local time that a clock change leaves out runs later by the gap', () => {
  test.each([
    ['Europe/Berlin', '2027-03-28T02:30', '2027-03-28T01:30:00Z', '03:30'],
    ['America/New_York', '2027-03-14T02:30', '2027-03-14T07:30:00Z', '03:30'],
    ['America/St_Johns', '2027-03-14T02:30', '2027-03-14T06:00:00Z', '03:30'],
    ['America/Santiago', '2026-09-06T00:30', '2026-09-06T04:30:00Z', '01:30'],
    ['Africa/Casablanca', '2026-03-22T02:30', '2026-03-22T02:30:00Z', '03:30'],
    ['Antarctica/Troll', '2027-03-28T02:30', '2027-03-28T02:30:00Z', '04:30'],
    ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45:00Z', '02:45'],
    ['Pacific/Auckland', '2026-09-27T02:30', '2026-09-26T14:30:00Z', '03:30'],
    ['Pacific/Apia', '2011-12-30T10:00', '2011-12-30T20:00:00Z', '10:00'],
  ])('%s %s', (zone, missing, instant, onTheClock) => {
    expect(shiftOf(local(missing), zone)).toBe('gap')
    expect(instantOf(local(missing), zone).toString()).toBe(instant)
    expect(instantOf(local(missing), zone).toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5)).toBe(
      onTheClock,
    )
  })

  test('on the day that Apia skipped, it runs a whole day later', () => {
    const run = instantOf(local('2011-12-30T10:00'), 'Pacific/Apia').toZonedDateTimeISO('Pacific/Apia')
    expect(run.toPlainDate().toString()).toBe('2011-12-31')
  })
})

describe('a local time that comes twice runs once, the first time', () => {
  test.each([
    ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00Z'],
    ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00Z'],
    ['America/St_Johns', '2026-11-01T01:30', '2026-11-01T04:00:00Z'],
    ['America/Santiago', '2026-04-04T23:30', '2026-04-05T02:30:00Z'],
    ['Africa/Casablanca', '2026-02-15T02:30', '2026-02-15T01:30:00Z'],
    ['Antarctica/Troll', '2026-10-25T01:30', '2026-10-24T23:30:00Z'],
    ['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45:00Z'],
    ['Pacific/Auckland', '2026-04-05T02:30', '2026-04-04T13:30:00Z'],
    ['Pacific/Apia', '2012-04-01T03:30', '2012-03-31T13:30:00Z'],
  ])('%s %s', (zone, twice, instant) => {
    expect(shiftOf(local(twice), zone)).toBe('repeated')
    expect(instantOf(local(twice), zone).toString()).toBe(instant)
  })
})

describe('an ordinary local time is not shifted', () => {
  test.each([
    ['Asia/Kolkata', '2026-03-29T02:30', '2026-03-28T21:00:00Z'],
    ['Asia/Kolkata', '2026-10-25T02:30', '2026-10-24T21:00:00Z'],
    ['Europe/Berlin', '2027-03-28T01:59', '2027-03-28T00:59:00Z'],
    ['Europe/Berlin', '2027-03-28T03:00', '2027-03-28T01:00:00Z'],
    ['Europe/Berlin', '2026-10-25T01:59', '2026-10-24T23:59:00Z'],
    ['Europe/Berlin', '2026-10-25T03:00', '2026-10-25T02:00:00Z'],
    ['Pacific/Kiritimati', '2027-01-01T00:00', '2026-12-31T10:00:00Z'],
    ['America/Los_Angeles', '2026-12-31T23:30', '2027-01-01T07:30:00Z'],
  ])('%s %s', (zone, time, instant) => {
    expect(shiftOf(local(time), zone)).toBeNull()
    expect(instantOf(local(time), zone).toString()).toBe(instant)
  })
})

describe('the remembered transitions', () => {
  test('give what plain Temporal gives, in every zone, at any time of 130 years', () => {
    const zone = fc.constantFrom(...zoneNames())
    const minute = fc.integer({ min: 0, max: 130 * 365 * 24 * 60 })
    fc.assert(
      fc.property(zone, minute, (name, minutes) => sameAsTemporal(local('1920-01-01T00:00').add({ minutes }), name)),
      tries(1000),
    )
  })

  test('give what plain Temporal gives around every clock change of forty years', () => {
    const zone = fc.constantFrom(...zoneNames())
    const year = fc.integer({ min: 2000, max: 2040 })
    const seconds = fc.integer({ min: -3 * 3600, max: 3 * 3600 })
    fc.assert(
      fc.property(zone, year, seconds, (name, start, offset) => {
        const change = new Temporal.ZonedDateTime(0n, name).with({ year: start }).getTimeZoneTransition('next')
        if (change !== null) sameAsTemporal(change.toPlainDateTime().add({ seconds: offset }), name)
      }),
      tries(1000),
    )
  })

  test('leave times finer than a millisecond and other calendars to Temporal itself', () => {
    sameAsTemporal(local('2027-03-28T02:30:00.123456789'), 'Europe/Berlin')
    sameAsTemporal(local('2027-03-28T02:30').withCalendar('hebrew'), 'Europe/Berlin')
    sameAsTemporal(local('0044-03-15T12:00'), 'Europe/Rome')
  })

  test('refuse a zone that does not exist', () => {
    expect(() => instantOf(local('2026-12-03T10:00'), 'Mars/Phobos')).toThrow(RangeError)
  })
})

describe('names of zones', () => {
  test.each(['Europe/Berlin', 'Asia/Kolkata', 'Asia/Calcutta', 'Europe/Kyiv', 'UTC', 'Etc/GMT+5'])(
    '%s is one',
    (name) => {
      expect(isZone(name)).toBe(true)
    },
  )

  test.each(['', 'Europe/Berln', 'europe/berlin', '+01:00', 'CEST', '2026-12-03T10:00[Europe/Berlin]', 'Berlin'])(
    '"%s" is none',
    (name) => {
      expect(isZone(name)).toBe(false)
    },
  )

  test.each([
    ['Europe/Berln', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['Berlin', 'Europe/Berlin'],
    ['New York', 'America/New_York'],
    ['Asia/Kolkatta', 'Asia/Kolkata'],
    ['Mars/Phobos', undefined],
    ['+01:00', undefined],
  ])('for "%s" %s is suggested', (mistyped, meant) => {
    expect(nearestZone(mistyped)).toBe(meant)
  })

  test('every name offered for completion is valid', () => {
    expect(zoneNames().filter((name) => !isZone(name))).toEqual([])
    expect(zoneNames()).toContain('Asia/Kolkata')
  })
})

function sameAsTemporal(time: Temporal.PlainDateTime, zone: string) {
  expect(instantOf(time, zone).toString()).toBe(time.toZonedDateTime(zone).toInstant().toString())
}
