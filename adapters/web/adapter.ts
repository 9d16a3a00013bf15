/**
 * The playground: a workspace of its own in the browser, as a third platform beside Slack and Teams. Sending does nothing here but name the
 * delivery, because the page shows what stands in the outbox (`Workspace.messages`): so a message sent twice is one message by nature.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { DeliveryError, type Inbox, type Platform, type Profile } from '#platform'
import { peopleOf } from './channel-people.ts'
import { createGroups } from './groups.ts'
import type { FaultReport } from './ground.ts'
import { createListener } from './server.ts'
import type { Workspace, WorkspacePerson } from './workspace.ts'

export interface WebAdapter extends Platform {
  /** Serves the page (`/`), its files and the API (`/playground/...`) on any node http server. */
  listener: (request: IncomingMessage, response: ServerResponse) => void
}

/**
 * @param report is told of faults that a visitor only sees as a friendly sentence (default: nobody)
 */
export function createWebAdapter(workspace: Workspace, report: FaultReport = () => {}): WebAdapter {
  const groups = createGroups(workspace)
  let inbox: Inbox | null = null

  return {
    name: 'web',
    groups: true,
    async start(opened) {
      inbox = opened
    },
    async stop() {
      inbox = null
    },
    send: async (outgoing) => ({ delivery: outgoing.id }),
    update: async () => {},
    conversation: (people) => groups.open(people),
    chatLink: async () => null,
    async roster(channel) {
      const known = (await workspace.channels()).some(({ id }) => id === channel)
      if (!known) throw new DeliveryError('never', `web: there is no channel ${channel}`)
      return peopleOf(channel, await workspace.people()).map(asProfile)
    },
    async profile(person) {
      const found = (await workspace.people()).find((one) => one.id === person)
      if (!found) throw new DeliveryError('never', `web: nobody here is called ${person}`)
      return asProfile(found)
    },
    lookUp: async () => [],
    availability: async (people) => new Map(people.map((person) => [person, 'unknown'])),
    listener: createListener({ workspace, groups, inbox: () => inbox, report }),
  }
}

/** The page knows people from the house; it has nothing of its own to say about them. */
const asProfile = (person: WorkspacePerson): Profile => ({
  id: person.id,
  name: person.name,
  email: null,
  zone: null,
  language: null,
  kind: 'person',
})
