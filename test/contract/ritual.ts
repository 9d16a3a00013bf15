/**
 * The contract of rituals: what the engine relies on in every one of them, whatever it is about. A new folder under `rituals/` is held to it without
 * a line of its own.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Button, Entry, Form, Message, Participant, Person, Post, Reader, Role } from '#ritual'
import { checkAnswers } from '#ritual'
import type { AnyRitual } from '../../src/engine/discovery.ts'
import { seeded } from '../../src/engine/seed.ts'
import type { Language } from '../../src/message/dates.ts'
import { checkForm, checkMessage, splitMessage } from '../../src/message/limits.ts'
import { plainText } from '../../src/message/text.ts'
import { parseDuration } from '../../src/time/duration.ts'
import { tries } from '../depth.ts'
import { readerOf } from '../views.ts'
import { calendarContract, promisesContract } from './promises.ts'
import { deepFreeze, purely } from './purity.ts'
import { expectStart, startsContract } from './started.ts'
import { drawingContract, looksContract } from './together.ts'
import { type AnyView, LANGUAGES, peopleIn, pick, readerIn, type Scene, sceneOf, statuses, viewIn } from './scenes.ts'

/** What the engine answers on any ritual's messages; every other button is the ritual's own. */
const GENERAL = [
  'answer',
  'change',
  'decline',
  'why',
  'privacy',
  'snooze',
  'leave',
  'promise-kept',
  'promise-move',
  'promise-dropped',
]

export function ritualContract(ritual: AnyRitual): void {
  describe(`the ritual ${ritual.kind}`, () => {
    // Making scenes takes as long as all that is asked of them: every part of the contract looks at the same ones.
    let scenes: Scene[] | undefined
    const holds = (check: (scene: Scene) => void): void => {
      for (const scene of (scenes ??= drawScenes(ritual))) naming(scene, check)
    }

    it('has options that fill themselves in, and refuses what it does not know', () => {
      const filled = ritual.options.parse({})
      expect(ritual.options.parse(filled)).toEqual(filled)
      expect(ritual.options.safeParse({ somethingElse: true }).success).toBe(false)
    })

    it('has phases with names of their own and durations that can be read', () => {
      const phases = ritual.phases(ritual.options.parse({}))
      expect(phases.length).toBeGreaterThan(0)
      expect(new Set(phases.map(({ name }) => name)).size).toBe(phases.length)
      const { window, reminder } = ritual.defaults
      const lasting = [window, ...phases.map(({ lasts }) => lasts).filter((lasts) => lasts !== 'window')]
      for (const duration of [...lasting, ...(reminder === 'none' ? [] : [reminder])]) parseDuration(duration)
    })

    it('asks each role for a form that it may send', () => {
      for (const options of variantsOf(ritual)) {
        const asked = Object.entries(ritual.asks(ritual.options.parse(options)))
        for (const [role, form] of asked) expect(ritual.forms[form]!.roles).toContain(role)
        expect(asked.length).toBeGreaterThan(0)
      }
    })

    it('says what it says within the limits, in both languages, from given facts alone', () => {
      holds((scene) => {
        for (const { message, where } of everythingSaid(ritual, scene)) {
          for (const part of message()) expectSound(part, where)
        }
      })
    })

    it('builds forms within the limits, in both languages, from given facts alone', () => {
      holds((scene) => {
        for (const { form, where } of everyForm(ritual, scene)) checkForm(form, where)
      })
    })

    it('offers no button that nobody answers, and answers each of its own', () => {
      holds((scene) => {
        for (const { message, where, reader, view } of everythingSaid(ritual, scene)) {
          for (const button of message().flatMap(buttonsOf)) {
            expect([...GENERAL, ...Object.keys(ritual.actions)], where).toContain(button.action)
            if (reader.me && Object.hasOwn(ritual.actions, button.action))
              expectOutcome(ritual, button, { view, reader, where })
          }
        }
      })
    })

    it('gives every post a key of its own and hangs threads under posts that are there', () => {
      holds((scene) => {
        const posts = purely(
          () => viewIn(ritual, scene),
          (view) => ritual.announce(view).concat(ritual.report(view)).map(placeOf),
        )
        const keys = posts.map(({ key }) => key)
        expect(new Set(keys).size).toBe(keys.length)
        for (const { under } of posts) if (under !== undefined) expect(keys).toContain(under)
      })
    })

    it('takes any entry without a fault, changes nothing it was given, and ignores forms that are not its own', () => {
      holds((scene) => {
        const draw = seeded(scene.seed)
        let state = deepFreeze(ritual.initial())
        for (const entry of scene.entries) {
          const strange = strangeEntry(ritual, entry, pick(['nobody-knows', '__proto__', 'constructor'], draw))
          expect(
            purely(
              () => strange,
              (given) => ritual.reduce(state, given),
            ),
          ).toEqual(state)
          state = deepFreeze(
            purely(
              () => entry,
              (given) => ritual.reduce(state, given),
            ),
          )
        }
      })
    })

    if (ritual.privacy === 'anonymous') anonymityContract(ritual, holds)
    if (ritual.drawing) drawingContract(ritual, holds)
    if (ritual.looks) looksContract(ritual, holds)
    if (ritual.promises) promisesContract(ritual, holds)
    if (ritual.calendar) calendarContract(ritual, holds)
    if (ritual.starts) startsContract(ritual, holds)
  })
}

