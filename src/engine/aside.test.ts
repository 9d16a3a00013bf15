/** Forty rounds are being closed at the same moment, and none of them gets on: whoever answers still finds a connection. */
import { expect, it } from 'vitest'
import { company, round } from '../../test/hard-days/company.ts'
import { databases } from '../../test/databases.ts'
import { tell, textOf } from '../../test/house.ts'
import { actAside } from './aside.ts'

const manifest = company({ rituals: round("every: day, at: '09:00', window: 4h, reminder: none") })
const answers = { done: 'Übergabe Ost', next: null, blocker: null }
const postgres = databases.filter(({ dialect }) => dialect === 'postgres')

it.each(postgres)('on $name leaves connections for answers', async (engine) => {
  await using story = await tell(engine, { manifest, now: '2026-12-07T08:00' })
  await story.to('2026-12-07T09:30')
  const held = Promise.withResolvers<void>()
  let begun = 0
  const works = Array.from({ length: 40 }, () =>
    actAside(story.house, () => {
      begun += 1
      return held.promise
    }),
  )
  try {
    const form = await story.command('ana', 'antworten runde')
    if (form.type !== 'form') throw new Error(textOf(form))
    const reply = await story.send({ type: 'submit', person: 'ana', ticket: form.ticket, answers })
    expect(textOf(reply)).toContain('Danke.')
    expect(begun).toBe(5)
  } finally {
    held.resolve()
    await Promise.all(works)
  }
  expect(begun).toBe(40)
})
