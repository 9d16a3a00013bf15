/** What leaders do with their rituals can be shown later, and not be changed. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { audit } from '../../src/audit-command.ts'
import { databases } from '../databases.ts'
import { tell } from '../house.ts'
import { companyOf } from './company.ts'

for (const engine of databases) {
  describe(`the audit log on ${engine.name}`, () => {
    it('says who did what, newest first, and nothing of what anybody wrote', async () => {
      await using story = await tell(engine, { manifest: companyOf(), now: '2026-12-06T12:00' })
      const event = { type: 'command' as const, person: 'lead', id: 'twice', text: 'skip morning', conversation: null }
      await story.send(event)
      await story.send(event)
      await story.to('2026-12-08T13:20')
      await story.command('lead', 'start morning')
      await story.engine.drain()
      await story.answer('ana', { done: 'Kanarienvogel', next: '', blocker: '' })
      await story.command('lead', 'remind morning')
      await story.command('lead', 'close morning')
      await story.command('birte', 'pause morning until 20.12.')
      await story.command('birte', 'resume morning')
      await story.command('birte', 'resume morning')
      const said = await audit({ DATABASE_URL: story.db.url }, '2026-12-01')
      const lines = said.split('\n').map((line) => line.slice(18))
      expect(lines).toEqual([
        'Birte Clausen  resumed  morning',
        'Birte Clausen  paused  morning  2026-12-20',
        expect.stringMatching(/^Jana Petersen {2}closed early {2}morning {2}2026-12-08T12:20/),
        expect.stringMatching(/^Jana Petersen {2}reminded once more {2}morning/),
        expect.stringMatching(/^Jana Petersen {2}started {2}morning/),
        'Jana Petersen  left out  morning  2026-12-07T09:00:00',
        expect.stringMatching(/^at the machine {2}a manifest was applied {4}\d+ changes, [0-9a-f]{12}$/),
      ])
      expect(said).not.toContain('Kanarienvogel')
    })

    it('stays as it was written', async () => {
      await using story = await tell(engine, { manifest: companyOf(), now: '2026-12-06T12:00' })
      await story.command('lead', 'skip morning')
      const change = sql`update audit set actor_id = null`.execute(story.db.kysely)
      await expect(change).rejects.toThrow('what stands in the audit log stays')
    })

    it('takes a day as it is written in the manifest, and says so', async () => {
      await using story = await tell(engine, { manifest: companyOf(), now: '2026-12-06T12:00' })
      await expect(audit({ DATABASE_URL: story.db.url }, '1.12.2026')).rejects.toThrow(/--since: expected a date/)
      expect(await audit({ DATABASE_URL: story.db.url }, '2027-01-01')).toBe('Nothing was done in that time.')
    })
  })
}
