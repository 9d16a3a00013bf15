/** Weeks of the sample company, lived through twice from scratch: the same seed and the same start come out the same. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { DEEP } from '../depth.ts'
import { nextWeekday, type Program, startProgram, type State } from './program.ts'

/** A month where there is time for it. */
const DAYS = DEEP ? 28 : 11

/** A Monday ahead of today: the clock only goes forward, and both lives have to begin at the same moment. */
function firstDay(now: string): Temporal.PlainDate {
  return Temporal.PlainDate.from(nextWeekday(now, 1))
}

async function live(program: Program, first: Temporal.PlainDate): Promise<void> {
  await program.to(`${first}T06:00`)
  for (let day = 0; day < DAYS; day += 1) {
    const date = first.add({ days: day })
    if (date.dayOfWeek > 5) continue
    for (const time of ['10:45', '16:00']) {
      await program.to(`${date}T${time}`)
      const { status } = await program.post('simulate', { seed: 'zweimal', except: 'jana.petersen' })
      expect(status).toBe(200)
    }
    if (date.dayOfWeek === 3) await act(program, date)
  }
  await program.to(`${first.add({ days: DAYS })}T06:00`)
}

/** What weeks bring beside answers. */
async function act(program: Program, date: Temporal.PlainDate): Promise<void> {
  await program.post('command', { person: 'selin.aydin', text: `weg bis ${date.add({ days: 6 })}` })
  await program.post('command', { person: 'jana.petersen', text: 'erinnern morgenrunde' })
  await program.post('home', { person: 'jana.petersen' })
}

/** Everything that stands anywhere. Instants are given to the hour: the clocks of both went on while they worked. */
async function outcomeOf(program: Program): Promise<string[]> {
  const { people } = await program.state('jana.petersen')
  const lines: string[] = []
  for (const { id } of people) {
    const state = await program.state(id)
    lines.push(...conversationLines(state, id === people[0]!.id))
  }
  return lines
}

function conversationLines({ conversations }: State, withChannels: boolean): string[] {
  return conversations
    .filter(({ conversation }) => withChannels || conversation.startsWith('@'))
    .flatMap(({ conversation, unread, messages }) => [
      `${conversation}: ${unread} unread`,
      ...messages!.map(
        ({ sentAt, under, message }) =>
          `${conversation} ${sentAt.slice(0, 13)} ${under ?? ''}\n${JSON.stringify(message)}`,
      ),
    ])
}

it('comes out the same twice', async () => {
  const programs = await Promise.all(
    ['first', 'second'].map((name) => startProgram({ folder: mkdtempSync(join(inject('testFolder'), name)) })),
  )
  const first = firstDay((await programs[0]!.state('jana.petersen')).clock.now)
  await Promise.all(programs.map((program) => live(program, first)))
  const [one, other] = await Promise.all(programs.map(outcomeOf))
  expect(other).toEqual(one)

  // And they were worth living: rounds, polls and reports in three channels.
  const channels = one!.filter((line) => line.startsWith('#') && !line.includes('unread'))
  expect(channels.length).toBeGreaterThan(DAYS)
  expect(channels.join()).toMatch(/Teamgeist/)
  expect(one!.join()).toContain('Ihr seid drei')
  expect(await Promise.all(programs.map((program) => program.terminate()))).toEqual([0, 0])
  const complaints = programs.flatMap(({ lines }) => lines.filter((line) => /"level":[56]0/.test(line)))
  expect(complaints).toEqual([])
}, 120_000)
