/** A check-in in Teams from the first question to the last late answer: in dialogs, with one tap, and as a plain card where the client knows no better. */
import { describe, expect, it } from 'vitest'
import { type Company, companyIn, manifestFor, MORNING, withGermanBen } from './company.ts'
import { tellInTeams, type TeamsStory } from './house.ts'
import { shownOn } from './shown.ts'
import type { StoredMessage } from './world.ts'

async function begin(isBenGerman = false): Promise<TeamsStory & { company: Company }> {
  let company: Company | undefined
  const story = await tellInTeams({
    now: '2026-12-06T12:00',
    found(teams) {
      company = companyIn(teams)
      const manifest = manifestFor(company, MORNING)
      return isBenGerman ? withGermanBen(manifest) : manifest
    },
  })
  return { ...story, company: company! }
}

const textsOf = (messages: StoredMessage[]): string[] => messages.map(({ card }) => shownOn(card!))

describe('a check-in in Teams', () => {
  it('asks in the morning, opens a dialog, reports in one thread and takes a late answer', async () => {
    await using story = await begin()
    const { teams, company } = story
    const { ana, ben, lead, service } = company
    const acts = teams.as(ana)
    await story.to('2026-12-07T09:00')
    const prompt = acts.inbox().at(-1)!
    expect(acts.reads(prompt)).toContain('Guten Morgen')
    expect(prompt.summary).toContain('Guten Morgen')

    await story.to('2026-12-07T09:20')
    await acts.press('answer', prompt)
    expect(acts.dialog()).toContain('Check-in')
    expect(await acts.submit({ done: '   ', next: 'Angebot Nord' })).toBe(false)
    expect(acts.dialog()).toMatch(/Angebot Nord/)
    expect(acts.dialog()).toMatch(/fehlt|Bitte|ausfüllen/)
    expect(
      await acts.submit({ done: 'Übergabe <Filiale> & *Ost*', next: 'Angebot Nord', blocker: 'Hebebühne 2 defekt' }),
    ).toBe(true)
    await story.settle()
    expect(shownOn(prompt.card!)).toContain('13:00')
    expect(prompt.edits).toHaveLength(1)

    const declined = await teams.as(ben).press('decline')
    expect(declined.body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' })
    await story.settle()
    expect(shownOn(teams.as(ben).inbox().at(-1)!.card!)).not.toContain('Not today')

    await story.to('2026-12-07T13:02')
    const [report, ...thread] = teams.messages(service)
    expect(shownOn(report!.card!)).toContain('Hebebühne 2 defekt')
    expect(thread.map(({ under }) => under)).toEqual(thread.map(() => report!.id))
    expect(textsOf(thread).join()).toContain('Übergabe <Filiale> & *Ost*')

    await story.to('2026-12-07T14:10')
    expect(await story.answer(lead, { done: 'Reifenlager' })).toBe(true)
    await story.to('2026-12-07T14:12')
    expect(textsOf(teams.messages(service)).join()).toContain('14:10')
    expect(report!.edits.length).toBeGreaterThan(0)
    expect(teams.world.complaints).toEqual([])
    expect(story.virtual.faults).toEqual([])
  })

  it('speaks to everyone in the language and zone of their client, as soon as it has told', async () => {
    await using story = await begin()
    const { ana, ben } = story.company
    // Rosters say neither: until somebody does something, the organisation's language and zone count.
    await story.teams.as(ben).write('today')
    await story.settle()
    expect(story.teams.as(ben).chat()).toMatch(/Today/)
    const told = await story.db.kysely
      .selectFrom('member')
      .select(['language', 'zone'])
      .where('email', '=', ben.email)
      .execute()
    expect(told).toEqual([{ language: 'en', zone: 'Europe/London' }])
    await story.to('2026-12-07T12:00')
    expect(story.teams.as(ben).chat()).toMatch(/Good (morning|afternoon)/)
    expect(story.teams.as(ana).chat()).toMatch(/Guten Morgen/)
    expect(await story.answer(ben, { done: 'Tyres' })).toBe(true)
  })

  it('answers in the language and on the clock that the manifest gives somebody, whatever their client speaks', async () => {
    await using story = await begin(true)
    const { ben } = story.company
    ben.modern = false
    const acts = story.teams.as(ben)
    await story.to('2026-12-07T09:00')
    const prompt = acts.inbox().at(-1)!
    await acts.press('answer', prompt)
    await story.settle()
    expect(acts.chat()).toContain('Abbrechen')
    await acts.fillIn({ done: 'Reifen' })
    await story.settle()
    expect(acts.reads(acts.inbox().at(-1)!)).toBe('Gespeichert.')
    expect(shownOn(prompt.card!)).toContain('Bericht um 13:00')
    await acts.write('heute')
    await story.settle()
    expect(acts.reads(acts.inbox().at(-1)!)).toMatch(/Mi\.?, 9\. Dez\., 09:00/)
  })

  it('works as plain cards in a client without dialogs', async () => {
    await using story = await begin()
    const { ana } = story.company
    ana.modern = false
    const acts = story.teams.as(ana)
    await story.to('2026-12-07T09:00')
    const prompt = acts.inbox().at(-1)!
    await acts.press('answer', prompt)
    await story.settle()
    await acts.fillIn({ done: '  ' })
    await story.settle()
    expect(acts.chat()).toMatch(/fehlt|Bitte/)
    await acts.fillIn({ done: 'Reifen' })
    await story.settle()
    expect(shownOn(prompt.card!)).toContain('13:00')
    expect(acts.reads(acts.inbox().at(-1)!)).toBe('Gespeichert.')
    const answers = await story.db.kysely.selectFrom('response').select('answers').execute()
    expect(JSON.stringify(answers)).toContain('Reifen')
    expect(story.teams.world.complaints).toEqual([])
  })

  it('puts a form away that somebody called off', async () => {
    await using story = await begin()
    const { ana } = story.company
    ana.modern = false
    const acts = story.teams.as(ana)
    await story.to('2026-12-07T09:00')
    await acts.press('answer')
    await story.settle()
    await acts.fillIn({}, 'cancel')
    await story.settle()
    expect(acts.reads(acts.inbox().at(-1)!)).toContain('nichts gesendet')
  })

  it('counts one answer however often Teams brings it', async () => {
    await using story = await begin()
    await story.to('2026-12-07T09:00')
    const { ana } = story.company
    await story.answer(ana, { done: 'einmal' })
    const { deliveries } = story.teams.journal
    const submission = deliveries.findLast(({ activity }) => activity['name'] === 'task/submit')!
    for (let time = 0; time < 3; time += 1) expect((await story.teams.again(submission)).status).toBe(200)
    await story.settle()
    expect(await story.db.kysely.selectFrom('response').select('id').execute()).toHaveLength(1)
  })

  it('keeps in a channel to itself what is for one person', async () => {
    await using story = await begin()
    const { ana, service } = story.company
    await story.to('2026-12-07T09:30')
    const before = story.teams.as(ana).inbox().length
    await story.teams.as(ana).mention('heute', service)
    await story.settle()
    expect(story.teams.as(ana).chat()).toContain('Heute')
    expect(story.teams.as(ana).inbox()).toHaveLength(before + 1)
    expect(textsOf(story.teams.messages(service))).toEqual(['Ich habe dir in unserem Chat geschrieben.'])
  })
})
