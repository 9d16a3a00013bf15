/** Places in a line, taken by several at once. */
import { describe, expect, it } from 'vitest'
import { databases } from '../../test/databases.ts'
import { sharedPlaces } from './places.ts'

for (const engine of databases) {
  describe(`places on ${engine.name}`, () => {
    it('are given once each, evenly, from now on', async () => {
      await using db = await engine.open()
      let now = Temporal.Instant.from('2026-12-03T09:00:00Z')
      const clock = { now: () => now }
      const begin = now.epochMilliseconds
      const replicas = [sharedPlaces(db, clock), sharedPlaces(db, clock)]
      const taken = await Promise.all(Array.from({ length: 10 }, (_, index) => replicas[index % 2]!('slack.post', 200)))
      expect(taken.toSorted()).toEqual(Array.from({ length: 10 }, (_, index) => begin + index * 200))
      expect(await replicas[0]!('slack.C1', 1000)).toBe(begin)
      expect([await replicas[0]!('slack.C2', 51.5), await replicas[1]!('slack.C2', 51.5)]).toEqual([begin, begin + 52])
      expect(await replicas[0]!('slack.C2', 51.5)).toBe(begin + 104)
      now = now.add({ minutes: 1 })
      expect(await replicas[1]!('slack.post', 200)).toBe(begin + 60_000)
    })

    it('begin anew where the clock was set back by a day', async () => {
      await using db = await engine.open()
      let now = Temporal.Instant.from('2026-12-03T09:00:00Z')
      const place = sharedPlaces(db, { now: () => now })
      await place('slack.post', 200)
      now = now.subtract({ hours: 24 })
      expect(await place('slack.post', 200)).toBe(now.epochMilliseconds)
    })
  })
}
