/**
 * Whatever is sent through the API: it is stored as it was written or refused at its field, never read as markup, never a fault, and never in a
 * log. The program runs as it is, on both databases.
 */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { plainText } from '../../src/message/text.ts'
import { databases, type TestDatabase } from '../databases.ts'
import { company, poll, round } from './company.ts'
import { type Acted, type Answer, nextWeekday, type Program, standingIn, startProgram } from './program.ts'

const people = ['ana', 'ben', 'cem', 'dana', 'elif'].map((name) => ({ name }))
const manifest = company({
  people,
  organisation: 'holidays: none',
  rituals:
    round("every: week, on: mon, at: '09:00', window: 4h, reminder: none") +
    poll("every: week, on: mon, at: '09:30', window: 26h, reminder: none"),
})

/** In every text that is sent, and in no line that is logged. */
const MARK = 'Vertraulich7'

const TEXTS = {
  markup: `${MARK} <script>alert(1)</script> <b>fett</b> *fett* _kursiv_ \`code\` [hier](https://example.test) &amp;`,
  mentions: `${MARK} <!channel> <!here> @here @channel <@U012> <at>Jana</at> <#C1> @everyone`,
  'gaps and references': `${MARK} {{x}} {{name}} $t(button.why) \${process.env} %s %d {0}`,
  emoji: `${MARK} 👩‍👩‍👧‍👦🏳️‍🌈 é`,
  'right to left': `${MARK} \u202Etxet desrever\u202C مرحبا بكم في الفريق`,
  'null bytes and controls': `${MARK} a\u0000b\u0007c\u001b[31m`,
  'half a character': `${MARK} \uD83D`,
  SQL: `${MARK}'; drop table response; -- \\`,
  JSON: `${MARK} {"__proto__":{"admin":true}}`,
  'many lines': `${MARK}\n${'\n\n'.repeat(500)}Ende`,
  'as long as allowed': MARK.padEnd(2900, 'ä'),
} as const

