/** What comes twice counts once, and leaves the same rows on both databases: on PostgreSQL an answer is one statement, on SQLite it is several. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { tell, textOf } from '../house.ts'
import { manifestOf } from './manifest.ts'

const manifest = manifestOf(`
  - { id: morning, kind: check-in, team: service, schedule: { every: day, at: '09:00', zone: team, window: 4h } }
`)

describe.each(databases)('an answer on $name', (engine) => {
  it('is kept once, however often its event comes, and changes when another one comes', async () => {
    await using story = await tell(engine, { manifest, now: '2026-12-02T12:00' })
    await story.to('2026-12-03T09:30')
    const { kysely } = story.db
    const prompt = story.last('@ana').id
    const opened = await story.press('ana', 'answer')
    if (opened.type !== 'form') throw new Error(textOf(opened))
    expect(opened.ticket.delivery).toBe(prompt)
    const send = (id: string, done: string) => {
      const answers = { done, next: null, blocker: null }
      return story.send({ type: 'submit', id, person: 'ana', ticket: opened.ticket, answers })
    }
    const rows = async () => ({
      answers: await kysely
        .selectFrom('response')
        .select(['form', 'answers', 'late'])
        .orderBy('response.id')
        .execute()
        .then((kept) => kept.map((row) => [row.form, JSON.parse(row.answers!).done, row.late])),
      statuses: await kysely
        .selectFrom('participant')
        .innerJoin('identity', 'identity.member_id', 'participant.member_id')
        .select(['participant.status', 'participant.reason'])
        .where('identity.external_id', '=', 'ana')
        .execute(),
      delivery: await kysely
        .selectFrom('delivery')
        .select(['state', 'revision', 'sent_revision', 'edited_at'])
        .where('id', '=', prompt)
        .executeTakeFirstOrThrow(),
      others: await kysely
        .selectFrom('delivery')
        .select('id')
        .where('id', '!=', prompt)
        .where('revision', '>', 1)
        .execute(),
    })

    const replies = await Promise.all([send('one', 'Post'), send('one', 'Post'), send('one', 'Post')])
    expect(replies.map(({ type }) => type)).toEqual(['replace', 'replace', 'replace'])
    const at = story.now()
    expect(await rows()).toEqual({
      answers: [['answer', 'Post', 0]],
      statuses: [{ status: 'answered', reason: null }],
      delivery: { state: 'sent', revision: 2, sent_revision: 2, edited_at: at },
      others: [],
    })
    await send('two', 'Post und Anrufe')
    await send('one', 'Post')
    expect((await rows()).answers).toEqual([
      ['answer', 'Post', 0],
      ['answer', 'Post und Anrufe', 0],
    ])
    // It thanks for either in the same words, so nothing is edited anew.
    expect((await rows()).delivery).toMatchObject({ state: 'sent', revision: 2, sent_revision: 2, edited_at: at })
  })

  it('is kept although its event has an id that is no sound text', async () => {
    await using story = await tell(engine, { manifest, now: '2026-12-02T12:00' })
    await story.to('2026-12-03T09:30')
    const opened = await story.press('ana', 'answer')
    if (opened.type !== 'form') throw new Error(textOf(opened))
    const answers = { done: 'Post', next: null, blocker: null }
    const reply = await story.send({ type: 'submit', id: 'half\ud800', person: 'ana', ticket: opened.ticket, answers })
    expect(reply.type).toBe('replace')
  })

  it('is kept for each of those who answer in the same moment, also beside somebody whose answer can’t be', async () => {
    await using story = await tell(engine, { manifest, now: '2026-12-02T12:00' })
    await story.to('2026-12-03T09:30')
    const send = async (person: string, id: string, done: string, occurrence: string) => {
      const ticket = { occurrence, form: 'answer', delivery: story.last(`@${person}`).id }
      const answers = { done, next: null, blocker: null }
      return (await story.send({ type: 'submit', id, person, ticket, answers })).type
    }
    const people = ['ana', 'ben', 'cem']
    const opened = await story.press('ana', 'answer')
    if (opened.type !== 'form') throw new Error(textOf(opened))
    const { occurrence } = opened.ticket
    const types = await Promise.all([
      ...people.map((person) => send(person, `${person}-1`, `${person}, zuerst`, occurrence!)),
      send('ben', 'ben-2', 'ben, danach', occurrence!),
      send('ana', 'ana-2', 'nirgends', 'no-such@2026-12-03T09:00'),
    ])
    expect(types).toEqual(['replace', 'replace', 'replace', 'replace', 'notice'])
    const kept = await story.db.kysely
      .selectFrom('response')
      .innerJoin('member', 'member.id', 'response.member_id')
      .select('response.answers')
      .orderBy('response.id')
      .execute()
    const said = kept.map(({ answers }) => String(JSON.parse(answers!).done))
    expect(said.toSorted()).toEqual(['ana, zuerst', 'ben, danach', 'ben, zuerst', 'cem, zuerst'])
    expect(said.indexOf('ben, zuerst')).toBeLessThan(said.indexOf('ben, danach'))
  })
})
