/** What people type: either language, any spelling, any nonsense. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reply } from '#platform'
import { checkForm, checkMessage } from '../../src/message/limits.ts'
import { databases } from '../databases.ts'
import { type Story, tell, textOf } from '../house.ts'
import { companyOf, offered, tap } from './company.ts'
import { tries } from '../depth.ts'

let story: Story
beforeAll(async () => {
  story = await tell(databases[0]!, { manifest: companyOf(), now: '2026-12-06T12:00' })
  await story.to('2026-12-10T11:00')
})
afterAll(async () => story[Symbol.asyncDispose]())

function check(reply: Reply, what: string): void {
  if ('message' in reply) checkMessage(reply.message, what)
  if (reply.type === 'form') checkForm(reply.form, what)
}

describe('words', () => {
  it.each([
    ['/teamrunde heute', 'Heute, Donnerstag, 10. Dezember'],
    ['  HEUTE  ', 'Heute, Donnerstag, 10. Dezember'],
    ['today', 'Heute, Donnerstag, 10. Dezember'],
    ['@Teamrunde Warum Teamgeist?', 'Warum du? Teamgeist'],
    ['zurueck', 'nicht als abwesend notiert'],
    ['Datenschutz!', 'Was ich speichere'],
    ['was speicherst du?', 'Was ich speichere'],
    ['opt  in   morning', 'ohnehin dabei'],
    ['hilfe', 'Das kannst du mit mir machen'],
    ['?', 'Das kannst du mit mir machen'],
    ['', 'Das kannst du mit mir machen'],
    ['/teamrunde', 'Das kannst du mit mir machen'],
  ])('"%s" is understood', async (typed, expected) => {
    expect(textOf(await story.command('ana', typed))).toContain(expected)
  })

  it('that nobody knows are answered with the nearest and the help', async () => {
    const reply = await story.command('ana', 'datenschuz')
    expect(textOf(reply)).toContain('„datenschuz“ verstehe ich nicht. Meintest du „datenschutz“?')
    expect(textOf(await tap(story, 'ana', reply, 'datenschutz'))).toContain('Was ich speichere')
    const lost = textOf(await story.command('ana', 'wie wird das Wetter'))
    expect(lost).toContain('„wie wird das Wetter“ verstehe ich noch nicht.')
    expect(lost).toContain('/teamrunde heute')
    expect(textOf(await story.command('dana', 'tody'))).toContain('Did you mean “today”?')
    // A member is not sent to what they may not do.
    expect(textOf(await story.command('ana', 'stat'))).not.toContain('„status“?')
  })

  it('help fits the role, and its buttons do what they say', async () => {
    const member = await story.command('ana', 'help')
    expect(textOf(member)).not.toContain('/teamrunde starten')
    expect(textOf(member)).not.toContain('/teamrunde plan')
    const leader = textOf(await story.command('lead', 'help'))
    expect(leader).toContain('/teamrunde starten – außer der Reihe beginnen')
    expect(leader).toContain('/teamrunde lücke – dein Blick auf den Teamgeist')
    expect(leader).not.toContain('/teamrunde plan')
    // Nobody here has a 1:1.
    expect(leader).not.toContain('/teamrunde agenda')
    expect(textOf(await story.command('birte', 'help'))).toContain('/teamrunde plan – alles, was in 14 Tagen ansteht')
    for (const button of offered(member)) check(await tap(story, 'ana', member, button.label), button.label)
  })

  it('"only the poll" is offered beside a poll, and not beside a retro whose cards are sealed', async () => {
    const retro = `
  - { id: retro, kind: retro, team: service, name: Retro, schedule: { every: 4 weeks, on: mon, at: '10:00', window: 2d }, options: { anonymous: true } }
  - { id: morning, kind: check-in, team: service, name: Morgenrunde, schedule: { every: week, on: mon, at: '09:00' } }`
    await using one = await tell(databases[0]!, { manifest: companyOf(retro), now: '2026-12-06T12:00' })
    expect(one.last('@ana').text).toContain('[Was speicherst du?] [Nicht für mich]')
  })

  it('of every line of the help are understood, in both languages', async () => {
    for (const person of ['lead', 'birte', 'dana']) {
      const help = textOf(await story.command(person, 'help'))
      const typed = [...help.matchAll(/\/teamrunde ([^–\n]+) –/g)].map((match) => match[1]!)
      expect(typed.length).toBeGreaterThan(10)
      for (const words of typed) {
        const reply = await story.command(person, words)
        check(reply, words)
        expect(textOf(reply)).not.toMatch(/verstehe ich|don’t understand|schiefgegangen|went wrong/)
      }
      await story.command(person, 'resume morning')
      await story.command(person, 'resume spirit')
      await story.command(person, 'join all')
      await story.command(person, 'back')
    }
  })

  it('of any kind get a reply that fits into a message', async () => {
    const starts = [
      '',
      'away until ',
      'snooze ',
      'answer ',
      'why ',
      'report ',
      'status ',
      'start ',
      'gap ',
      'leave ',
      'join ',
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('ana', 'dana', 'olga', 'paul'),
        fc.constantFrom(...starts),
        fc.oneof(
          fc.string({ maxLength: 300 }),
          fc.constantFrom(
            '__proto__',
            'constructor',
            '*'.repeat(5000),
            'ل'.repeat(200),
            '<b>x</b>',
            '{{typed}}',
            '$t(help)',
            '👩‍👩‍👧'.repeat(50),
          ),
        ),
        async (person, start, rest) => {
          const reply = await story.command(person, start + rest)
          check(reply, start + rest)
          expect(textOf(reply)).not.toMatch(/schiefgegangen|went wrong/)
        },
      ),
      tries(60),
    )
  })

  it('on unknown buttons are answered kindly', async () => {
    const reply = await story.send({ type: 'press', person: 'ana', action: 'constructor' })
    expect(textOf(reply)).toContain('Dieser Knopf gehört zu etwas, das es nicht mehr gibt')
    const submitted = await story.send({
      type: 'submit',
      person: 'ana',
      ticket: { occurrence: null, form: 'nothing', delivery: null },
      answers: {},
    })
    expect(textOf(submitted)).toContain('Dieser Knopf')
    expect(textOf(await story.send({ type: 'press', person: 'ana', action: 'unskip', value: 'nowhere' }))).toContain(
      'in dem du nicht bist',
    )
    expect(textOf(await story.send({ type: 'press', person: 'ana', action: 'only-me', value: 'morning' }))).toContain(
      'in dem du nicht bist',
    )
  })
})