const WRONG: Record<string, unknown> = {
  'ten thousand characters': MARK.padEnd(10_000, 'x'),
  nothing: null,
  'only blanks': ' \n\t ',
  'a number': 42,
  yes: true,
  'an object': { toString: MARK, done: MARK },
  'a list': [MARK, MARK],
  'a huge list': Array.from({ length: 5000 }, () => MARK.slice(0, 4)),
  'a deep list': JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`),
}

const engines = databases.map((engine) => ({ engine, name: engine.name }))

describe.each(engines)('on $name', ({ engine }) => {
  let program: Program
  let db: TestDatabase | null = null
  let monday: string

  beforeAll(async () => {
    const folder = mkdtempSync(join(inject('testFolder'), 'hostile-'))
    db = engine.dialect === 'postgres' ? await engine.openEmpty() : null
    const env = { LOG_LEVEL: 'trace', TEAMRUNDE_PLAYGROUND: '1', ...(db ? { DATABASE_URL: db.url } : {}) }
    program = await startProgram({ folder, manifest, env })
    monday = nextWeekday((await program.state('ana')).clock.now, 1)
    await program.to(`${monday}T10:00`)
  }, 90_000)
  afterAll(async () => {
    await program.kill()
    await db?.close()
  })

  const ticket = (form = 'answer', ritual = 'round', at = '09:00') => ({
    occurrence: `${ritual}@${monday}T${at}`,
    form,
    delivery: null,
  })
  const send = (person: string, answers: unknown, about: object = ticket()) =>
    program.post('submit', { person, ticket: about, answers: answers as object })

  /** An answer of the program that nobody has to be ashamed of. */
  function expectKind({ status, body, text }: Answer<Acted>): void {
    expect(status, text).toBeLessThan(500)
    if (status === 200) {
      expect(['form', 'errors', 'replace', 'notice', 'home', 'nothing']).toContain(body.reply.type)
      expect(text).not.toContain('schiefgegangen')
    } else {
      expect(JSON.parse(text)).toEqual({
        error: expect.objectContaining({ code: expect.any(String), message: expect.stringMatching(/\.$/) }),
      })
    }
  }

  it.each(Object.entries(TEXTS))('keeps %s as it was written, and shows it as text', async (_, text) => {
    const sent = await send('ana', { done: text, next: text, blocker: null })
    expect(sent.body.reply.type).toBe('replace')
    const opened = await program.post('command', { person: 'ana', text: 'antworten runde' })
    if (opened.body.reply.type !== 'form') throw new Error(opened.text)
    // What JSON can't carry as it is (half a character) is carried as an escape.
    expect(opened.body.reply.form.fields.map(({ initial }) => initial ?? null)).toEqual([
      text.trim(),
      text.trim(),
      null,
    ])
  })

  it.each(Object.entries(WRONG))('refuses %s at its field, in a sentence', async (_, value) => {
    const before = await program.post('command', { person: 'ana', text: 'antworten runde' })
    const sent = await send('ana', { done: value, next: null, blocker: null })
    expect(sent.body.reply).toEqual({ type: 'errors', errors: { done: expect.stringMatching(/^[A-ZÄÖÜ].*\.$/) } })
    const after = await program.post('command', { person: 'ana', text: 'antworten runde' })
    expect(after.body.reply).toEqual(before.body.reply)
  })

  it('is not taken in by names that every object has', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const body = `{"person":"ana","ticket":${JSON.stringify(ticket())},"answers":{"done":"x","${name}":{"polluted":"${MARK}"}}}`
      const sent = await program.post('submit', body)
      expect(sent.body.reply).toMatchObject({ type: 'errors' })
      expectKind(sent)
      for (const about of [ticket(name), ticket('answer', name), { occurrence: name, form: name, delivery: name }])
        expectKind(await send('ana', { done: MARK }, about))
      expectKind(
        await program.post('press', { person: 'ana', action: name, occurrence: ticket().occurrence, value: name }),
      )
      expectKind(await program.post('command', { person: 'ana', text: `${name} ${MARK}` }))
      expect((await program.post('home', { person: name })).status).toBe(404)
    }
    expectKind(await program.post('home', { person: 'ana' }))
  })

  it('answers every malformed request with what was expected', async () => {
    const bodies: (string | object)[] = [
      '',
      '{',
      'null',
      '[]',
      `"${MARK}"`,
      '{"person":',
      `{"person":"ana","ticket":null,"answers":{}}`,
      { person: 'ana', ticket: ticket(), answers: MARK },
      { person: 'ana', ticket: ticket(), answers: [MARK] },
      { person: 'ana', ticket: { occurrence: ['x'], form: {} }, answers: {} },
      { person: { $ne: null }, ticket: ticket(), answers: {} },
      { person: 'a'.repeat(300), ticket: ticket(), answers: {} },
      {
        person: 'ana',
        ticket: { occurrence: 'x\u0000y', form: 'answer\u0000', delivery: '\u0000' },
        answers: { '\u0000': '\u0000' },
      },
      { person: 'ana\u0000', ticket: ticket(), answers: {} },
      { person: 'ana', ticket: ticket(), answers: { done: MARK.padEnd(70_000, 'y') } },
      { person: 'ana', ticket: ticket(), answers: {}, extra: MARK },
      { person: 'ana', id: 'gleich\u0000\uD83D', ticket: ticket(), answers: { done: MARK, next: null, blocker: null } },
    ]
    for (const body of bodies) expectKind(await program.post('submit', body))
    for (const text of [
      `${MARK} {{x}}`,
      '\u0000',
      'weg bis 99999-99-99',
      'weg bis 2026-12-10[u-ca=hebrew]',
      `antworten ${'ü'.repeat(1900)}`,
      'snooze * -1',
    ])
      expectKind(await program.post('command', { person: 'ben', text }))
    for (const value of ['\u0000', MARK, '{{x}}', 'x'.repeat(4000)])
      for (const action of ['answer', 'repeat', 'lets-talk', 'why', 'leave', 'unskip', 'plan-step', 'away', 'command'])
        expectKind(await program.post('press', { person: 'ben', action, value, occurrence: ticket().occurrence }))
    await program.post('command', { person: 'ben', text: 'join *' })
  })

  it('takes no ballot but one of the form’s, and counts it once', async () => {
    const ballot = (value: unknown) => ({ spirit: value, goal: 3, way: 3, candour: 'abstain' })
    const about = ticket('ballot', 'spirit', '09:30')
    for (const value of [0, 6, -1, 1e308, '5; drop', {}, { valueOf: 5 }, [5, 5], null, '٣'])
      expect((await send('ana', ballot(value), about)).body.reply, JSON.stringify(value)).toMatchObject({
        type: 'errors',
      })
    expect((await send('lead', ballot(3), about)).body.reply.type).toBe('notice')
    for (const { name } of people)
      for (const step of [1, 5]) expect((await send(name, ballot(step), about)).body.reply.type).toBe('replace')
  })

  it('takes no date that is none, and the next report comes all the same', async () => {
    const tuesday = nextWeekday(`${monday}T12:00:00Z`, 2)
    await program.to(`${tuesday}T12:00`)
    const plan = ticket('next-step', 'spirit', '09:30')
    for (const by of [
      'morgen',
      '2026-02-30',
      '2099-12-10[u-ca=hebrew]',
      '+012026-12-03',
      '2099-12-10T10:00',
      20991210,
      ['2099-12-10'],
      '10000-01-01',
      '\u0000',
    ])
      expect((await send('lead', { what: MARK, by }, plan)).body.reply, String(by)).toMatchObject({ type: 'errors' })
    const nextWeek = Temporal.PlainDate.from(tuesday).add({ days: 7 }).toString()
    const planned = await send('lead', { what: TEXTS.markup, by: nextWeek }, plan)
    expect(planned.text).not.toContain('schiefgegangen')
    await program.to(`${nextWeek}T12:00`)
    const inChannel = standingIn(await program.state('lead'), '#service')
    const read = inChannel.map(({ message }) => plainText(message, { language: 'de', zone: 'Europe/Berlin' }))
    expect(read.filter((text) => text.startsWith('Runde'))).toHaveLength(2)
    // Both polls reported; the second begins with what the leader had planned, word for word.
    expect(read.filter((text) => text.includes(TEXTS.markup))).not.toEqual([])
    for (const { html } of inChannel) expect(html).not.toMatch(/<script>|<b>fett|<at>/)
  })

  it('has logged nothing of it all, and no fault', () => {
    const log = program.lines.join('\n')
    expect(log).toContain('"ready"')
    expect(log).not.toContain(MARK)
    expect(program.lines.filter((line) => /"level":[56]0/.test(line))).toEqual([])
  })
})
