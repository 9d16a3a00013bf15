import { describe, expect, test } from 'vitest'
import { anke, CLOSES, jana, readerOf, seatOf, viewOf } from '../../test/views.ts'
import { checkForm, checkMessage } from '../../src/message/limits.ts'
import { checkAnswers } from '../../src/message/form.ts'
import { plainText } from '../../src/message/text.ts'
import type { Message, Participant, Person } from '#ritual'
import ritual from './ritual.ts'
import type { PulseView } from './state.ts'

const seat = (view: PulseView, who: Person, status: Participant['status'] = 'asked') => ({
  ...seatOf(view, who),
  status,
})
const text = (message: Message) => plainText(message, { language: 'de', zone: 'Europe/Berlin' })
const actions = (message: Message) =>
  message.blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons.map((button) => button.action) : []))

const open = viewOf(ritual)
const over = viewOf(ritual, { phase: 'closed' })
const promptOf = (view: PulseView, who: Person, status?: Participant['status'], language: 'de' | 'en' = 'de') =>
  ritual.prompt(view, readerOf('pulse', { me: seat(view, who, status), language }))

describe('a member', () => {
  test('is asked, and told what happens to the answer and until when', () => {
    const message = promptOf(open, jana)
    expect(text(message)).toContain('Dazu vier kurze Aussagen, für jede ein Tipp.')
    expect(text(message)).toContain('Deine Antwort liegt versiegelt, bis die Umfrage schließt (Mi, 13:00).')
    expect(text(message)).toContain('nur Summen, ab fünf Antworten')
    expect(JSON.stringify(message)).toContain(`"at":"${CLOSES}"`)
    expect(actions(message)).toEqual(['answer', 'decline', 'privacy', 'why'])
  })

  test('of too few people is told beforehand that nobody will see the answer', () => {
    const few = { ...open, team: { ...open.team, size: 4 } }
    expect(text(promptOf(few, jana))).toContain('gelöscht, ohne dass jemand sie sieht: Ihr seid weniger als fünf.')
    expect(text(promptOf(few, jana, 'answered', 'en'))).toContain('there are fewer than five of you')
  })

  test('who has answered is thanked, may change it, and is never shown what it was', () => {
    const message = promptOf(open, jana, 'answered')
    expect(text(message)).toContain('Danke. Deine Antwort liegt versiegelt.')
    expect(actions(message)).toEqual(['change', 'privacy'])
    for (const { initial } of ballot().fields) expect(initial).toBeUndefined()
  })

  test('who declined may think again', () => {
    expect(actions(promptOf(open, jana, 'declined'))).toEqual(['answer'])
  })

  test('reads the same after the close, whether they voted or not', () => {
    const readings = (['asked', 'answered', 'declined', 'waiting'] as const).map((status) =>
      promptOf(over, jana, status),
    )
    for (const reading of readings) expect(reading).toEqual(readings[0])
    expect(actions(readings[0]!)).toEqual([])
  })
})

describe('a leader', () => {
  test('is asked before anything is shown, and told that it carries their name', () => {
    const message = promptOf(open, anke)
    expect(text(message)).toContain('Bevor du etwas siehst')
    expect(text(message)).toContain('trägt deinen Namen')
    // Whoever leads two teams must know which one is meant.
    expect(text(message)).toContain('dein Team After Sales')
    expect(text(promptOf(open, anke, 'asked', 'en'))).toContain('your team After Sales')
    expect(actions(message)).toEqual(['answer', 'decline', 'why'])
  })

  test('is thanked, may change it until the close, and is sent to the report after it', () => {
    expect(actions(promptOf(open, anke, 'answered'))).toEqual(['change'])
    expect(actions(promptOf(open, anke, 'declined'))).toEqual(['answer'])
    expect(text(promptOf(over, anke, 'answered'))).toContain('in deinem Bericht')
  })
})

const ballot = (number = 1) =>
  ritual.forms['ballot']!.build(
    { ...open, occurrence: { ...open.occurrence, number } },
    readerOf('pulse', { me: seat(open, jana) }),
  )
const prediction = (number = 1) =>
  ritual.forms['prediction']!.build(
    { ...open, occurrence: { ...open.occurrence, number } },
    readerOf('pulse', { me: seat(open, anke) }),
  )

describe('the ballot', () => {
  test('asks four statements in five steps, with "cannot judge" beside each', () => {
    expect(ballot(2).fields.map(({ name }) => name)).toEqual(['spirit', 'ideas', 'help', 'successes'])
    for (const field of ballot().fields) {
      expect(field).toMatchObject({ type: 'scale', required: true, abstain: 'kann ich nicht beurteilen' })
    }
  })

  test('takes a step or "cannot judge" for each, and misses what was not touched', () => {
    const { answers, problems } = checkAnswers(ballot(), { spirit: '4', goal: 'abstain', way: 5 })
    expect(answers).toMatchObject({ spirit: 4, goal: null, way: 5 })
    expect(problems).toEqual([{ field: 'candour', problem: 'required', values: {} }])
  })
})

describe('the prediction', () => {
  test('asks the same, and how many in the team say that there is team spirit', () => {
    expect(prediction(3).fields.map(({ name }) => name)).toEqual([
      'spirit',
      'contribution',
      'standing',
      'roles',
      'guess',
    ])
    expect(prediction().fields.at(-1)).toMatchObject({
      type: 'choice',
      label: 'Was glaubst du, wie viele im Team sagen: „Alles in allem herrscht bei uns Teamgeist.“',
    })
  })

  test('leaves the guess out in the week of all nine', () => {
    expect(prediction(13).fields).toHaveLength(10)
    expect(prediction(13).fields.some(({ name }) => name === 'guess')).toBe(false)
  })

  test('is named, blind, and closes with the poll; the ballot is sealed', () => {
    expect(ritual.forms['prediction']).toMatchObject({ roles: ['leader'], sealed: false, late: false })
    expect(ritual.forms['ballot']).toMatchObject({ roles: ['member'], sealed: true, late: false })
    for (const [name, form] of Object.entries(ritual.forms)) {
      expect(form.roles).toEqual([form.sealed ? 'member' : 'leader'])
      if (form.sealed) expect(['ballot', 'voice']).toContain(name)
    }
  })
})

test('everything said and asked keeps within the limits, in both languages', () => {
  for (const language of ['de', 'en'] as const) {
    for (const view of [open, over]) {
      for (const status of ['asked', 'answered', 'declined'] as const) {
        for (const who of [jana, anke]) {
          checkMessage(promptOf(view, who, status, language), 'pulse prompt')
          checkMessage(ritual.reminder(view, readerOf('pulse', { me: seat(view, who), language }))!, 'pulse reminder')
        }
      }
    }
    for (const [name, form] of Object.entries(ritual.forms)) {
      for (const number of [1, 13]) {
        const who = name === 'ballot' ? jana : anke
        const view = { ...open, occurrence: { ...open.occurrence, number } }
        checkForm(form.build(view, readerOf('pulse', { me: seat(open, who), language })), `pulse ${name}`)
      }
    }
  }
})
