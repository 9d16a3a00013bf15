/** For tests of this folder: a small company and an inbox in memory, which do just enough of what the engine does for the HTTP layer to be tried. */
import { type Block, buttons, type Form, type Message, paragraph, plain } from '#message'
import type { Inbox, PlatformEvent, Reply } from '#platform'
import type { StandingMessage, Workspace, WorkspacePerson } from './workspace.ts'

export interface InMemory {
  workspace: Workspace
  inbox: Inbox
  /** Every event that reached the inbox, in order. */
  events: PlatformEvent[]
  kept: Map<string, unknown>
  say(conversation: string, message: Message, more?: Partial<StandingMessage>): StandingMessage
}

export const PEOPLE: WorkspacePerson[] = [
  person('jana.petersen', 'Jana Petersen', 'leader', 'de'),
  person('ana.ferreira', 'Ana Ferreira', 'member', 'en', 'Europe/Lisbon'),
  ...['ben', 'linh', 'mehmet', 'selin', 'greta', 'tomasz', 'henrik', 'swantje', 'darko'].map((id) =>
    person(id, id[0]!.toUpperCase() + id.slice(1), 'member', 'de'),
  ),
]

export const ANSWER_FORM: Form = {
  title: 'Kurz berichtet',
  submit: 'Senden',
  intro: [plain('Drei Fragen.')],
  fields: [
    { type: 'long', name: 'done', label: 'Was hast du geschafft?', max: 2900, required: true },
    { type: 'long', name: 'blocker', label: 'Hakt etwas?', max: 2900 },
    {
      type: 'scale',
      name: 'spirit',
      label: 'Alles in allem herrscht bei uns Teamgeist.',
      required: true,
      abstain: 'kann ich nicht beurteilen',
      steps: [1, 2, 3, 4, 5].map((value) => ({ value, label: `Stufe ${value}` })),
    },
  ],
}

const ANSWER: Block = buttons({ action: 'answer', label: 'Antworten', style: 'primary', occurrence: 'o1' })
const CHANGE: Block = buttons({ action: 'change', label: 'Ändern', occurrence: 'o1' })

export const prompt = (): Message => ({ summary: 'Wie läuft es?', blocks: [paragraph('Wie läuft es?'), ANSWER] })

export function createInMemory(start = '2026-12-03T09:00:00.000Z'): InMemory {
  let now = start
  const standing: StandingMessage[] = []
  const events: PlatformEvent[] = []
  const kept = new Map<string, unknown>()

  const workspace: Workspace = {
    organisation: { name: 'Autohaus <Nordlicht>', language: 'de', zone: 'Europe/Berlin' },
    people: async () => PEOPLE,
    channels: async () => [{ id: 'after-sales', name: 'after-sales' }],
    messages: async (conversation) => standing.filter((message) => message.conversation === conversation),
    now: () => now,
    nextEvent: async () => (now < '2026-12-04T00:00:00.000Z' ? '2026-12-04T08:00:00.000Z' : null),
    async travel(to) {
      now = to
      return { now, happened: 1 }
    },
    settle: async () => {},
    async remember(key, value) {
      kept.set(key, value)
    },
    recall: async (key) => kept.get(key),
  }

  function answered(delivery: string): Reply {
    const message: Message = { summary: 'Danke.', blocks: [paragraph('Danke.'), CHANGE] }
    const there = standing.find((one) => one.delivery === delivery)
    if (there) Object.assign(there, { message, editedAt: now })
    return { type: 'replace', message }
  }

  function reply(event: PlatformEvent): Reply {
    switch (event.type) {
      case 'press':
        return event.action === 'answer'
          ? {
              type: 'form',
              form: ANSWER_FORM,
              ticket: { occurrence: 'o1', form: 'answer', delivery: event.delivery ?? null },
            }
          : { type: 'nothing' }
      case 'submit': {
        if (event.answers['done']) return answered(event.ticket.delivery ?? '')
        return { type: 'errors', errors: { done: 'Bitte schreib etwas.' } }
      }
      case 'command':
        return { type: 'notice', message: { summary: 'Hilfe', blocks: [paragraph(`Du hast ${event.text} gesagt.`)] } }
      case 'home':
        return { type: 'home', message: { summary: 'Übersicht', blocks: [paragraph('Nichts offen.')] } }
      case 'roster':
        return { type: 'nothing' }
    }
  }

  return {
    workspace,
    events,
    kept,
    inbox: {
      async handle(event) {
        events.push(event)
        return reply(event)
      },
    },
    say(conversation, message, more = {}) {
      const delivery = `d${standing.length + 1}`
      const said = {
        delivery,
        conversation,
        language: 'de' as const,
        message,
        sentAt: now,
        editedAt: null,
        under: null,
        ...more,
      }
      standing.push(said)
      return said
    },
  }
}

function person(
  id: string,
  name: string,
  role: 'leader' | 'member',
  language: 'de' | 'en',
  zone = 'Europe/Berlin',
): WorkspacePerson {
  const teams = [{ id: 'after-sales', name: 'After Sales', role }]
  return { id, name, unit: 'Filiale Nord', teams, language, zone, admin: false }
}
