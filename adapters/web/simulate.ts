/**
 * "Let the others answer": everybody but the person being played answers what stands open in their own conversation, through the inbox, as
 * people do. The same seed at the same virtual time comes out the same.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Button } from '#message'
import type { Inbox, Reply } from '#platform'
import { buttonsOf } from './acts.ts'
import { directOf } from './conversations.ts'
import { roleOf } from './people.ts'
import { seeded } from './seeded.ts'
import { fillForm } from './simulate-form.ts'
import type { StandingMessage, Workspace, WorkspacePerson } from './workspace.ts'

/** About this share of people answers when asked. */
const ANSWERING = 0.85

/** `answered`: forms sent and taken; `people`: how many people that were; `silent`: forms that somebody left alone. */
export interface SimulationCounts {
  people: number
  answered: number
  silent: number
}

export interface SimulationWishes {
  except: string | null
  seed: string
}

export async function simulate(
  workspace: Workspace,
  inbox: Inbox,
  { except, seed }: SimulationWishes,
): Promise<SimulationCounts> {
  await workspace.settle()
  const counts: SimulationCounts = { people: 0, answered: 0, silent: 0 }
  const others = (await workspace.people()).filter((person) => person.id !== except)
  for (const person of others.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const before = counts.answered
    for (const { standing, button } of await openQuestions(workspace, person)) {
      // Not seeded by ids, which differ from one database to the next, nor by the seconds of a clock that goes on.
      const random = seeded(seed, person.id, standing.sentAt.slice(0, 10), standing.message.summary)
      if (random() >= ANSWERING) {
        counts.silent += 1
        continue
      }
      await anotherMoment(workspace)
      if (await answerOne(inbox, person, standing, button, random)) counts.answered += 1
    }
    if (counts.answered > before) counts.people += 1
  }
  await workspace.settle()
  return counts
}

/** Reports name people in the order they answered, so no two may answer within one millisecond. */
async function anotherMoment(workspace: Workspace): Promise<void> {
  const before = workspace.now()
  const patience = performance.now() + 5
  while (workspace.now() === before && performance.now() < patience) await pause(1)
}

/** Messages whose main button is still "answer": not those that are answered, declined or closed. */
async function openQuestions(
  workspace: Workspace,
  person: WorkspacePerson,
): Promise<{ standing: StandingMessage; button: Button }[]> {
  const messages = await workspace.messages(directOf(person.id), person.id)
  return messages.flatMap((standing) => {
    const button = buttonsOf(standing).find((one) => one.action === 'answer' && one.style === 'primary')
    return button ? [{ standing, button }] : []
  })
}

/** @returns whether the answer was taken */
async function answerOne(
  inbox: Inbox,
  person: WorkspacePerson,
  standing: StandingMessage,
  button: Button,
  random: () => number,
): Promise<boolean> {
  const base = { platform: 'web', person: person.id, inPlace: true }
  const opened = await inbox.handle({
    ...base,
    ...button,
    type: 'press',
    id: `simulated-press ${person.id} ${standing.delivery}`,
    delivery: standing.delivery,
  })
  if (opened.type !== 'form') return false
  const reply = await inbox.handle({
    ...base,
    type: 'submit',
    id: `simulated-submit ${person.id} ${standing.delivery}`,
    ticket: opened.ticket,
    answers: fillForm(opened.form, { leads: roleOf(person) === 'leader', person, random }),
  })
  return wasTaken(reply)
}

const wasTaken = (reply: Reply): boolean => reply.type === 'replace' || reply.type === 'nothing'
