/** What a delivery makes of wake-ups that come too early, of senders that died, and of a database that is away for a moment. */
import { describe, expect, it } from 'vitest'
import { DeliveryError, type MessageReference, type Outgoing } from '#platform'
import { company, round } from '../../test/hard-days/company.ts'
import { databases } from '../../test/databases.ts'
import { noQueue, type Story, tell } from '../../test/house.ts'
import type { Job } from '../jobs/queue.ts'
import { deliver } from './deliver.ts'
import { advance } from './occurrence.ts'

const manifest = company({ rituals: round("every: day, at: '09:00', window: 4h, reminder: none") })
const ROUND = 'round@2026-12-07T09:00'

/** From now on the jobs that are asked for are kept here. */
function jobsOf({ house }: Story): Job[] {
  const jobs: Job[] = []
  house.queue = { ...noQueue, enqueue: async (_, wished) => void jobs.push(...wished) }
  return jobs
}

/** What reaches the platform from now on. */
function watch({ platform: { platform } }: Story) {
  const seen: { how: 'send' | 'update'; outgoing: Outgoing }[] = []
  const { send, update } = platform
  platform.send = (outgoing) => {
    seen.push({ how: 'send', outgoing })
    return send(outgoing)
  }
  platform.update = (reference: MessageReference, outgoing) => {
    seen.push({ how: 'update', outgoing })
    return update(reference, outgoing)
  }
  return seen
}

const rowOf = ({ db }: Story, id: string) =>
  db.kysely.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

async function promptOfAna({ db: { kysely } }: Story): Promise<string> {
  const { member_id } = await kysely
    .selectFrom('identity')
    .select('member_id')
    .where('external_id', '=', 'ana')
    .executeTakeFirstOrThrow()
  const row = await kysely
    .selectFrom('delivery')
    .select('id')
    .where('occurrence_id', '=', ROUND)
    .where('key', '=', 'prompt')
    .where('recipient', '=', `member:${member_id}`)
    .executeTakeFirstOrThrow()
  return row.id
}

