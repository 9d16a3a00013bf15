/** Where people and channels are reached, kept and forgotten. */
import { describe, expect, it } from 'vitest'
import { databases } from '../../test/databases.ts'
import { systemClock } from '../clock.ts'
import { contactsOf } from './contacts.ts'
import { eraseMember } from './erasure.ts'

for (const engine of databases) {
  describe(`contacts on ${engine.name}`, () => {
    it('are found by their conversation and by their person, and change in their place', async () => {
      await using db = await engine.open()
      const book = contactsOf<{ serviceUrl: string }>(db, systemClock, 'teams')
      const ana = { conversation: 'a:1', person: 't/ana', details: { serviceUrl: 'https://one.example/' } }
      const channel = {
        conversation: '19:c@thread.tacv2',
        person: null,
        details: { serviceUrl: 'https://one.example/' },
      }
      await book.save(ana)
      await book.save(channel)
      expect(await book.find('a:1')).toEqual(ana)
      expect(await book.ofPerson('t/ana')).toEqual(ana)
      expect(await book.find('a:2')).toBeNull()
      expect(await contactsOf(db, systemClock, 'slack').find('a:1')).toBeNull()
      await book.save({ ...ana, details: { serviceUrl: 'https://two.example/' } })
      expect(await book.all()).toEqual([channel, { ...ana, details: { serviceUrl: 'https://two.example/' } }])
      await book.save({ ...ana, conversation: 'a:9' })
      expect((await book.ofPerson('t/ana'))?.conversation).toBe('a:9')
      await book.remove('19:c@thread.tacv2')
      expect(await book.find('19:c@thread.tacv2')).toBeNull()
    })

    it('go with the member', async () => {
      await using db = await engine.open()
      const book = contactsOf<object>(db, systemClock, 'teams')
      for (const person of ['t/ana', 't/ben']) await book.save({ conversation: `a:${person}`, person, details: {} })
      const nobody = { email: null, language: null, zone: null, unit: null, left_at: null, welcomed_at: null }
      await db.write(async (trx) => {
        await trx
          .insertInto('member')
          .values({ id: 'ana', name: 'Ana', joined_at: '2026-01-01', ...nobody })
          .execute()
        const identity = { platform: 'teams', external_id: 't/ana', member_id: 'ana', conversation: null }
        await trx.insertInto('identity').values(identity).execute()
        await eraseMember(trx, 'ana')
      })
      expect((await book.all()).map(({ person }) => person)).toEqual(['t/ben'])
    })
  })
}
