import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { databases, type TestDatabase } from '../../test/databases.ts'
import { travelClock, type TravelClock } from '../clock.ts'
import { instantText } from '../store/codecs.ts'
import { openQueue } from './open.ts'
import { type Handlers, type Job, LANED_AT_ONCE, type Queue } from './queue.ts'

for (const engine of databases) {
  describe(`the queue on ${engine.name}`, () => {
    let database: TestDatabase
    let clock: TravelClock
    let queue: Queue
    let logged: string[]
    let others: Queue[]

    const keep = (_details: object, message: string): void => void logged.push(message)
    const open = (): Promise<Queue> => openQueue(database, clock, { warn: keep, error: keep })

    beforeEach(async () => {
      database = await engine.open()
      clock = travelClock()
      logged = []
      others = []
      queue = await open()
    })
    afterEach(async () => {
      await Promise.all([queue, ...others].map((each) => each.stop(1000)))
      await database.close()
    })

    const now = (): string => instantText(clock.now())
    const inAnHour = (): string => instantText(clock.now().add({ hours: 1 }))
    const enqueue = (...jobs: Partial<Job>[]): Promise<void> =>
      database.write((trx) =>
        queue.enqueue(
          trx,
          jobs.map((job) => ({ name: 'look', key: 'a', runAt: now(), ...job })),
        ),
      )

    test('a job that is due starts by itself, with its data, once', async () => {
      const seen: unknown[] = []
      await queue.work({ look: async (job) => void seen.push(job) })
      await enqueue({ data: { occurrence: 'check-in@2026-12-03' } })
      await until(() => expect(seen).toHaveLength(1))
      expect(seen).toEqual([{ name: 'look', key: 'a', data: { occurrence: 'check-in@2026-12-03' }, attempt: 1 }])
      await until(async () => expect(await queue.depth()).toEqual({ waiting: 0, running: 0, dead: 0 }))
    })

    test('a job for later does not start before its time, however long the transaction has been open', async () => {
      const early: number[] = []
      await queue.work({
        look: async ({ key }) => void early.push(Number(key) - clock.now().epochMilliseconds),
      })
      await database.write(async (trx) => {
        await trx.selectFrom('setting').selectAll().execute()
        await new Promise((resolve) => setTimeout(resolve, 700))
        const at = clock.now().add({ milliseconds: 600 })
        await queue.enqueue(trx, [{ name: 'look', key: String(at.epochMilliseconds), runAt: instantText(at) }])
      })
      await until(() => expect(early).toHaveLength(1))
      expect(early[0]).toBeLessThanOrEqual(0)
    })

    test('what has no lane does not wait behind those whose lanes are stuck', async () => {
      const { promise: stuck, resolve: letGo } = Promise.withResolvers<void>()
      let begun = 0
      const seen: string[] = []
      await queue.work({
        hang: async () => {
          begun += 1
          await stuck
        },
        look: async ({ key }) => void seen.push(key),
      })
      await enqueue(...Array.from({ length: 40 }, (_, key) => ({ name: 'hang', key: `${key}`, lane: `to ${key}` })))
      await until(() => expect(begun).toBe(LANED_AT_ONCE))
      await enqueue({ key: 'due' })
      await until(() => expect(seen).toEqual(['due']))
      letGo()
      await until(() => expect(begun).toBe(40))
    })

    test('at rest it takes nothing more, and what comes is kept for others', async () => {
      const seen: string[] = []
      const { promise: slow, resolve: finish } = Promise.withResolvers<void>()
      await queue.work({
        look: async ({ key }) => {
          if (key === 'slow') await slow
          seen.push(key)
        },
      })
      await enqueue({ key: 'slow' })
      await until(async () => expect((await queue.depth()).running).toBe(1))
      const resting = queue.rest(5000)
      await enqueue({ key: 'late' })
      finish()
      await resting
      expect(seen).toEqual(['slow'])
      expect((await queue.depth()).waiting).toBe(1)
    })

    test('a job exists if and when its transaction is committed', async () => {
      const seen: string[] = []
      await queue.work({ look: async (job) => void seen.push(job.key) })
      const failing = database.write(async (trx) => {
        await queue.enqueue(trx, [{ name: 'look', key: 'rolled back', runAt: now() }])
        throw new Error('changed my mind')
      })
      await expect(failing).rejects.toThrow('changed my mind')
      await enqueue({ key: 'committed' })
      await until(() => expect(seen).toEqual(['committed']))
    })

    test('a handler sees what its transaction changed, also when the job was waiting already', async () => {
      const seen: (string | undefined)[] = []
      const look = async (): Promise<void> => {
        const row = await database.kysely.selectFrom('setting').select('value').executeTakeFirst()
        seen.push(row?.value)
      }
      await enqueue({ runAt: now() })
      const [enqueued, mayCommit] = [createGate(), createGate()]
      const changing = database.write(async (trx) => {
        await trx.insertInto('setting').values({ key: 'state', value: 'changed' }).execute()
        await queue.enqueue(trx, [{ name: 'look', key: 'a', runAt: now() }])
        enqueued.open()
        await mayCommit.opened
      })
      await enqueued.opened
      await queue.work({ look })
      setTimeout(mayCommit.open, 700)
      await changing
      await until(() => expect(seen).toEqual(['changed']))
    })

    test('a job waits for its time, however far the clock is put ahead', async () => {
      const seen: string[] = []
      await queue.work({ look: async (job) => void seen.push(job.key) })
      await enqueue({ key: 'later', runAt: inAnHour() }, { key: 'now' })
      await until(() => expect(seen).toEqual(['now']))
      clock.travel(clock.now().add({ minutes: 59 }))
      queue.poke()
      await enqueue({ key: 'still now' })
      await until(() => expect(seen).toEqual(['now', 'still now']))
      clock.travel(clock.now().add({ minutes: 1 }))
      queue.poke()
      await until(() => expect(seen).toEqual(['now', 'still now', 'later']))
    })

    test('of one name and key one job waits, for the earliest time asked for', async () => {
      const attempts = Array.from({ length: 8 }, (_, index) => enqueue({ key: 'same', runAt: inAnHour(), data: index }))
      await Promise.all(attempts)
      await enqueue({ key: 'same', runAt: inAnHour() }, { key: 'same', runAt: inAnHour() })
      await enqueue({ name: 'other', key: 'same', runAt: inAnHour() })
      expect((await queue.depth()).waiting).toBe(2)

      const seen: string[] = []
      await queue.work({ look: async () => void seen.push('look'), other: async () => void seen.push('other') })
      await enqueue({ key: 'same', runAt: now() })
      await until(() => expect(seen).toEqual(['look']))
      expect((await queue.depth()).waiting).toBe(1)
    })

    test('a later time does not put a waiting job off', async () => {
      await enqueue({ runAt: now() })
      await enqueue({ runAt: inAnHour() })
      const seen: string[] = []
      await queue.work({ look: async (job) => void seen.push(job.key) })
      await until(() => expect(seen).toEqual(['a']))
    })

    test('while a job runs, the next of its key may wait', async () => {
      const gate = createGate()
      let runs = 0
      const look = async (): Promise<void> => {
        runs += 1
        if (runs === 1) await gate.opened
      }
      await queue.work({ look })
      await enqueue({ lane: 'lane' })
      await until(() => expect(runs).toBe(1))
      await enqueue({ lane: 'lane' })
      expect(await queue.depth()).toEqual({ waiting: 1, running: 1, dead: 0 })
      gate.open()
      await until(() => expect(runs).toBe(2))
    })

    test('a job that fails is tried again after a pause', async () => {
      const attempts: number[] = []
      const look: Handlers[string] = async (job) => {
        attempts.push(job.attempt)
        if (job.attempt === 1) throw new Error('the platform is away')
      }
      await queue.work({ look })
      await enqueue({})
      await until(() => expect(attempts).toEqual([1, 2]))
      expect(logged).toEqual(['A job failed and will be tried again.'])
    })

    test('after its last attempt a job is dead: counted, logged, and its key is free', async () => {
      let runs = 0
      const look: Handlers[string] = () => {
        runs += 1
        throw new Error('never')
      }
      await queue.work({ look })
      await enqueue({ maxAttempts: 1 })
      await until(async () => expect(await queue.depth()).toEqual({ waiting: 0, running: 0, dead: 1 }))
      await until(() => expect(logged).toEqual(['A job failed for the last time and is dead.']))
      await enqueue({ maxAttempts: 1 })
      await until(() => expect(runs).toBe(2))
    })

    test('a job that nobody handles fails like any other', async () => {
      await queue.work({})
      await enqueue({ name: 'toString', maxAttempts: 1 })
      await until(async () => expect((await queue.depth()).dead).toBe(1))
    })

    test('a lane runs one job at a time, over all replicas, and does not hold up the others', async () => {
      if (engine.dialect === 'postgres') others = [await open(), await open()]
      const inLane = new Map<string, number>()
      let most = 0
      let mostInOneLane = 0
      const seen: string[] = []
      const look: Handlers[string] = async (job) => {
        const lane = job.key.slice(0, 1)
        inLane.set(lane, (inLane.get(lane) ?? 0) + 1)
        mostInOneLane = Math.max(mostInOneLane, ...inLane.values())
        most = Math.max(
          most,
          [...inLane.values()].reduce((sum, count) => sum + count),
        )
        await new Promise((resolve) => setTimeout(resolve, 10))
        inLane.set(lane, (inLane.get(lane) ?? 0) - 1)
        seen.push(job.key)
      }
      const keys = ['a', 'b', 'c', 'd'].flatMap((lane) => [1, 2, 3, 4].map((number) => `${lane}${number}`))
      await enqueue(...keys.map((key) => ({ key, lane: key.slice(0, 1) })))
      await Promise.all([queue, ...others].map((each) => each.work({ look })))
      await until(() => expect(seen.toSorted()).toEqual(keys))
      expect(mostInOneLane).toBe(1)
      expect(most).toBeGreaterThan(1)
      expect(logged).toEqual([])
    })

    test('of many who ask for the same jobs at once, while they are taken, nobody is turned away', async () => {
      const two = [queue, await open()]
      others.push(two[1]!)
      for (const each of two) await each.work({ look: async () => {} })
      const keys = Array.from({ length: 12 }, (_, index) => ({
        name: 'look',
        key: `${index}`,
        lane: `to ${index % 6}`,
      }))
      const askOften = async (who: number): Promise<void> => {
        for (let time = 0; time < 40; time += 1) {
          const some = keys.filter((_, index) => (time * 7 + who * 3 + index * index) % 5 < 3)
          await database.write((trx) =>
            two[who % 2]!.enqueue(
              trx,
              some.map((job) => ({ ...job, runAt: now() })),
            ),
          )
        }
      }
      await Promise.all(Array.from({ length: 6 }, (_, who) => askOften(who)))
      await until(async () => expect(await queue.depth()).toEqual({ waiting: 0, running: 0, dead: 0 }))
    })

    test('a stop waits for the jobs that run', async () => {
      const gate = createGate()
      const finished: string[] = []
      await queue.work({
        async look(job) {
          await gate.opened
          finished.push(job.key)
        },
      })
      await enqueue({})
      await until(async () => expect((await queue.depth()).running).toBe(1))
      const stopped = queue.stop()
      setTimeout(gate.open, 50)
      await stopped
      expect(finished).toEqual(['a'])
      expect(await queue.depth()).toEqual({ waiting: 0, running: 0, dead: 0 })
    })

    test('a job that outlasts the stop runs again after the next start', async () => {
      const gate = createGate()
      await queue.work({ look: () => gate.opened })
      await enqueue({})
      await until(async () => expect((await queue.depth()).running).toBe(1))
      await queue.stop(100)

      const attempts: number[] = []
      const next = await open()
      others = [next]
      await next.work({ look: async (job) => void attempts.push(job.attempt) })
      await until(() => expect(attempts).toEqual([2]))
    })
  })
}

async function until(check: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: 20_000, interval: 20 })
}

function createGate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}