describe.each(databases)('on $name', (engine) => {
  const begin = (): Promise<Story> => tell(engine, { manifest, now: '2026-12-07T08:00' })

  it('whoever is woken too early asks to be woken in time', async () => {
    await using story = await begin()
    const jobs = jobsOf(story)
    expect(await advance(story.house, ROUND)).toBe(false)
    expect(jobs).toEqual([{ name: 'occurrence', key: ROUND, runAt: '2026-12-07T08:00:00.000Z' }])

    story.platform.faults.push(new DeliveryError('wait', 'others go first', 5))
    await story.to('2026-12-07T09:00')
    const waiting = await story.db.kysely
      .selectFrom('delivery')
      .select(['id', 'recipient', 'not_before'])
      .where('state', '=', 'queued')
      .executeTakeFirstOrThrow()
    expect(waiting.not_before).toBe('2026-12-07T08:00:05.000Z')
    jobs.length = 0
    expect(await deliver(story.house, waiting.id)).toBe(false)
    expect(jobs).toEqual([{ name: 'deliver', key: waiting.id, runAt: waiting.not_before, lane: waiting.recipient }])
  })

  it('a prompt that was answered before anybody wrote down where it stands is looked for, and then changed', async () => {
    await using story = await begin()
    await story.to('2026-12-07T09:00')
    const id = await promptOfAna(story)
    await story.db.write((trx) =>
      trx
        .updateTable('delivery')
        .set({ state: 'sending', holder: 'who died', lease_until: story.now(), reference: null, sent_revision: 0 })
        .where('id', '=', id)
        .execute(),
    )
    await story.answer('ana', { done: 'Übergabe Ost' }, story.last('@ana'))
    expect(await rowOf(story, id)).toMatchObject({ state: 'sent', reference: null })
    const seen = watch(story)
    await story.to('2026-12-07T13:05')
    const own = seen.filter(({ outgoing }) => outgoing.id === id)
    expect(own.map(({ how, outgoing }) => [how, outgoing.mayStand])).toEqual([
      ['send', true],
      ['update', false],
    ])
    const { state, revision, sent_revision, reference } = await rowOf(story, id)
    expect([state, sent_revision, reference]).toEqual(['sent', revision, JSON.stringify({ id })])
  })

  it('whoever lets another of their thread go first is woken again', async () => {
    await using story = await begin()
    await story.to('2026-12-07T09:00')
    for (const person of ['ana', 'ben']) await story.answer(person, { done: `von ${person}` })
    await story.to('2026-12-07T13:05')
    const thread = story.db.kysely.selectFrom('delivery').where('under', 'is not', null)
    await story.db.write((trx) =>
      trx
        .updateTable('delivery')
        .set({ state: 'queued', sent_revision: 0, reference: null })
        .where('under', 'is not', null)
        .execute(),
    )
    const [first, second] = await thread.select('id').orderBy('queued_at').orderBy('position').execute()
    const [seen, jobs] = [watch(story), jobsOf(story)]
    await deliver(story.house, second!.id)
    expect(seen.map(({ outgoing }) => outgoing.id)).toEqual([first!.id])
    expect(jobs.map(({ key }) => key)).toContain(second!.id)
    await deliver(story.house, first!.id)
    await deliver(story.house, second!.id)
    expect(seen.map(({ outgoing }) => outgoing.id)).toEqual([first!.id, second!.id])
  })

  it('what the database kept from being sent has not been sent', async () => {
    await using story = await begin()
    const { platform } = story.platform
    const { conversation } = platform
    let away = true
    platform.conversation = async (people) => {
      if (away) throw new Error('Connection terminated unexpectedly')
      return conversation(people)
    }
    await story.db.write((trx) => trx.updateTable('identity').set({ conversation: null }).execute())
    await story.to('2026-12-07T09:00')
    const id = await promptOfAna(story)
    expect(await rowOf(story, id)).toMatchObject({ state: 'queued', error: expect.not.stringMatching(/^unknown$/) })
    away = false
    const seen = watch(story)
    await story.to('2026-12-07T09:05')
    expect(seen.filter(({ outgoing }) => outgoing.id === id)).toMatchObject([{ outgoing: { mayStand: false } }])
  })

  it('woken twice at once, it is sent once, even when the second looks before the first has heard that its claim is on disk', async () => {
    await using story = await begin()
    const { house } = story
    const { db } = house
    const id = await promptBeforeItsTime(story)
    const seen = watch(story)
    const [onDisk, heard] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    house.db = {
      ...db,
      async write(work) {
        const claim = await db.write(work)
        onDisk.resolve()
        await heard.promise
        return claim
      },
    }
    const first = deliver(house, id)
    await onDisk.promise
    house.db = db
    const second = await deliver(house, id)
    heard.resolve()
    expect([await first, second]).toEqual([true, false])
    expect(seen.map(({ outgoing }) => outgoing.id)).toEqual([id])
  })

  it('a claim that was rolled back is nobody’s', async () => {
    await using story = await begin()
    const { house } = story
    const { db } = house
    const id = await promptBeforeItsTime(story)
    house.db = {
      ...db,
      write: (work) =>
        db.write(async (trx) => {
          await work(trx)
          throw new Error('away')
        }),
    }
    await expect(deliver(house, id)).rejects.toThrow('away')
    house.db = db
    const seen = watch(story)
    expect(await deliver(house, id)).toBe(true)
    expect(seen.map(({ outgoing }) => outgoing.mayStand)).toEqual([false])
  })

  it('an attempt whose end could not be written down is in doubt only where it was', async () => {
    await using story = await begin()
    const { house, platform } = story
    const { db } = house
    const id = await promptBeforeItsTime(story)
    const fail = async (error: Error): Promise<void> => {
      platform.faults.push(error)
      let writes = 0
      house.db = {
        ...db,
        async write(work) {
          writes += 1
          // The claim still gets through.
          if (writes > 1) throw new Error('away')
          return db.write(work)
        },
      }
      await expect(deliver(house, id)).rejects.toThrow('away')
      house.db = db
      expect((await rowOf(story, id)).state).toBe('sending')
    }
    const seen = watch(story)
    await fail(new DeliveryError('later', 'HTTP 503'))
    await fail(new DeliveryError('unknown', 'silence'))
    await deliver(house, id)
    expect(seen.map(({ outgoing }) => outgoing.mayStand)).toEqual([false, false, true])
    expect((await rowOf(story, id)).state).toBe('sent')
  })
})

/** Ana's prompt, queued and due. */
async function promptBeforeItsTime(story: Story): Promise<string> {
  story.platform.faults.push(...Array.from({ length: 3 }, () => new DeliveryError('wait', 'others go first', 1)))
  await story.to('2026-12-07T09:00')
  story.jump('2026-12-07T09:01')
  return promptOfAna(story)
}
