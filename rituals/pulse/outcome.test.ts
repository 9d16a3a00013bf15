import { describe, expect, test } from 'vitest'
import { closed, messageTo, planned, textTo } from '../../test/pulse-scene.ts'
import { anke, entry, readerOf, viewOf } from '../../test/views.ts'
import { checkForm, checkMessage } from '../../src/message/limits.ts'
import { checkAnswers } from '../../src/message/form.ts'
import { plainText } from '../../src/message/text.ts'
import type { Answers } from '#ritual'
import ritual from './ritual.ts'
import { type How, lastPlan, OUTCOMES, outcomeForm, type PulseView } from './state.ts'

const me = { ...anke, role: 'leader' as const, status: 'asked' as const, opensAt: '' }
const reader = readerOf('pulse', { me })
const came = (how: How, answers: Answers = { note: null, by: null }) =>
  entry(anke, { note: null, by: null, ...answers }, { role: 'leader', form: outcomeForm(how) })
const PLAN = planned('Retro abgeben', '2026-12-01')
const LAST = [{ date: '2026-11-25', entries: [PLAN] }]
/** The report after the plan, in which this was said of it. */
const after = (...entries: ReturnType<typeof came>[]): PulseView => closed({ answered: 8 }, { past: LAST, entries })

describe('a leader who planned something', () => {
  test('is asked what came of it, with the next question and with the next report', () => {
    const open = viewOf(ritual, { past: LAST, own: anke })
    const prompt = ritual.prompt(open, reader)
    for (const message of [prompt, messageTo(after(), 'leader-anke')]) {
      const text = plainText(message, { language: 'de', zone: 'Europe/Berlin' })
      expect(text).toContain('Letztes Mal hast du dir vorgenommen, bis Dienstag, 1. Dezember: „Retro abgeben“')
      expect(text).toContain('Was ist daraus geworden?')
      const offered = message.blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []))
      expect(offered.filter(({ action }) => action === 'outcome').map(({ value }) => value)).toEqual([...OUTCOMES])
    }
  })

  test('is asked nothing after having said it, or when nothing was planned', () => {
    const answered = viewOf(ritual, { past: LAST, own: anke, entries: [came('done')] })
    for (const view of [answered, viewOf(ritual, { own: anke })]) {
      const text = plainText(ritual.prompt(view, reader), { language: 'de', zone: 'Europe/Berlin' })
      expect(text).not.toContain('Was ist daraus geworden?')
    }
    expect(textTo(after(came('done')), 'leader-anke')).toMatch(/„Retro abgeben“\s+Gemacht\.\s/)
  })

  test('says it in a form of one or two fields, whose date is still to come', () => {
    for (const language of ['de', 'en'] as const) {
      for (const how of OUTCOMES) {
        const spec = ritual.forms[outcomeForm(how)]!
        const form = spec.build(after(), readerOf('pulse', { me, language }))
        checkForm(form, how)
        expect(form.fields.map(({ name }) => name)).toEqual(how === 'not-yet' ? ['by', 'note'] : ['note'])
        expect(spec).toMatchObject({ roles: ['leader'], sealed: false, late: true })
      }
    }
    const form = ritual.forms['outcome-not-yet']!.build(after(), reader)
    expect(checkAnswers(form, { by: '2026-11-01' }).problems).toHaveLength(1)
    expect(ritual.actions['outcome']!(after(), reader, 'constructor')).toEqual({ do: 'open', form: 'outcome-done' })
  })
})

describe('the team reads at the top of the next report', () => {
  test('you said, we did', () => {
    const view = after(came('done', { note: 'Ben hat moderiert <b>sehr gut</b>' }))
    expect(textTo(view, 'team')).toMatch(
      /^Ihr habt geantwortet, Anke hat gehandelt: „Retro abgeben“ Dazu: „Ben hat moderiert <b>sehr gut<\/b>“/,
    )
    expect(textTo(view, 'team', 'en')).toMatch(/^You said, Anke did: “Retro abgeben”/)
  })

  test('or that it is still open, with the new date, or that nothing comes of it', () => {
    const later = textTo(after(came('not-yet', { by: '2026-12-09' })), 'team')
    expect(later).toMatch(
      /^Anke hat sich .* vorgenommen.*„Retro abgeben“\s+Noch nicht; jetzt bis Mittwoch, 9\. Dezember\./,
    )
    expect(textTo(after(came('dropped', { note: 'keine Zeit' })), 'team')).toMatch(
      /„Retro abgeben“\s+Daraus wird nichts\. Dazu: „keine Zeit“/,
    )
  })

  test('or the promise alone, as long as nothing was said of it', () => {
    expect(textTo(after(), 'team')).toMatch(/^Anke hat sich nach dem letzten Mal vorgenommen/)
  })

  test('also when too few answered for anything else', () => {
    const view = after(came('done'))
    const few = { ...view, result: { invited: 9, answered: null, tally: null, withheld: 'few' as const } }
    expect(textTo(few, 'team')).toMatch(/^Ihr habt geantwortet, Anke hat gehandelt/)
  })
})

describe('a plan', () => {
  const week = (date: string, ...entries: ReturnType<typeof came>[]) => ({ date, entries })
  const openAfter = (...past: ReturnType<typeof week>[]) => lastPlan(viewOf(ritual, { past }), 'anke')

  test('is over once it is done or dropped', () => {
    const long = planned('Kaffee', '2027-03-01')
    expect(openAfter(week('2026-11-25'), week('2026-11-18', long))).toEqual({ what: 'Kaffee', by: '2027-03-01' })
    for (const how of ['done', 'dropped'] as const)
      expect(openAfter(week('2026-11-25', came(how)), week('2026-11-18', long))).toBeNull()
  })

  test('that was put off keeps its words and takes the new date', () => {
    const put = came('not-yet', { by: '2026-12-09' })
    expect(openAfter(week('2026-11-25', put), week('2026-11-18', PLAN))).toEqual({
      what: 'Retro abgeben',
      by: '2026-12-09',
    })
    expect(openAfter(week('2026-11-25'), week('2026-11-18', put), week('2026-11-11', PLAN))).toMatchObject({
      by: '2026-12-09',
    })
  })

  test('that was put off and not spoken of again is not asked for for ever', () => {
    const put = came('not-yet', { by: '2026-11-20' })
    expect(openAfter(week('2026-11-25'), week('2026-11-18', put), week('2026-11-11', PLAN))).toBeNull()
  })

  test('made after an older one was done stands by itself', () => {
    const news = week('2026-11-25', came('done'), planned('Rollen klären', '2026-12-05'))
    expect(openAfter(news, week('2026-11-18', PLAN))).toEqual({ what: 'Rollen klären', by: '2026-12-05' })
  })
})

test('the longest words fit, in both languages', () => {
  const long = 'ä'.repeat(300)
  const past = [{ date: '2026-11-25', entries: [planned(long, '2026-12-01')] }]
  for (const how of OUTCOMES) {
    const view = closed({ answered: 8 }, { past, entries: [came(how, { note: long, by: '2026-12-09' })] })
    for (const language of ['de', 'en'] as const)
      for (const key of ['team', 'leader-anke'] as const) checkMessage(messageTo(view, key, language), how)
  }
})
