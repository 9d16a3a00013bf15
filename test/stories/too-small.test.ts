/** A team of which nothing could ever be shown is not asked, and those who lead it hear why; one that has grown is. */
import { describe, expect, it } from 'vitest'
import { feedEntries } from '../../src/engine/feed/entries.ts'
import { memberOn } from '../../src/store/people.ts'
import { databases } from '../databases.ts'
import { type Story, tell, textOf } from '../house.ts'
import { manifestOf } from './manifest.ts'

const PULSE = `
  - { id: spirit, kind: pulse, team: service, name: Teamgeist, schedule: { every: week, on: thu, at: '10:00', window: 26h } }
`
const RETRO = `
  - { id: retro, kind: retro, team: service, name: Retro, schedule: { every: 2 weeks, on: mon, at: '10:00', starting: '2026-12-07' }, options: { anonymous: true, live: 1h } }
`
const FOUR = ['ana', 'ben', 'cem', 'dana']

const said = (story: Story, person: string): string[] =>
  story
    .standing(`@${person}`)
    .slice(1)
    .map(({ text }) => text)

const firstLines = (story: Story, person: string): string[] => said(story, person).map((text) => text.split('\n')[0]!)

describe.each(databases)('a team that is too small on $name', (engine) => {
  it('is asked for no ballot; its leader hears why, once', async () => {
    await using story = await tell(engine, { manifest: manifestOf(PULSE, FOUR), now: '2026-12-02T12:00' })
    await story.to('2026-12-17T10:30')
    expect(FOUR.flatMap((who) => said(story, who))).toEqual([])
    expect(firstLines(story, 'lead')).toEqual([
      expect.stringMatching(/^„Teamgeist“ findet nicht statt: Im Team sind weniger als 5 Leute/),
    ])
    expect(story.standing('service')).toEqual([])
    expect(await story.db.kysely.selectFrom('spool').selectAll().execute()).toEqual([])
    expect(story.house.ballots.lost('spirit@2026-12-17T10:00')).toBe(true)
    expect(textOf(await story.command('ana', 'warum'))).toContain('Mit weniger als 5 Leuten ließe sich erraten')
    expect(textOf(await story.command('ana', 'heute'))).not.toContain('Teamgeist')
    const status = textOf(await story.command('lead', 'status'))
    expect(status).toContain('findet nicht statt, solange weniger als 5 Leute')
    expect(status).not.toContain('das nächste Mal')
    expect(textOf(await story.command('lead', 'starten'))).toContain('„Teamgeist“ kann nicht stattfinden')

    await story.restart(manifestOf(PULSE, [...FOUR, 'elif']))
    await story.to('2026-12-31T10:30')
    expect(said(story, 'elif').join()).toContain('versiegelt')
    expect(said(story, 'ana').join()).toContain('versiegelt')
  })

  it('holds no retro with sealed cards, and has none in its calendars; with names it does', async () => {
    const manifest = manifestOf(RETRO, FOUR).replace('language: de', 'language: en')
    await using story = await tell(engine, { manifest, now: '2026-12-06T12:00' })
    const meetings = async (): Promise<number> =>
      (await feedEntries(story.house, (await memberOn(story.db.kysely, 'web', 'ana'))!)).length
    expect(await meetings()).toBe(0)
    await story.to('2026-12-07T10:30')
    expect(FOUR.flatMap((who) => said(story, who))).toEqual([])
    expect(said(story, 'lead').join()).toMatch(/“Retro” does not take place: .*changes it to cards with names/s)
    await story.restart(manifest.replace('anonymous: true, ', ''))
    expect(await meetings()).toBeGreaterThan(0)
    await story.to('2026-12-21T10:30')
    expect(said(story, 'ana').join()).toContain('Time for the retro')
  })
})
