/** Teams' door with valid tokens: activities of every type with anything in them, and bodies that are none. */
import fc from 'fast-check'
import { companyIn, manifestFor, MORNING, SPIRIT } from '../teams/company.ts'
import { tellInTeams, type TeamsStory } from '../teams/house.ts'
import { chatOf, type Person } from '../teams/world.ts'
import { entrance, type Opened } from './entrance.ts'
import { data, MARK, orAny, orData, texts } from './inputs.ts'

export interface TeamsDoor extends AsyncDisposable {
  story: TeamsStory
  entrances: Opened[]
}

export async function openTeamsDoor(): Promise<TeamsDoor> {
  let ana: Person | undefined
  const story = await tellInTeams({
    now: '2026-12-06T18:00',
    found(teams) {
      const company = companyIn(teams)
      ana = company.ana
      return manifestFor(company, MORNING, SPIRIT)
    },
  })
  await story.to('2026-12-10T10:05')
  return {
    story,
    entrances: [anyActivity(story, ana!), anyBody(story)],
    [Symbol.asyncDispose]: () => story[Symbol.asyncDispose](),
  }
}

interface Activity {
  type: string
  more: Record<string, unknown>
}

const activities: fc.Arbitrary<Activity> = fc.record({
  type: orAny([
    'message',
    'message',
    'invoke',
    'invoke',
    'conversationUpdate',
    'installationUpdate',
    'messageReaction',
  ]),
  more: fc.record(
    {
      id: texts,
      text: orData(fc.oneof(texts, fc.constantFrom('heute', 'antworten', 'hilfe'))),
      name: orAny(['task/fetch', 'task/submit', 'adaptiveCard/action', 'composeExtension/query']),
      value: orData(
        fc.record(
          {
            data: orData(
              fc.record(
                {
                  action: orData(orAny(['answer', 'why', 'command'])),
                  occurrence: orData(orAny(['spirit@2026-12-10T10:00', 'morning@2026-12-09T09:00'])),
                  delivery: data,
                  value: data,
                  ticket: data,
                  msteams: data,
                },
                { requiredKeys: [] },
              ),
            ),
            action: data,
            context: data,
          },
          { requiredKeys: [] },
        ),
      ),
      entities: data,
      replyToId: data,
      membersAdded: data,
      membersRemoved: data,
      locale: data,
      action: data,
      attachments: data,
      localTimezone: data,
    },
    { requiredKeys: [] },
  ),
})

const anyActivity = (story: TeamsStory, ana: Person): Opened =>
  entrance<Activity>({
    name: 'what Teams has signed',
    inputs: activities,
    async enter({ type, more }) {
      const { teams } = story
      const { status } = await teams.bring(teams.activity(ana, chatOf(teams.world, ana.id), type, more as never))
      if (status >= 500 && status !== 501) throw new Error(`Answered with ${status}.`)
      await story.settle()
    },
  })

const anyBody = ({ address }: TeamsStory): Opened =>
  entrance<{ body: string; bearer: string; type: string }>({
    name: 'what Teams has not signed',
    inputs: fc.record({
      body: fc.oneof(texts, fc.json()),
      bearer: orAny(['', 'Bearer', 'Bearer x.y.z', 'Basic eA==']),
      type: fc.constantFrom('application/json', 'text/plain'),
    }),
    async enter({ body, bearer, type }) {
      const headers = { 'content-type': type, authorization: bearer.replaceAll(/[^\x21-\x7e ]/g, '') }
      const response = await fetch(address, { method: 'POST', body: body.toWellFormed(), headers })
      if (![400, 401, 403, 415].includes(response.status)) throw new Error(`Answered with ${response.status}.`)
      if ((await response.text()).includes(MARK)) throw new Error('It says again what it refused.')
    },
  })
