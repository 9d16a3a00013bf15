/** Whatever people write, and however many they are: nothing goes over a limit, nothing is lost, nothing becomes markup. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Answers, Block, Message, Person, Post } from '#ritual'
import { checkForm, checkMessage, splitMessage } from '../../src/message/limits.ts'
import { plainText } from '../../src/message/text.ts'
import { entry, readerOf, seatOf, viewOf } from '../../test/views.ts'
import checkIn from './ritual.ts'
import { anyText } from '../../test/any-text.ts'
import { tries } from '../../test/depth.ts'

const MARKUP = '<@U1> <!channel> *fett* [x](http://y) {{name}} $t(button.why) <script>alert(1)</script> &amp; `code`'
const LONG = 2900

const nasty = fc.constantFrom(
  MARKUP,
  '‮txet desrever ‬ مرحبا بكم في الفريق',
  '👩‍👩‍👧‍👦'.repeat(200),
  'a'.repeat(LONG),
  '\u0000\u0007\uD83D',
  'ä\n'.repeat(1450),
  '{{count}}',
  '— nichts —',
)
const words = (max: number): fc.Arbitrary<string> =>
  fc.oneof(nasty, anyText({ maxLength: 200 })).map((text) => text.slice(0, max))
const answer: fc.Arbitrary<Answers | null> = fc.option(
  fc.record({ done: words(LONG), next: fc.option(words(LONG)), blocker: fc.option(words(LONG)) }),
  { freq: 9 },
)

const crowd: Person[] = Array.from({ length: 40 }, (_, index) => ({
  id: `m${index}`,
  name: `Mitglied ${index} ${'x'.repeat(index * 2)}`,
  unit: null,
}))

/** The parts in which a post goes out. */
const parts = (post: Post): Message[] =>
  (['de', 'en'] as const).flatMap((language) => splitMessage(post.message(readerOf('check-in', { language }))))

const textNodes = (block: Block): unknown[] =>
  block.type === 'text' || block.type === 'note' ? block.text : block.type === 'list' ? block.items.flat() : []

describe('hostile answers', () => {
  it('never go over a limit: not in prompts, forms or reports, in 40 people’s neither', () => {
    fc.assert(
      fc.property(
        fc.array(answer, { minLength: 1, maxLength: 40 }),
        fc.array(answer, { maxLength: 40 }),
        (today, before) => {
          const log = (given: (Answers | null)[]) => given.map((each, index) => entry(crowd[index]!, each))
          const scene = {
            members: crowd,
            leaders: [],
            entries: log(today),
            past: [
              { date: '2026-11-30', entries: log(before) },
              { date: '2026-11-25', entries: log(before) },
            ],
          }
          for (const post of checkIn.report(viewOf(checkIn, { ...scene, phase: 'closed' }))) {
            for (const part of parts(post)) checkMessage(part, post.key)
          }
          for (const entries of [[], scene.entries]) {
            const view = viewOf(checkIn, { ...scene, entries, own: crowd[0]! })
            const reader = readerOf('check-in', { me: seatOf(view, crowd[0]!) })
            checkMessage(checkIn.prompt(view, reader), 'prompt')
            checkForm(checkIn.forms['answer']!.build(view, reader), 'form')
          }
        },
      ),
      tries(25),
    )
  })

  it('stay what they are: plain text, whole', () => {
    const [report, thread] = checkIn.report(
      viewOf(checkIn, {
        phase: 'closed',
        members: crowd,
        entries: [entry(crowd[0]!, { done: MARKUP, next: 'a'.repeat(LONG), blocker: MARKUP })],
      }),
    )
    const message = thread!.message(readerOf('check-in'))
    const text = plainText(message, { language: 'de', zone: 'Europe/Berlin' })
    expect(text).toContain(MARKUP)
    expect(text).toContain('a'.repeat(LONG))
    const nodes = [message, report!.message(readerOf('check-in'))].flatMap(({ blocks }) => blocks.flatMap(textNodes))
    expect(nodes.filter((node) => JSON.stringify(node).includes('script'))).toEqual([
      { type: 'plain', text: `\n${MARKUP}` },
      { type: 'plain', text: `\n${MARKUP}` },
      { type: 'plain', text: `: ${MARKUP}` },
    ])
  })

  it('shows the beginning of a long blocker on top, and says that there is more', () => {
    const blocker = `Der Kran ${'steht '.repeat(200)}still`
    const posts = checkIn.report(
      viewOf(checkIn, { phase: 'closed', members: crowd, entries: [entry(crowd[0]!, { done: 'x', blocker })] }),
    )
    const [top, whole] = posts.map((post) =>
      plainText(post.message(readerOf('check-in')), { language: 'de', zone: 'Europe/Berlin' }),
    )
    expect(top).toMatch(/Der Kran (steht ){20,}steht…\n/)
    expect(whole).toContain(blocker)
  })
})

describe('the options', () => {
  const problems = (options: unknown): string[] =>
    checkIn.options.safeParse(options).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

  it('have defaults for everything', () => {
    expect(checkIn.options.parse({})).toEqual({
      questions: [{ id: 'done' }, { id: 'next' }, { id: 'blocker' }],
      mood: false,
      leaderTakesPart: true,
    })
  })

  it('say what is wrong with a question', () => {
    expect(problems({ questions: [{ id: 'win' }] })).toEqual([
      'questions.0.label: a question of your own needs a label',
    ])
    expect(problems({ questions: [{ id: 'done' }, { id: 'done' }] })).toEqual([
      'questions: two questions have the same id',
    ])
    expect(problems({ questions: [] })).toHaveLength(1)
    expect(problems({ questions: [{ id: 'mood', label: 'x' }] })).toEqual([
      'questions.0.id: mood has an option of its own: mood: true',
    ])
    expect(problems({ questions: [{ id: 'constructor' }] })).toHaveLength(1)
    expect(problems({ colour: 'blue' })).toHaveLength(1)
  })
})
