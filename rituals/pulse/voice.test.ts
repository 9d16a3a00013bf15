import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ballotsOf, closedWith, staff, textTo } from '../../test/pulse-scene.ts'
import { jana, readerOf, seatOf, viewOf } from '../../test/views.ts'
import { seal, boxKey } from '../../src/engine/ballot-box.ts'
import { checkForm, checkMessage } from '../../src/message/limits.ts'
import { checkAnswers } from '../../src/message/form.ts'
import type { Answers } from '#ritual'
import { itemsOf } from './instrument.ts'
import ritual from './ritual.ts'
import { tally } from './tally.ts'
import { COMMENT_MAX, VOICE, voice } from './voice.ts'
import { tries } from '../../test/depth.ts'

const WEEK = 13
const poll = { occurrence: { number: WEEK }, threshold: 5 }
const inWeek = (number: number) => {
  const view = viewOf(ritual)
  return { ...view, occurrence: { ...view.occurrence, number } }
}

/** So many people, each with these words to say. */
const ballots = (answered: number, more: (voter: number) => Answers): Answers[] =>
  ballotsOf({ answered, week: WEEK }).map((ballot, voter) => ({ ...ballot, ...more(voter) }))
const report = (all: Answers[], language: 'de' | 'en' = 'de') => {
  const result = { invited: all.length, answered: all.length, tally: tally(all, poll), withheld: null }
  const view = closedWith(result, WEEK, { members: staff(all.length) })
  return textTo(view, 'team', language) + textTo(view, 'leader-anke', language)
}
const says = (comment: string, publish = true): Answers => ({
  recommend: 8,
  comment,
  publish: publish ? ['yes'] : null,
})

describe('week 13', () => {
  const prompt = (number: number) => {
    const view = inWeek(number)
    return ritual.prompt(view, readerOf('pulse', { me: { ...seatOf(view, jana), status: 'answered' } }))
  }

  test('offers two more questions to those who have answered, and no other week does', () => {
    expect(JSON.stringify(prompt(WEEK))).toContain('"action":"voice"')
    expect(JSON.stringify(prompt(12))).not.toContain('"action":"voice"')
    expect(ritual.actions['voice']!(inWeek(WEEK), readerOf('pulse'), undefined)).toEqual({ do: 'open', form: VOICE })
    checkMessage(prompt(WEEK), 'pulse prompt')
  })

  test('asks both of free will, tells what becomes of the comment, and shows nothing of an earlier answer', () => {
    for (const language of ['de', 'en'] as const) {
      const form = voice(inWeek(WEEK), readerOf('pulse', { language }))
      checkForm(form, 'voice')
      expect(form.fields.every(({ required, initial }) => !required && initial === undefined)).toBe(true)
      expect(checkAnswers(form, {}).problems).toEqual([])
      expect(checkAnswers(form, { recommend: 0, comment: 'x', publish: ['yes'] }).problems).toEqual([])
    }
    expect(ritual.forms[VOICE]).toMatchObject({ roles: ['member'], sealed: true, late: false })
  })

  test('has room in a box for the longest comment in any script', () => {
    const key = boxKey(Buffer.alloc(32, 1))
    const everything = Object.fromEntries(itemsOf(WEEK).map((item) => [item, null]))
    const unit = fc.constantFrom('€', '"', '\\', '\n', 'ä', '\u2028', '漢', '\uFFFD', '\u007F')
    const whole = fc.oneof(
      fc.array(unit, { minLength: COMMENT_MAX, maxLength: COMMENT_MAX }).map((all) => all.join('')),
    )
    for (const comment of ['€'.repeat(COMMENT_MAX), '😀'.repeat(COMMENT_MAX / 2)])
      seal(key, 'here', { ...everything, recommend: 10, comment, publish: ['yes'] })
    fc.assert(
      fc.property(whole, (comment) => {
        seal(key, 'here', { ...everything, recommend: 10, comment, publish: ['yes'] })
      }),
      tries(50),
    )
  })
})

describe('comments', () => {
  test('stand in the report from ten answers on, if their authors wish, in an order that says nothing', () => {
    const text = report(ballots(12, (voter) => says(`Satz ${'zyxwvutsrqpo'[voter]!}`, voter % 2 === 0)))
    const found = [...text.matchAll(/Satz (\w)/g)].map(([, letter]) => letter)
    expect(found.slice(0, 6)).toEqual(['p', 'r', 't', 'v', 'x', 'z'])
    expect(text).not.toContain('Satz y')
  })

  test('are not even kept below ten answers, nor without their authors’ wish', () => {
    expect(
      tally(
        ballots(9, () => says('Geheim')),
        poll,
      ).voices,
    ).toEqual({ recommend: null, comments: [] })
    expect(
      tally(
        ballots(12, () => says('Geheim', false)),
        poll,
      ).voices!.comments,
    ).toEqual([])
    expect(report(ballots(9, () => says('Geheim')))).toContain('Kommentare zeige ich erst ab 10 Antworten')
  })

  test('are plain text, whatever they hold', () => {
    expect(report(ballots(10, () => says('<b>{{n}}</b> <@U1>')))).toContain('<b>{{n}}</b> <@U1>')
  })
})

describe('the recommendation', () => {
  test('is hidden and not kept below thirty answers', () => {
    expect(
      tally(
        ballots(29, () => ({ recommend: 9 })),
        poll,
      ).voices!.recommend,
    ).toBeNull()
    expect(report(ballots(29, () => ({ recommend: 9 })))).toContain('zeige ich erst ab 30 Antworten')
  })

  test('comes with its standard error and what is plausible', () => {
    // 20 of 36 promoters, 8 detractors: 33.3, SE 13.6
    const all = ballots(36, (voter) => ({ recommend: voter < 20 ? 9 : voter < 28 ? 7 : 3 }))
    expect(report(all)).toContain(
      '(eNPS, −100 bis 100): 33, Standardfehler 14; 7 bis 60 sind plausibel, bei 36 Antworten.',
    )
    expect(report(all, 'en')).toContain('33, standard error 14; 7 to 60 is plausible, with 36 answers.')
  })
})

test('other weeks keep nothing of it, even if it is sent', () => {
  const sent = ballotsOf({ answered: 12, week: 1 }).map((ballot) => ({ ...ballot, ...says('Trotzdem') }))
  expect(tally(sent, { occurrence: { number: 1 }, threshold: 5 })).not.toHaveProperty('voices')
})
