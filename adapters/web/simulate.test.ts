import { expect, test } from 'vitest'
import { createInMemory, type InMemory, PEOPLE, prompt } from './in-memory-workspace.ts'
import { simulate } from './simulate.ts'

function askEverybody(): InMemory {
  const ground = createInMemory()
  for (const person of PEOPLE) ground.say(`@${person.id}`, prompt())
  return ground
}

const run = (ground: InMemory, seed = '', except: string | null = 'jana.petersen') =>
  simulate(ground.workspace, ground.inbox, { except, seed })

const answersOf = (ground: InMemory) =>
  ground.events.flatMap((event) => (event.type === 'submit' ? [[event.person, event.answers]] : []))

test('most of the others answer, through the inbox, as people do; whoever is being played does not', async () => {
  const ground = askEverybody()
  const counts = await run(ground)
  expect(counts.answered + counts.silent).toBe(PEOPLE.length - 1)
  expect(counts.answered).toBeGreaterThan(5)
  expect(counts.people).toBe(counts.answered)
  expect(ground.events.some((event) => event.person === 'jana.petersen')).toBe(false)
  expect(ground.events.slice(0, 2).map((event) => event.type)).toEqual(['press', 'submit'])
})

test('the same seed comes out the same, another one otherwise', async () => {
  const [first, second, other] = [askEverybody(), askEverybody(), askEverybody()]
  await run(first, 'a')
  await run(second, 'a')
  await run(other, 'b')
  expect(answersOf(second)).toEqual(answersOf(first))
  expect(answersOf(other)).not.toEqual(answersOf(first))
})

test('whoever has answered is not asked again, and whoever stayed silent stays so', async () => {
  const ground = askEverybody()
  const { silent } = await run(ground)
  const sent = ground.events.length
  expect(await run(ground)).toEqual({ people: 0, answered: 0, silent })
  expect(ground.events).toHaveLength(sent)
})

test('answers suit the form: required fields are filled, steps exist, the language is the person\u2019s', async () => {
  const ground = askEverybody()
  await run(ground)
  for (const [, answers] of answersOf(ground) as [string, Record<string, unknown>][]) {
    expect(answers['done']).toMatch(/.../)
    expect(['abstain', 1, 2, 3, 4, 5]).toContain(answers['spirit'])
  }
})

test('leaders see more team spirit than their staff', async () => {
  const means = { leader: [] as number[], member: [] as number[] }
  for (let week = 0; week < 40; week += 1) {
    const ground = askEverybody()
    await run(ground, `week ${week}`, null)
    for (const [person, answers] of answersOf(ground) as [string, Record<string, unknown>][]) {
      const role = person === 'jana.petersen' ? 'leader' : 'member'
      if (typeof answers['spirit'] === 'number') means[role].push(answers['spirit'])
    }
  }
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  expect(mean(means.leader) - mean(means.member)).toBeGreaterThan(0.6)
})
