/**
 * An anonymous poll in Slack: whatever two people answer, everything that Slack is ever given looks the same, before the close and after it, and
 * so does the log. Who of them said what can't be told from messages, notifications, buttons, forms or their hidden fields.
 */
import { describe, expect, it } from 'vitest'
import { companyIn, type Company, manifestFor, SPIRIT } from './company.ts'
import { type SlackStory, tellInSlack } from './house.ts'
import { fieldsIn } from './reading.ts'
import type { Json, Person } from './world.ts'

async function begin(): Promise<SlackStory & { company: Company }> {
  let company: Company | undefined
  const story = await tellInSlack({
    now: '2026-12-02T12:00',
    found(slack) {
      company = companyIn(slack, 6)
      for (const { id } of company.staff)
        Object.assign(slack.world.people.get(id)!, { locale: 'de-DE', zone: 'Europe/Berlin' })
      return manifestFor(company, SPIRIT)
    },
  })
  return { ...story, company: company! }
}

/** Chooses the same step everywhere, by its place in the list. */
async function vote({ slack }: SlackStory, person: Person, place: number): Promise<void> {
  const acts = slack.as(person)
  await acts.press('.answer').catch(() => acts.press('.change'))
  await slack.journal.until(`a ballot before ${person.name}`, acts.hasForm)
  const fillings = fieldsIn(acts.form().blocks).map(({ block, element }): [string, string] => {
    const options = element['options'] as { value: string }[]
    return [block, options[place]!.value]
  })
  expect((await acts.submit(Object.fromEntries(fillings))).closed).toBe(true)
}

/** Everything that went out for this person, without what differs from person to person anyway. */
function givenFor({ slack }: SlackStory, person: Person): string {
  const { calls, responses } = slack.journal
  const direct = slack.direct(person).id
  const isTheirs = ({ channel, user_id, trigger_id }: Json): boolean =>
    channel === direct || user_id === person.id || slack.world.triggers.get(String(trigger_id))?.person === person.id
  const own = calls.filter(({ args }) => isTheirs(args)).map(({ method, args }) => ({ method, args }))
  const answers = responses.filter((each) => each.person === person.id).map(({ body }) => body)
  return neutral(JSON.stringify([own, answers]), [person.id, direct, person.name])
}

/** Ids, timestamps and triggers differ by nature. */
function neutral(text: string, own: string[]): string {
  const without = own.reduce((rest, id) => rest.replaceAll(id, 'X'), text)
  const changing = [/[0-9a-f]{24}/g, /\d{10}\.\d{6}/g, /[\w.]+\.trigger/g, /response\/R\w+/g]
  return changing.reduce((rest, each) => rest.replaceAll(each, 'X'), without)
}

describe('a pulse in Slack', () => {
  it('gives Slack nothing from which an answer could be told', async () => {
    await using story = await begin()
    const { slack, company } = story
    await story.to('2026-12-03T10:00')
    const [ana, ben, ...others] = company.staff
    await vote(story, ana!, 0)
    await vote(story, ben!, 4)
    for (const person of others) await vote(story, person, 2)
    await story.settle()
    const given = givenFor(story, ana!)
    expect(given).toBe(givenFor(story, ben!))
    for (const part of ['chat.postMessage', 'views.open', 'versiegelt']) expect(given).toContain(part)
    await story.to('2026-12-04T13:00')
    expect(givenFor(story, ana!)).toBe(givenFor(story, ben!))
    expect(slack.world.complaints).toEqual([])
    expect(slack.messages(company.service).length).toBeGreaterThan(0)
  })
})
