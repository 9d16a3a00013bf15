/** A leader's report in Slack: one press begins something in another ritual, and the report says so in its place. */
import { expect, it } from 'vitest'
import { type Company, companyIn, manifestFor, MORNING, SPIRIT } from './company.ts'
import { type SlackStory, tellInSlack } from './house.ts'
import { buttonsIn, fieldsIn, shownText } from './reading.ts'
import type { Person, StoredMessage } from './world.ts'

async function vote({ slack }: SlackStory, person: Person): Promise<void> {
  const acts = slack.as(person)
  await acts.press('.answer')
  await slack.journal.until(`a ballot before ${person.name}`, acts.hasForm)
  const fillings = fieldsIn(acts.form().blocks).map(({ block, element }): [string, string] => {
    const options = element['options'] as { value: string }[]
    return [block, options[4]!.value]
  })
  await acts.submit(Object.fromEntries(fillings))
}

const offers = ({ blocks }: StoredMessage, action: string): boolean =>
  buttonsIn(blocks).some(({ element }) => String(element['action_id']).endsWith(action))

it('a topic is given to the next check-in from a report', async () => {
  let company: Company | undefined
  await using story = await tellInSlack({
    now: '2026-12-02T14:00',
    found(slack) {
      company = companyIn(slack, 6)
      return manifestFor(company, SPIRIT, MORNING)
    },
  })
  const { slack } = story
  const { lead, ana, staff } = company!
  await story.to('2026-12-03T11:00')
  for (const person of staff) await vote(story, person)
  await story.to('2026-12-04T13:01')
  const report = (): StoredMessage =>
    slack
      .as(lead)
      .inbox()
      .find((message) => shownText(message).includes('Service · Teamgeist'))!
  const before = report()
  expect(offers(before, '.start-step')).toBe(true)
  await slack.as(lead).press('.start-step', before)
  await story.settle()
  await story.to('2026-12-04T13:02')
  expect(shownText(report())).toContain('ein Thema für „Morgenrunde“ mitgegeben')
  expect(offers(report(), '.start-step')).toBe(false)
  expect(offers(report(), '.plan-step')).toBe(true)
  await story.to('2026-12-07T09:01')
  const asked = slack.as(ana).inbox().map(shownText).join()
  expect(asked).toContain('Lena Leitner fragt außerdem: *Was läuft bei uns so gut, dass wir es behalten wollen?*')
  expect(slack.world.complaints).toEqual([])
})