/** Others in every run. */
const drawScenes = (ritual: AnyRitual): Scene[] =>
  fc
    .sample(fc.tuple(fc.constantFrom(...variantsOf(ritual)), fc.nat().map(String)), tries(30).numRuns)
    .map(([options, seed]) => sceneOf(ritual, options, seed))

/** A failure names what makes its scene again (`sceneOf`). */
function naming(scene: Scene, check: (scene: Scene) => void): void {
  try {
    check(scene)
  } catch (cause) {
    const { seed, options } = scene
    throw new Error(`The scene with the seed ${seed} and the options ${JSON.stringify(options)}: ${String(cause)}`, {
      cause,
    })
  }
}

function anonymityContract(ritual: AnyRitual, holds: (check: (scene: Scene) => void) => void): void {
  it('counts the same whatever the order of the ballots, and keeps nothing of who they are from', () => {
    holds((scene) => {
      if (scene.ballots === null || scene.ballots.length < 5) return
      const view = (): AnyView =>
        viewIn(ritual, { ...scene, phase: ritual.phases(viewIn(ritual, scene).ritual.options)[0]!.name })
      const ballots = scene.ballots
      const counted = purely(
        () => ({ view: view(), ballots }),
        (given) => ritual.tally!([...given.ballots], given.view),
      )
      expect(ritual.tally!(ballots.toReversed(), view())).toEqual(counted)
      const kept = JSON.stringify(counted)
      for (const member of scene.members) expect(kept).not.toContain(`"${member.id}"`)
    })
  })

  it('names no member in what it reports', () => {
    holds((scene) => {
      const view = viewIn(ritual, { ...scene, phase: 'closed' })
      for (const post of ritual.report(view)) {
        const said = JSON.stringify(post.message(readerOf(ritual.kind)))
        for (const member of scene.members) expect(said).not.toMatch(new RegExp(`"${member.id}"|${member.name}(?!\\d)`))
      }
    })
  })
}

/** The defaults, and each switch among them thrown. */
export function variantsOf(ritual: AnyRitual): unknown[] {
  const filled = ritual.options.parse({}) as Record<string, unknown>
  const switched = Object.entries(filled)
    .filter(([, value]) => typeof value === 'boolean')
    .map(([name, value]) => ({ [name]: !value }))
  return [{}, ...switched.filter((options) => ritual.options.safeParse(options).success)]
}

export interface Said {
  /** In as many parts as it would go out. */
  message: () => Message[]
  where: string
  reader: Reader
  view: AnyView
}

/** Every prompt, reminder, post and answer to a command, for every kind of reader. */
export function everythingSaid(ritual: AnyRitual, scene: Scene): Said[] {
  return LANGUAGES.flatMap((language) => [
    ...saidToPeople(ritual, scene, language),
    ...saidByPosts(ritual, scene, language),
  ])
}

function saidToPeople(ritual: AnyRitual, scene: Scene, language: Language): Said[] {
  return someOf(scene).flatMap(([person, role]) =>
    statuses.flatMap((status) => {
      const view = viewIn(ritual, scene, person)
      const reader = readerIn(ritual, scene, view, person, language, status)
      const where = `${ritual.kind}, ${scene.phase}, ${role} ${status} (${language})`
      const inputs = () => ({ view: viewIn(ritual, scene, person), reader })
      const say = (what: string, work: (given: { view: AnyView; reader: Reader }) => Message | null): Said => ({
        message: () => [purely(inputs, work)].filter((message) => message !== null),
        where: `${what}: ${where}`,
        reader,
        view,
      })
      const commands = Object.entries(ritual.commands).filter(([, { roles }]) => roles.includes(role))
      return [
        ...(asksNow(ritual, view, role)
          ? [
              say('prompt', (given) => ritual.prompt(given.view, given.reader)),
              say('reminder', (given) => ritual.reminder(given.view, given.reader)),
            ]
          : []),
        ...commands.map(([name, command]) => say(name, (given) => command.answer(given.view, given.reader))),
      ]
    }),
  )
}

const asksNow = (ritual: AnyRitual, view: AnyView, role: Role): boolean =>
  view.phase !== 'planned' && ritual.asks(view.ritual.options)[role] !== undefined

