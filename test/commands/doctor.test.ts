/** An admin asks from the chat how the set-up is doing; nobody else can. */
import { describe, expect, it } from 'vitest'
import type { Finding } from '#platform'
import { examinations } from '../../src/doctor.ts'
import { readEnv } from '../../src/env.ts'
import { databases } from '../databases.ts'
import { type Story, tell, textOf } from '../house.ts'
import { companyOf } from './company.ts'

const wrong: Finding = { level: 'wrong', what: 'The scope im:write is missing.', todo: 'Add it and install again.' }
const fine: Finding = { level: 'fine', what: 'The token is known.' }

/** What was found comes by itself, once it is found. */
async function told(story: Story, person: string): Promise<string> {
  const before = story.standing(`@${person}`).length
  await expect
    .poll(async () => {
      await story.engine.drain()
      return story.standing(`@${person}`).length
    })
    .toBe(before + 1)
  return story.last(`@${person}`).text
}

for (const engine of databases) {
  describe(`the doctor in the chat on ${engine.name}`, () => {
    it('looks at everything, and writes what to do to whoever asked', async () => {
      await using story = await tell(engine, { manifest: companyOf(), now: '2026-12-07T11:00' })
      story.house.examine = async () => [
        {
          name: 'Slack',
          findings: [fine, wrong, ...Array.from({ length: 14 }, (): Finding => ({ ...wrong, level: 'look' }))],
        },
      ]
      await story.to('2026-12-07T11:05')
      expect(textOf(await story.command('birte', 'doktor'))).toBe(
        'Ich sehe nach. Was ich finde, schreibe ich dir gleich.',
      )
      const text = await told(story, 'birte')
      expect(text).toContain('Eine Sache muss in Ordnung gebracht werden.')
      expect(text).toContain('Slack · eins in Ordnung')
      expect(text).toContain('Falsch: The scope im:write is missing. Add it and install again.')
      expect(text).toContain('und noch 3; an der Maschine zeigt teamrunde doctor alles')
    })

    it('is well where all is well, and looks once at a time', async () => {
      await using story = await tell(engine, { manifest: companyOf(), now: '2026-12-07T11:00' })
      const env = readEnv({ DATABASE_URL: story.db.url })
      const looked = Promise.withResolvers<void>()
      story.house.examine = async () => {
        await looked.promise
        return examinations(env)
      }
      await story.to('2026-12-07T11:05')
      await story.command('birte', 'doctor')
      expect(textOf(await story.command('birte', 'doctor'))).toContain('Ich bin schon dabei')
      looked.resolve()
      const text = await told(story, 'birte')
      expect(text).toContain('Alles in Ordnung.')
      for (const part of ['Manifest', 'Database', 'Platforms']) expect(text).toContain(`${part} · eins in Ordnung`)
    })

    it('says so when it could not look, and is for admins alone', async () => {
      await using story = await tell(engine, { manifest: companyOf(), now: '2026-12-07T11:00' })
      story.house.examine = async () => Promise.reject(new Error('xoxb-Kanarienvogel'))
      await story.to('2026-12-07T11:05')
      expect(textOf(await story.command('lead', 'doctor'))).toContain('nur diejenigen, die mich betreuen')
      await story.command('birte', 'doctor')
      const text = await told(story, 'birte')
      expect(text).toContain('Ich konnte nicht alles ansehen.')
      expect(text).not.toContain('Kanarienvogel')
    })
  })
}
