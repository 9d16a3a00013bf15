/** A check-in from the first question to the last late answer, on both databases. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { buttonsOf, type Standing, tell, textOf } from '../house.ts'
import { manifestOf } from './manifest.ts'

const morning = manifestOf(`
  - id: morning
    kind: check-in
    team: service
    name: Morgenrunde
    schedule: { every: week, on: [mon, wed], at: '09:00', window: 4h, reminder: 2h30m }
`)

for (const engine of databases) {
  describe(`a check-in on ${engine.name}`, () => {
    it('asks in the morning, reminds once, reports at one and takes a late answer', async () => {
      await using story = await tell(engine, { manifest: morning, now: '2026-12-06T12:00' })
      await story.to('2026-12-07T09:00')
      expect(story.last('@ana').text).toContain('Guten Morgen')

      await story.to('2026-12-07T09:20')
      const reply = await story.answer('ana', {
        done: 'Übergabe Filiale Ost',
        next: 'Angebot Nord',
        blocker: 'Hebebühne 2 defekt',
      })
      expect(textOf(reply)).toContain('13:00')

      await story.to('2026-12-07T11:30')
      const reminded = ['ana', 'ben', 'cem', 'lead'].filter((who) =>
        story.standing(`@${who}`).some((each) => each.text.includes('noch') && each.at >= '2026-12-07T10:30'),
      )
      expect(reminded).not.toContain('ana')
      expect(reminded).toContain('ben')

      await story.to('2026-12-07T13:00')
      const channel = story.standing('service')
      expect(channel[0]!.text).toContain('Hebebühne 2 defekt')
      expect(channel[0]!.text).not.toContain('Ben')
      expect(channel.filter((each) => each.under === channel[0]!.id)).toHaveLength(1)

      await story.to('2026-12-07T14:10')
      await story.answer('ben', { done: 'Reifenlager', next: null, blocker: null })
      await story.to('2026-12-07T14:11')
      const thread = story.standing('service').filter((each) => each.under === channel[0]!.id)
      expect(thread).toHaveLength(2)
      expect(thread[1]!.text).toContain('14:10')
      expect(story.standing('service')[0]!.edits).toBeGreaterThan(0)
    })

    it('stops asking when it is too late: no old message keeps a button that refuses', async () => {
      await using story = await tell(engine, { manifest: morning, now: '2026-12-06T12:00' })
      await story.to('2026-12-07T13:00')
      const monday = (): Standing[] => story.standing('@ben').filter((each) => each.at.startsWith('2026-12-07'))
      const [prompt, reminder] = monday()
      expect(buttonsOf(prompt!.message)).not.toEqual([])
      expect(buttonsOf(reminder!.message)).toEqual([])
      expect(reminder!.text).toBe('Diese Erinnerung hat sich erledigt.')
      await story.to('2026-12-09T09:00')
      const [old] = monday()
      expect(buttonsOf(old!.message)).toEqual([])
      expect(old!.text).toContain('abgeschlossen')
      const late = await story.press('ben', 'answer', prompt)
      expect(textOf(late)).toContain('Morgenrunde')
    })

    it('posts the answers in the order people gave them', async () => {
      await using story = await tell(engine, { manifest: morning, now: '2026-12-06T12:00' })
      await story.to('2026-12-07T09:00')
      const order = ['elif', 'ana', 'dana', 'lead', 'cem', 'ben']
      for (const [minute, who] of order.entries()) {
        await story.to(`2026-12-07T09:0${minute + 1}`)
        await story.answer(who, { done: `von ${who}`, next: null, blocker: null })
      }
      await story.to('2026-12-07T13:00')
      const said = story
        .standing('service')
        .slice(1)
        .map((each) => /von (\w+)/.exec(each.text)?.[1])
      expect(said).toEqual(order)
    })

    it('asks nobody twice, however often it is woken, restarted or doubled', async () => {
      await using story = await tell(engine, { manifest: morning, now: '2026-12-06T12:00' })
      const replica = await story.again()
      await replica.start()
      story.jump('2026-12-07T09:00')
      await Promise.all([story.engine.drain(), replica.drain(), story.engine.tick(), replica.tick()])
      await replica.drain()
      await story.engine.drain()
      expect(
        story.standing('@ana').filter((each) => buttonsOf(each.message).some((button) => button.action === 'answer')),
      ).toHaveLength(1)
      const sends = story.platform.sends()
      await story.engine.drain()
      await replica.drain()
      expect(story.platform.sends()).toBe(sends)
    })

    it('catches up once within the window and reports what was missed beyond it', async () => {
      await using story = await tell(engine, { manifest: morning, now: '2026-12-06T12:00' })
      // Down from Sunday on; back on Monday at half past ten, within the window.
      story.jump('2026-12-07T10:30')
      await (await story.again()).start()
      await story.engine.drain()
      expect(story.last('@ana').text).toContain('Antworten')
      // Down again over Wednesday; back on Thursday.
      story.jump('2026-12-10T10:00')
      const back = await story.again()
      await back.start()
      await back.drain()
      expect(story.last('@lead').text).toContain('9. Dezember')
      expect(story.standing('@ana').filter((each) => each.at > '2026-12-09')).toEqual([])
    })

    it('takes the same submission twice and keeps it once', async () => {
      await using story = await tell(engine, { manifest: morning, now: '2026-12-06T12:00' })
      await story.to('2026-12-07T09:00')
      const opened = await story.press('ana', 'answer')
      if (opened.type !== 'form') throw new Error('no form')
      const event = {
        type: 'submit' as const,
        person: 'ana',
        id: 'same',
        ticket: opened.ticket,
        answers: { done: 'x', next: 'y', blocker: null },
      }
      const [first, second] = [await story.send(event), await story.send(event)]
      expect(second).toEqual(first)
      const { count } = await story.db.kysely
        .selectFrom('response')
        .select((select) => select.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      expect(Number(count)).toBe(1)
    })
  })
}
