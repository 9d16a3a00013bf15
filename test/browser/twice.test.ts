/** The same week lived through twice, on two fresh databases, through the API: what everybody reads is the same. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import type { State } from '../../adapters/web/state.ts'
import { BEGINNING } from '../beginning.ts'
import { type Program, startProgram } from './program.ts'

/** The day after the one on which both begin. */
const MONDAY = BEGINNING.toZonedDateTimeISO('Europe/Berlin').toPlainDate().add({ days: 1 })

test('two weeks that begin alike end alike', async () => {
  const [one, other] = await Promise.all([live(), live()])
  expect(one.length).toBeGreaterThan(50)
  expect(other).toEqual(one)
}, 120_000)

async function live(): Promise<string[]> {
  const program = await startProgram(mkdtempSync(join(inject('testFolder'), 'twice-')))
  onTestFinished(() => program.stop())
  for (let day = 0; day < 5; day += 1) {
    const date = MONDAY.add({ days: day }).toString()
    for (const time of ['10:35', '16:00']) {
      await program.post('clock', { to: `${date}T${time}` })
      await program.post('simulate', { seed: 'twice' })
    }
  }
  return everything(program)
}

/** What stands in every conversation from that Monday on, to the minute; within one minute in no order. */
async function everything(program: Program): Promise<string[]> {
  const { people } = await program.get<State>('state?person=jana.petersen')
  const said = new Set<string>()
  for (const { id } of people) {
    const { conversations } = await program.get<State>(`state?person=${id}`)
    for (const { conversation, messages } of conversations) {
      for (const { sentAt, message } of messages ?? []) {
        if (sentAt >= MONDAY.toString()) said.add(`${conversation} ${sentAt.slice(0, 16)} ${JSON.stringify(message)}`)
      }
    }
  }
  return [...said].toSorted()
}