/** Posts are the only messages that may be split; while an occurrence is planned there are none. */
function saidByPosts(ritual: AnyRitual, scene: Scene, language: Language): Said[] {
  if (scene.phase === 'planned') return []
  const view = viewIn(ritual, scene)
  const posts = postsIn(ritual, view)
  const readers = posts.map((post) => readerIn(ritual, scene, view, addresseeOf(post, scene), language))
  const messages = purely(
    () => viewIn(ritual, scene),
    (given) => postsIn(ritual, given).map((post, index) => post.message(readers[index]!)),
  )
  return posts.map(({ key }, index) => ({
    message: () => splitMessage(messages[index]!),
    where: `post ${key}: ${ritual.kind}, ${scene.phase} (${language})`,
    reader: readers[index]!,
    view,
  }))
}

const postsIn = (ritual: AnyRitual, view: AnyView): Post[] => [
  ...ritual.announce(view),
  ...(view.phase === 'closed' ? ritual.report(view) : []),
]

function addresseeOf({ to }: Post, scene: Scene): Person | undefined {
  if (to === 'leaders') return scene.leaders[0]
  return typeof to === 'object' && 'member' in to ? everyone(scene).find(({ id }) => id === to.member) : undefined
}

export function everyForm(ritual: AnyRitual, scene: Scene): { form: Form; where: string }[] {
  return someOf(scene).flatMap(([person, role]) =>
    LANGUAGES.flatMap((language) => {
      const reader = readerIn(ritual, scene, viewIn(ritual, scene, person), person, language)
      const specs = Object.entries(ritual.forms).filter(([, { roles }]) => roles.includes(role))
      const forms = purely(
        () => viewIn(ritual, scene, person),
        (view) => specs.map(([, spec]) => spec.build(view, reader)),
      )
      return specs.map(([name], index) => ({
        form: forms[index]!,
        where: `form ${name}: ${ritual.kind}, ${scene.phase} (${language})`,
      }))
    }),
  )
}

/** The first leader and two members: whoever comes after them is like them. */
const someOf = (scene: Scene): [Person, Role][] => {
  const people = peopleIn(scene)
  const of = (role: Role): [Person, Role][] => people.filter(([, each]) => each === role)
  return [...of('leader').slice(0, 1), ...of('member').slice(0, 2)]
}

const everyone = (scene: Scene): Person[] => peopleIn(scene).map(([person]) => person)

const placeOf = ({ key, to, under }: Post): Omit<Post, 'message'> => ({
  key,
  to,
  ...(under !== undefined && { under }),
})

function expectSound(message: Message, where: string): void {
  checkMessage(message, where)
  // What people wrote may look like a gap; what stands outside of it may not.
  const text = plainText({ ...message, blocks: [] }, { language: 'de', zone: 'Europe/Berlin' }) + message.summary
  expect(text, where).not.toMatch(/\{\{|undefined|\[object|NaN/)
}

const buttonsOf = (message: Message): Button[] =>
  message.blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []))

/** What a press of the ritual's own button leads to must be there; and a button says so where that is a form. */
function expectOutcome(ritual: AnyRitual, button: Button, at: { view: AnyView; reader: Reader; where: string }): void {
  const { view, reader, where } = at
  const outcome = ritual.actions[button.action]!(view, reader, button.value)
  const { role } = reader.me as Participant
  // It may turn out that there is nothing to fill in any more; but what acts at once never looks like a form.
  if (outcome.do !== 'open' && outcome.do !== 'notice')
    expect(button.opens, `${where}, ${button.action}`).toBeUndefined()
  switch (outcome.do) {
    case 'open':
      expect(button.opens, `${where}, ${button.action}`).toBe('form')
      return expect(ritual.forms[outcome.form]?.roles, `${where}, ${button.action}`).toContain(role)
    case 'answer': {
      const form = ritual.forms[outcome.form]!.build(view, reader)
      return expect(checkAnswers(form, outcome.answers).problems, `${where}, ${button.action}`).toEqual([])
    }
    case 'notice':
      return expectSound(outcome.message, `${where}, ${button.action}`)
    case 'start':
      return expectStart(ritual, outcome, { ...at, where: `${where}, ${button.action}` })
    case 'end-phase':
      // A button without the phase it is about would end the next one when it is pressed twice.
      expect(button.value, `${where}, ${button.action}`).toBe(view.phase)
      return expect(Object.keys(ritual.forms), `${where}, ${button.action}`).toContain(outcome.form)
    case 'decline':
  }
}

/** A form of another version of this ritual, say, with answers of any kind. */
const strangeEntry = (ritual: AnyRitual, entry: Entry, form: string): Entry => ({
  ...entry,
  form: Object.hasOwn(ritual.forms, form) ? `${form}-not` : form,
})
