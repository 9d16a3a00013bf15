/** A check-in in Slack from the first question to the last late answer, over HTTP and over Socket Mode. */
import { describe, expect, it } from 'vitest'
import { type Company, companyIn, manifestFor, MORNING, withGermanBen } from './company.ts'
import { type SlackStory, type SlackStoryOptions, tellInSlack } from './house.ts'
import { buttonsIn, shownText } from './reading.ts'
import type { Person, StoredMessage } from './world.ts'

async function begin(options: Partial<SlackStoryOptions> = {}): Promise<SlackStory & { company: Company }> {
  let company: Company | undefined
  const story = await tellInSlack({
    now: '2026-12-06T12:00',
    found(slack) {
      company = companyIn(slack)
      return manifestFor(company, MORNING)
    },
    ...options,
  })
  return { ...story, company: company! }
}

const textsOf = (messages: StoredMessage[]): string[] => messages.map(shownText)

for (const mode of ['http', 'socket'] as const) {
  describe(`a check-in in Slack, ${mode === 'http' ? 'over HTTP' : 'in Socket Mode'}`, () => {
    it('asks in the morning, opens a form, reports in one thread and takes a late answer', async () => {
      await using story = await begin({ mode })
      const { slack, company } = story
      const { ana, ben, lead, service } = company
      await story.to('2026-12-07T09:00')
      const [prompt] = lastOf(story, ana)
      expect(shownText(prompt!)).toContain('Guten Morgen')
      expect(prompt!.text).toContain('Guten Morgen')

      await story.to('2026-12-07T09:20')
      const calls = slack.journal.calls.length
      const sent = await story.answer(ana, {
        'field.done': 'Übergabe <Filiale> & *Ost*',
        'field.next': 'Angebot Nord',
        'field.blocker': 'Hebebühne 2 defekt',
      })
      expect(sent).toMatchObject({ closed: true, errors: {} })
      expect(slack.journal.calls[calls]!.method).toBe('views.open')
      await slack.journal.until('the prompt shows that it was answered', () =>
        shownText(lastOf(story, ana)[0]!).includes('13:00'),
      )

      await slack.as(ben).press('.decline')
      await story.settle()
      // One message a second in a channel: the thread follows.
      await story.to('2026-12-07T13:01')
      const [report, ...thread] = slack.messages(service)
      expect(shownText(report!)).toContain('Hebebühne 2 defekt')
      expect(thread.map(({ thread: under }) => under)).toEqual(thread.map(() => report!.ts))
      expect(textsOf(thread).join()).toContain('Übergabe <Filiale> & *Ost*')

      await story.to('2026-12-07T14:10')
      await story.answer(lead, { 'field.done': 'Reifenlager' })
      await story.to('2026-12-07T14:12')
      expect(slack.messages(service).some((message) => shownText(message).includes('14:10'))).toBe(true)
      expect(slack.messages(service)[0]!.edits.length).toBeGreaterThan(0)
      expect(slack.world.complaints).toEqual([])
      expect(story.virtual.faults).toEqual([])
    })
  })
}

describe('a check-in in Slack', () => {
  it('speaks to everyone in the language and zone of their profile', async () => {
    await using story = await begin()
    await story.to('2026-12-07T12:00')
    const { ben, ana } = story.company
    expect(textsOf(lastOf(story, ben)).join()).toMatch(/Good morning/)
    expect(textsOf(lastOf(story, ana)).join()).toMatch(/Guten Morgen/)
    expect(await story.answer(ben, { 'field.done': 'Tyres' })).toMatchObject({ closed: true })
  })

  it('counts one answer however often Slack brings it', async () => {
    await using story = await begin()
    await story.to('2026-12-07T09:00')
    const { ana } = story.company
    await story.answer(ana, { 'field.done': 'einmal' })
    const { deliveries } = story.slack.journal
    const submission = deliveries.findLast(({ payload }) => payload['type'] === 'view_submission')!
    const answers = async (): Promise<number> =>
      (await story.db.kysely.selectFrom('response').select('id').execute()).length
    const once = await answers()
    for (let time = 0; time < 3; time += 1) expect((await story.slack.again(submission)).status).toBe(200)
    await story.settle()
    expect(await answers()).toBe(once)
    await story.to('2026-12-07T13:01')
    const thread = story.slack
      .messages(story.company.service)
      .filter((message) => shownText(message).includes('einmal'))
    expect(thread).toHaveLength(1)
  })

  it('puts its own words in the language that the manifest gives somebody, whatever their client speaks', async () => {
    await using story = await begin({
      found(slack) {
        const company = companyIn(slack)
        return withGermanBen(manifestFor(company, MORNING))
      },
    })
    const ben = [...story.slack.world.people.values()].find(({ name }) => name === 'Ben Otto')!
    const acts = story.slack.as(ben)
    await story.to('2026-12-07T09:00')
    await acts.press('Antworten')
    await story.slack.journal.until('a form', acts.hasForm)
    expect(acts.form()['close']).toMatchObject({ text: 'Abbrechen' })
  })

  it('takes its buttons away when its time is over', async () => {
    await using story = await begin()
    await story.to('2026-12-09T09:01')
    const { ana } = story.company
    const monday = story.slack
      .as(ana)
      .inbox()
      .filter(({ ts }) => Number(ts) < Date.parse('2026-12-08') / 1000)
    expect(monday.flatMap(({ blocks }) => buttonsIn(blocks)).filter(({ element }) => isAnswer(element))).toEqual([])
  })
})

const isAnswer = (element: Record<string, unknown>): boolean => String(element['action_id']).endsWith('.answer')

/** What somebody was asked today, newest first. */
function lastOf(story: SlackStory, person: Person): StoredMessage[] {
  return story.slack.as(person).inbox().toReversed()
}
