/**
 * An anonymous poll in Teams: people answer it in dialogs and as plain cards, in both languages, and nothing that Teams is given, that is logged or that is stored in
 * the open tells an answer.
 */
import { describe, expect, it } from 'vitest'
import { type Company, companyIn, manifestFor, SPIRIT } from './company.ts'
import { tellInTeams, type TeamsStory } from './house.ts'
import { inputsOn } from './reading.ts'
import { shownOn } from './shown.ts'
import { chatOf, type Person } from './world.ts'
import type { Json } from './card-check.ts'

async function begin(): Promise<TeamsStory & { company: Company }> {
  let company: Company | undefined
  const story = await tellInTeams({
    now: '2026-12-02T12:00',
    found(teams) {
      company = companyIn(teams, 6)
      return manifestFor(company, SPIRIT)
    },
  })
  return { ...story, company: company! }
}

/** Chooses the same step everywhere, by its place in the list. */
function stepsIn(card: Json, place: number): Record<string, string> {
  const scales = inputsOn(card).filter(({ type }) => type === 'Input.ChoiceSet')
  return Object.fromEntries(
    scales.map(({ id, choices }) => [String(id), String((choices as { value: string }[])[place]!.value)]),
  )
}

async function vote({ teams }: TeamsStory, person: Person, place: number): Promise<void> {
  const acts = teams.as(person)
  await acts.press('answer').catch(() => acts.press('change'))
  const { card } = teams.world.dialogs.get(person.id)!
  await acts.submit(stepsIn(card, place))
  acts.closeDialog()
}

/** Everything that went out for this person, without what differs from person to person anyway. */
function givenFor({ teams }: TeamsStory, person: Person): string {
  const chat = chatOf(teams.world, person.id).id
  const calls = teams.journal.calls.filter(({ path }) => path[0] === chat).map(({ method, body }) => ({ method, body }))
  const answers = teams.journal.deliveries
    .filter(({ activity }) => (activity['from'] as Json)['aadObjectId'] === person.id)
    .map(({ body }) => body)
  const own = [chat, person.id, person.rosterId, person.name, ...person.name.split(' ')]
  const text = own.reduce((rest, id) => rest.replaceAll(id, 'X'), JSON.stringify([calls, answers]))
  return text.replaceAll(/[0-9a-f]{24}/g, 'X').replaceAll(/17\d{11}/g, 'X')
}

describe('a pulse in Teams', () => {
  it('gives Teams nothing from which an answer could be told', async () => {
    await using story = await begin()
    const { teams, company } = story
    for (const person of company.staff) Object.assign(person, { locale: 'de-DE', zone: 'Europe/Berlin', country: 'DE' })
    await story.to('2026-12-03T10:00')
    const [ana, ben, ...others] = company.staff
    await vote(story, ana!, 0)
    await vote(story, ben!, 4)
    for (const person of others) await vote(story, person, 2)
    await story.settle()
    const given = givenFor(story, ana!)
    expect(given).toBe(givenFor(story, ben!))
    for (const part of ['"send"', '"update"', 'versiegelt']) expect(given).toContain(part)
    await story.to('2026-12-04T13:00')
    expect(givenFor(story, ana!)).toBe(givenFor(story, ben!))
    expect(teams.world.complaints).toEqual([])
    expect(shownOn(teams.messages(company.service).at(-1)!.card!)).toContain('Teamgeist')
  })

  it('keeps a word that somebody wrote out of everything but the sealed ballot', async () => {
    await using story = await begin()
    const { teams, company } = story
    const { ben } = company
    const canary = 'Kanarienvogel 4711'
    await teams.as(ben).write('today')
    await story.settle()
    await story.to('2026-12-03T12:00')
    const acts = teams.as(ben)
    await acts.press('answer')
    const { card } = teams.world.dialogs.get(ben.id)!
    expect(acts.dialog()).toMatch(/team/i)
    const words = inputsOn(card).find(({ type }) => type === 'Input.Text')
    await acts.submit({ ...stepsIn(card, 1), ...(words ? { [String(words['id'])]: canary } : {}) })
    if (acts.hasDialog() && inputsOn(teams.world.dialogs.get(ben.id)!.card).length > 0) {
      const next = teams.world.dialogs.get(ben.id)!.card
      const text = inputsOn(next).find(({ type }) => type === 'Input.Text')
      await acts.submit({ ...stepsIn(next, 1), ...(text ? { [String(text['id'])]: canary } : {}) })
    }
    await story.settle()
    expect(JSON.stringify(teams.journal.deliveries.map(({ activity }) => activity))).toContain('field')
    expect(JSON.stringify(teams.journal.calls)).not.toContain(canary)
    expect(JSON.stringify(teams.journal.deliveries.map(({ body }) => body))).not.toContain(canary)
    expect(story.logged()).not.toContain(canary)
    for (const table of ['delivery', 'response', 'event', 'contact', 'setting'] as const) {
      expect(JSON.stringify(await story.db.kysely.selectFrom(table).selectAll().execute()), table).not.toContain(canary)
    }
    expect(await story.db.kysely.selectFrom('response').select('id').execute()).toEqual([])
  })

  it('can be answered as a plain card in a client without dialogs', async () => {
    await using story = await begin()
    const { teams, company } = story
    const { ana } = company
    ana.modern = false
    await story.to('2026-12-03T10:00')
    const acts = teams.as(ana)
    await acts.press('answer')
    await story.settle()
    await acts.fillIn(stepsIn(acts.inbox().at(-1)!.card!, 3))
    await story.settle()
    expect(acts.chat()).toContain('versiegelt')
    expect(teams.world.complaints).toEqual([])
  })
})
