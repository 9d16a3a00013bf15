import { expect, it } from 'vitest'
import { sharedLine } from './line.ts'

it('nobody has been sent anything for want of a place, and the next one gets theirs', async () => {
  let away = true
  const line = sharedLine(async () => (away ? Promise.reject(new Error('Connection terminated')) : 7), 'posts', 100)
  await expect(line.place('ana', 0)).rejects.toMatchObject({ name: 'DeliveryError', outcome: 'later' })
  away = false
  expect(await line.place('ana', 0)).toBe(7)
})
