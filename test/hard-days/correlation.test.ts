/** What the log says about an occurrence or a delivery can be found by its id, and tells of a poll nothing that could be held against anyone. */
import { Writable } from 'node:stream'
import { sql } from 'kysely'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { DeliveryError } from '#platform'
import { systemClock } from '../../src/clock.ts'
import { jobLog } from '../../src/engine/job-log.ts'
import { openQueue } from '../../src/jobs/open.ts'
import { createLog, type Logger } from '../../src/log.ts'
import { instantText } from '../../src/time/format.ts'
import { companyOf, vote } from '../commands/company.ts'
import { databases } from '../databases.ts'
import { buttonsOf, tell, textOf } from '../house.ts'

type Line = Record<string, unknown>

/** The product's own log, with its lines kept here. */
function keptLog(): { log: Logger; lines: Line[] } {
  const lines: Line[] = []
  const into = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(JSON.parse(chunk.toString()) as Line)
      done()
    },
  })
  return { log: pino({ base: null, level: createLog('trace').level }, into), lines }
}

for (const engine of databases) {
  describe(`a line of the log on ${engine.name}`, () => {
    it('about a message names its delivery and its occurrence', async () => {
      const { log, lines } = keptLog()
      await using story = await tell(engine, { manifest: companyOf(), now: '2026-12-07T08:00', log })
      story.platform.faults.push(new DeliveryError('later', 'busy', 5), new Error('odd'))
      await story.to('2026-12-07T09:10')
      const warnings = lines.filter(({ level }) => Number(level) >= log.levels.values['warn']!)
      expect(warnings.map(({ msg }) => msg)).toEqual(Array(2).fill('delivery did not get through'))
      const rows = await story.db.kysely.selectFrom('delivery').select(['id', 'occurrence_id']).execute()
      for (const { delivery, occurrence } of lines)
        expect(rows).toContainEqual({ id: delivery, occurrence_id: occurrence ?? null })
    })

    it('about something that could not be done names what it was', async () => {
      const { log, lines } = keptLog()
      await using story = await tell(engine, { manifest: companyOf(), now: '2026-12-07T08:00', log })
      await sql`drop table participant`.execute(story.db.kysely)
      story.jump('2026-12-07T09:00')
      await story.engine.drain()
      const failed = lines.filter(({ msg }) => msg === 'something that was due could not be done')
      expect(failed.map(({ occurrence }) => occurrence)).toContain('morning@2026-12-07T09:00')
    })

    it('about a job names what the job is for', async () => {
      const { log, lines } = keptLog()
      await using db = await engine.open()
      const queue = await openQueue(db, systemClock, jobLog(log))
      const refuse = async (): Promise<void> => Promise.reject(new Error('not today'))
      await queue.work({ occurrence: refuse, deliver: refuse, nudge: refuse })
      const runAt = instantText(systemClock.now())
      const jobs = ['occurrence', 'deliver', 'nudge'].map((name) => ({ name, key: `${name}-1`, runAt, maxAttempts: 1 }))
      await db.write((trx) => queue.enqueue(trx, jobs))
      await expect.poll(() => lines.length).toBe(3)
      await queue.stop()
      expect(lines).toContainEqual(expect.objectContaining({ job: 'occurrence', occurrence: 'occurrence-1' }))
      expect(lines).toContainEqual(expect.objectContaining({ job: 'deliver', delivery: 'deliver-1' }))
    })

    it('about an event names the occurrence, and of a poll nobody and nothing else', async () => {
      const { log, lines } = keptLog()
      await using story = await tell(engine, { manifest: companyOf(), now: '2026-12-09T12:00', log })
      await story.to('2026-12-10T10:05')
      const prompt = story
        .standing('@ana')
        .findLast(({ message }) => buttonsOf(message).some(({ occurrence }) => occurrence?.startsWith('spirit')))!
      await sql`drop table spool`.execute(story.db.kysely)
      lines.length = 0
      expect(textOf(await vote(story, 'ana', 4, prompt))).toContain('schiefgegangen')
      await story.send({ type: 'press', person: 'ana', action: 'answer', occurrence: 'Kanarienvogel', inPlace: true })
      expect(lines).toEqual([
        expect.objectContaining({ msg: 'an event could not be handled', occurrence: 'spirit@2026-12-10T10:00' }),
      ])
      expect(Object.keys(lines[0]!).toSorted()).toEqual(
        ['error', 'event', 'level', 'msg', 'occurrence', 'platform', 'stack', 'time'].toSorted(),
      )
      expect(JSON.stringify(lines)).not.toMatch(new RegExp(`${prompt.id}|Kanarienvogel|"ana`))
    })
  })
}
