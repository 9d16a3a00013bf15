/** What Teams and the way to it do now and then: every message stands once, or somebody is told. */
import { describe, expect, it } from 'vitest'
import { type Company, companyIn, manifestFor, MORNING } from './company.ts'
import type { Teams } from './double.ts'
import { tellInTeams, type TeamsStory } from './house.ts'
import { shownOn } from './shown.ts'

async function begin(
  prepare: (company: Company, teams: Teams) => void = () => {},
): Promise<TeamsStory & { company: Company }> {
  let company: Company | undefined
  const story = await tellInTeams({
    now: '2026-12-07T08:30',
    found(teams) {
      company = companyIn(teams)
      prepare(company, teams)
      return manifestFor(company, MORNING)
    },
  })
  return { ...story, company: company! }
}

const prompts = ({ teams }: TeamsStory, { staff, lead }: Company): number[] =>
  [lead, ...staff].map(
    (person) =>
      teams
        .as(person)
        .inbox()
        .filter(({ card }) => shownOn(card!).includes('Guten Morgen')).length,
  )

describe('between the bot and Teams', () => {
  it('a message that was refused for a moment goes out again, once each', async () => {
    await using story = await begin()
    const { faults } = story.teams
    for (const status of [412, 502, 504, 503]) faults.next('send', { type: 'status', status })
    faults.next('send', { type: 'rate-limited', seconds: 20 })
    await story.to('2026-12-07T09:05')
    expect(faults.left()).toBe(0)
    expect(prompts(story, story.company)).toEqual([1, 1, 1, 1, 1, 1])
  })

  it('a message whose answer got lost is not sent twice, and the admin hears of it', async () => {
    await using story = await begin()
    story.teams.faults.next('send', { type: 'drop-after' })
    await story.to('2026-12-07T09:30')
    expect(prompts(story, story.company)).toEqual([1, 1, 1, 1, 1, 1])
    expect(
      story.teams.journal.calls.filter(({ method, status }) => method === 'send' && status === 201).length,
    ).toBeGreaterThan(6)
    expect(story.teams.as(story.company.lead).chat()).toContain(
      'Damit nichts doppelt kommt, schicke ich sie nicht noch einmal.',
    )
  })

  it('somebody without the app is told of, and gets what waits as soon as they have it', async () => {
    await using story = await begin(({ ana }, teams) => {
      Object.assign(ana, { installed: false })
      teams.world.withBot.clear()
    })
    const { ana, lead, ben, service } = story.company
    // In no team with the bot, only those who have the app themselves are met.
    for (const person of [lead, ben]) await story.teams.as(person).install()
    await story.to('2026-12-07T08:45')
    // The bot is in the team for a moment, so that it knows who is there; then Ana leaves the channel.
    await story.teams.addBot(lead, service)
    await story.settle()
    await story.to('2026-12-07T08:50')
    service.members.delete(ana.id)
    await story.to('2026-12-07T09:30')
    expect(story.teams.as(ana).chat()).not.toContain('Guten Morgen')
    expect(story.teams.as(lead).chat()).toContain('Ich kann Ana Roth in Microsoft Teams noch nicht schreiben')

    await story.teams.as(ana).install()
    await story.to('2026-12-07T09:31')
    expect(story.teams.as(ana).chat()).toContain('Guten Morgen')
    expect(await story.answer(ana, { done: 'Endlich dabei' })).toBe(true)
    const count = story.teams.as(ana).inbox().length
    // Installs are told twice and again: it changes nothing.
    await story.teams.as(ana).install()
    await story.to('2026-12-07T09:40')
    expect(story.teams.as(ana).inbox()).toHaveLength(count)
  })

  it('a blocked bot is told of, and writes again when it may', async () => {
    await using story = await begin()
    const { ana, lead } = story.company
    await story.to('2026-12-07T08:40')
    await story.teams.as(ana).uninstall()
    await story.to('2026-12-07T09:10')
    expect(story.teams.as(lead).chat()).toContain('noch nicht schreiben')
    await story.teams.as(ana).install()
    await story.to('2026-12-07T09:11')
    expect(story.teams.as(ana).chat()).toContain('Guten Morgen')
    // And once more.
    await story.teams.as(ana).uninstall()
    const standing = story.teams.as(ana).inbox().length
    await story.teams.as(ana).install()
    await story.to('2026-12-07T09:12')
    expect(story.teams.as(ana).inbox()).toHaveLength(standing + 1)
  })

  it('Teams moves to another address: what comes from there says so', async () => {
    await using story = await begin()
    const { ana } = story.company
    await story.to('2026-12-07T09:01')
    story.teams.move()
    await story.answer(ana, { done: 'umgezogen' })
    await story.settle()
    const row = await story.db.kysely
      .selectFrom('contact')
      .select('details')
      .where('person', '=', `${story.teams.world.tenant}/${ana.id}`)
      .executeTakeFirstOrThrow()
    expect(row.details).toContain('/amer/')
  })

  it('keeps Teams’ pace, however much is to be said', async () => {
    await using story = await begin()
    await story.to('2026-12-07T13:05')
    expect(story.teams.pace.hits).toBe(0)
  })

  it('a secret that has run out is said once, and everything goes out when it is right again', async () => {
    await using story = await begin()
    story.teams.login.shutOut(true)
    await story.to('2026-12-07T09:04')
    expect(prompts(story, story.company)).toEqual([0, 0, 0, 0, 0, 0])
    expect(story.logged().match(/does not let the bot sign in/g)).toHaveLength(1)
    story.teams.login.shutOut(false)
    await story.to('2026-12-07T09:20')
    expect(prompts(story, story.company)).toEqual([1, 1, 1, 1, 1, 1])
  })
})
