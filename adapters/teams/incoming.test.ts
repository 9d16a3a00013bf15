/** What somebody says, in all the ways in which Teams brings it. */
import { describe, expect, it } from 'vitest'
import { activityIn } from './activity.ts'
import { actorOf, commandIn } from './incoming.ts'
import { zoneOf } from './zones.ts'

const bot = { id: '28:bot', name: 'Teamrunde' }
const said = (text: string, more: object = {}) =>
  activityIn(JSON.stringify({ type: 'message', text, recipient: bot, ...more }))!

const mention = { type: 'mention', text: '<at>Teamrunde</at>', mentioned: { id: '28:bot' } }
const other = { type: 'mention', text: '<at>Ana</at>', mentioned: { id: '29:ana' } }

describe('a command', () => {
  it.each([
    ['heute', [], 'heute'],
    ['<at>Teamrunde</at> heute', [mention], 'heute'],
    ['<at>Teamrunde</at>&nbsp;heute\n', [mention], 'heute'],
    ['<p><at>Teamrunde</at> weg bis <b>Freitag</b></p>', [mention], 'weg bis <b>Freitag</b>'],
    ['<at>Teamrunde</at>', [mention], ''],
    ['/heute', [], 'heute'],
    ['/teamrunde heute', [], 'heute'],
    ['/Teamrunde', [], ''],
    ['<at>Teamrunde</at> /teamrunde plan', [mention], 'plan'],
    ['a &amp; b &lt;c&gt;', [], 'a & b <c>'],
    ['<at>Teamrunde</at> zusagen <at>Ana</at>', [mention, other], 'zusagen Ana'],
  ])('%j', (text, entities, command) => {
    expect(commandIn(said(text, { entities }))).toBe(command)
  })
})

describe('who acts', () => {
  it('is told with language and zone, as far as the client says', () => {
    const tenant = '5EED0000-0000-4000-8000-000000000001'
    const from = { id: '29:a', aadObjectId: 'AAAA0000-0000-4000-8000-000000000001' }
    const channelData = { tenant: { id: tenant } }
    const ana = { platform: 'teams', person: `${tenant}/${from.aadObjectId}`.toLowerCase() }
    expect(actorOf(said('x', { from, channelData }))).toEqual(ana)
    const told = { locale: 'en-US', localTimezone: 'America/New_York' }
    expect(actorOf(said('x', { from, channelData, ...told }))).toEqual({
      ...ana,
      language: 'en',
      zone: 'America/New_York',
    })
    const info = { type: 'clientInfo', locale: 'de-AT', country: 'AT', timezone: 'W. Europe Standard Time' }
    expect(actorOf(said('x', { from, channelData, entities: [info] }))).toEqual({
      ...ana,
      language: 'de',
      zone: 'Europe/Vienna',
    })
    expect(actorOf(said('x', { from: { id: '28:other' }, channelData }))).toBeNull()
    expect(actorOf(said('x', { from }))).toBeNull()
  })

  it.each([
    ['Europe/Berlin', undefined, 'Europe/Berlin'],
    ['W. Europe Standard Time', undefined, 'Europe/Berlin'],
    ['GMT Standard Time', 'GB', 'Europe/London'],
    ['Eastern Standard Time', 'CA', 'America/Toronto'],
    ['Nowhere Standard Time', 'DE', null],
    ['', undefined, null],
    [undefined, undefined, null],
  ])('is in %s', (name, country, zone) => {
    expect(zoneOf(name, country)).toBe(zone)
  })
})
