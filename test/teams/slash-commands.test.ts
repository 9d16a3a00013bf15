/** Slash commands in a channel, which only the one who typed them sees: what comes of them is not said to everyone. */
import { describe, expect, it } from 'vitest'
import { type Company, companyIn, manifestFor, MORNING } from './company.ts'
import { tellInTeams } from './house.ts'
import { shownOn } from './shown.ts'

describe('a slash command in a channel', () => {
  it('is answered in one’s own chat, and nothing stands in the channel', async () => {
    let company: Company | undefined
    await using story = await tellInTeams({
      now: '2026-12-06T12:00',
      found(teams) {
        company = companyIn(teams)
        return manifestFor(company, MORNING)
      },
    })
    const { teams } = story
    const { ana, service } = company!
    const recipient = { id: teams.world.bot, name: 'Teamrunde', isTargeted: true }
    const answer = await teams.bring(teams.activity(ana, service, 'message', { text: 'privacy', recipient }))
    expect(answer.status).toBe(200)
    await story.settle()
    expect(shownOn(teams.as(ana).inbox().at(-1)!.card!)).toContain('12 Monate')
    expect(teams.messages(service)).toEqual([])

    // The same after a mention, which everyone has seen: the channel hears where the answer is, and not what it says.
    await teams.as(ana).mention('privacy', service)
    await story.settle()
    const [hint, ...more] = teams.messages(service)
    expect(more).toEqual([])
    expect(shownOn(hint!.card!)).toContain('in unserem Chat')
  })
})
