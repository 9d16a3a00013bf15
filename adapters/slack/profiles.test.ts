/** People as Slack describes them. */
import { describe, expect, it } from 'vitest'
import { statusSaysAway } from './absence.ts'
import { asProfile, slackUser } from './profiles.ts'

const user = (more: object = {}) => slackUser.parse({ id: 'U1', name: 'ana', real_name: 'Ana Roth', ...more })
const profile = (more: object = {}) => asProfile('T1', user(more))

describe('a profile', () => {
  it('has the name, the address, the zone and the language that Slack knows', () => {
    const full = {
      tz: 'Europe/Lisbon',
      locale: 'de-DE',
      profile: { email: 'Ana@Nordlicht.example', real_name: 'Ana Roth' },
    }
    expect(profile(full)).toEqual({
      id: 'T1/U1',
      name: 'Ana Roth',
      email: 'ana@nordlicht.example',
      zone: 'Europe/Lisbon',
      language: 'de',
      kind: 'person',
    })
  })

  it('leaves open what Slack does not say, or says in a way nobody understands', () => {
    expect(profile({ tz: 'Mars/Olympus', locale: 'fr-FR' })).toMatchObject({ zone: null, language: null, email: null })
    expect(profile({ tz: 7, locale: null, deleted: 'no', profile: 'x' })).toMatchObject({ zone: null, kind: 'person' })
    expect(asProfile('T1', slackUser.parse({ id: 'U1' })).name).toBe('U1')
  })

  it('tells guests, strangers, bots and deactivated people from everyone else', () => {
    expect(profile({ is_restricted: true }).kind).toBe('guest')
    expect(profile({ is_ultra_restricted: true }).kind).toBe('guest')
    expect(profile({ is_stranger: true }).kind).toBe('guest')
    expect(profile({ is_bot: true, deleted: true }).kind).toBe('bot')
    expect(profile({ id: 'USLACKBOT' }).kind).toBe('bot')
    expect(profile({ deleted: true }).kind).toBe('deactivated')
  })
})

describe('a status', () => {
  const says = (status: object): boolean => statusSaysAway(user({ profile: status }), 1_000_000)

  it('is a hint that somebody is away while it lasts', () => {
    expect(says({ status_emoji: ':palm_tree:' })).toBe(true)
    expect(says({ status_text: 'Urlaub bis Montag' })).toBe(true)
    expect(says({ status_text: 'Out of office', status_expiration: 2000 })).toBe(true)
    expect(says({ status_text: 'Out of office', status_expiration: 900 })).toBe(false)
  })

  it('of any other kind says nothing', () => {
    for (const text of ['', 'Urlaubsplanung', 'Fokuszeit', 'On call', 'Gardening at work']) {
      expect(says({ status_text: text })).toBe(false)
    }
  })
})
