/** The contract of rituals that draw people together, keep what is said to its groups, look again by themselves, or end a phase early. */
import { expect, it } from 'vitest'
import type { Candidate, Entry, Group, Message, Person, Post, Role, Round } from '#ritual'
import { circlesOf } from '../../src/engine/circles.ts'
import type { AnyRitual } from '../../src/engine/discovery.ts'
import { drawingProblem } from '../../src/engine/drawing.ts'
import { seeded } from '../../src/engine/seed.ts'
import { purely } from './purity.ts'
import { type AnyView, candidatesIn, peopleIn, readerIn, type Scene, viewIn } from './scenes.ts'

type Holds = (check: (scene: Scene) => void) => void

export function drawingContract(ritual: AnyRitual, holds: Holds): void {
  it('draws groups of people who are there, the same ones for the same people and rounds', () => {
    holds((scene) => {
      const candidates = candidatesIn(ritual, scene)
      const present = new Set(candidates.map(({ id }) => id))
      let rounds: Round[] = []
      for (let round = 0; round < 3; round += 1) {
        const groups = drawIn(ritual, scene, candidates, rounds)
        expect(drawingProblem(groups, present)).toBeNull()
        const { occurrence } = viewIn(ritual, scene)
        rounds = [{ occurrence: { ...occurrence, id: `o-${round}` }, groups }, ...rounds]
      }
    })
  })

  it('says to groups only what is drawn, and goes on when somebody is deleted from one', () => {
    holds((scene) => {
      if (scene.phase === 'planned') return
      const view = viewIn(ritual, scene)
      const keys = new Set(view.groups.map(({ key }) => key))
      for (const { to } of postsIn(ritual, view))
        if (typeof to === 'object' && 'group' in to) expect(keys).toContain(to.group)
      // What is left of a group then: fewer people, and nothing of why they were drawn. Or no group at all.
      const rest = view.groups.map((group) => ({ ...group, facts: {}, members: group.members.slice(0, 1) }))
      for (const groups of [rest, []]) {
        for (const post of postsIn(ritual, { ...view, groups, random: seeded(scene.seed) }))
          sayTo(ritual, scene, view, post)
        for (const [person] of asked(ritual, scene, view).slice(0, 3)) {
          const own = { ...viewIn(ritual, scene, person), groups }
          ritual.prompt(own, readerIn(ritual, scene, own, person))
        }
      }
    })
  })

  if (ritual.scope === 'group') secrecyContract(ritual, holds)
}

/** What somebody writes carries a mark of its own; whoever is in no group with them must never read it. */
function secrecyContract(ritual: AnyRitual, holds: Holds): void {
  it('keeps what is said in a group in the group', () => {
    holds((plain) => {
      const scene = marked(ritual, plain)
      if (scene.phase === 'planned') return
      const view = viewIn(ritual, scene)
      const secrets = scene.entries.map((entry, place) => ({
        mark: markOf(place),
        readers: readersOf(ritual, view.groups, entry),
      }))
      const expectKept = (said: unknown, people: readonly string[], where: string): void => {
        const text = JSON.stringify(said)
        for (const { mark, readers } of secrets)
          if (text.includes(mark) && !people.every((person) => readers.has(person)))
            expect.fail(`${where}, read by ${people.join(', ') || 'everyone'}, says ${mark}: ${text.slice(0, 600)}`)
      }
      for (const post of postsIn(ritual, view))
        expectKept(sayTo(ritual, scene, view, post), peopleReached(view, scene, post), `post ${post.key}`)
      for (const [person, role] of peopleIn(scene).slice(0, 5)) {
        for (const { said, where } of saidAlone(ritual, scene, person, role)) expectKept(said, [person.id], where)
      }
    })
  })
}

const markOf = (place: number): string => `Kanari${place}Ende`

/** The scene with a mark in the place of everything that was freely written in its own occurrence. */
function marked(ritual: AnyRitual, scene: Scene): Scene {
  const people = new Map(peopleIn(scene).map(([person]) => [person.id, person]))
  const entries = scene.entries.map((entry, place): Entry => {
    if (entry.answers === null) return entry
    const free = freeFields(ritual, scene, people.get(entry.member)!, entry.form)
    const answers = Object.entries(entry.answers).map(([name, value]) => [
      name,
      free.has(name) && typeof value === 'string' ? markOf(place) : value,
    ])
    return { ...entry, answers: Object.fromEntries(answers) }
  })
  return { ...scene, entries }
}

function freeFields(ritual: AnyRitual, scene: Scene, person: Person, form: string): Set<string> {
  const view = viewIn(ritual, scene, person)
  const { fields } = ritual.forms[form]!.build(view, readerIn(ritual, scene, view, person))
  return new Set(fields.filter(({ type }) => type === 'short' || type === 'long').map(({ name }) => name))
}

/** Everyone in a group with the one who wrote it; of one group only where the ritual says so. */
function readersOf(ritual: AnyRitual, groups: Group[], entry: Entry): ReadonlySet<string> {
  const concerned = ritual.concerns?.(entry) ?? null
  return circlesOf(concerned === null ? groups : groups.filter(({ key }) => key === concerned))(entry.member).people
}

function saidAlone(ritual: AnyRitual, scene: Scene, person: Person, role: Role): { said: unknown; where: string }[] {
  const view = viewIn(ritual, scene, person)
  const reader = readerIn(ritual, scene, view, person)
  const forms = Object.entries(ritual.forms).filter(([, { roles }]) => roles.includes(role))
  return [
    ...(ritual.asks(view.ritual.options)[role] === undefined
      ? []
      : [
          { said: ritual.prompt(view, reader), where: 'prompt' },
          { said: ritual.reminder(view, reader), where: 'reminder' },
        ]),
    ...forms.map(([name, spec]) => ({ said: spec.build(view, reader), where: `form ${name}` })),
    ...Object.entries(ritual.commands)
      .filter(([, { roles }]) => roles.includes(role))
      .map(([name, command]) => ({ said: command.answer(view, reader), where: `command ${name}` })),
  ]
}

/** Nobody in particular: a channel, or people whom the engine chooses. */
function peopleReached(view: AnyView, scene: Scene, { to }: Post): string[] {
  if (typeof to !== 'object') return to === 'leaders' ? scene.leaders.map(({ id }) => id) : ['a channel']
  if ('member' in to) return [to.member]
  return view.groups.find(({ key }) => key === to.group)?.members ?? []
}

/** In its group's conversation, or to whom it is meant for alone. */
function sayTo(ritual: AnyRitual, scene: Scene, view: AnyView, post: Post): Message[] {
  const { to } = post
  const ids = typeof to === 'object' ? ('member' in to ? [to.member] : peopleReached(view, scene, post)) : []
  const people = peopleIn(scene).flatMap(([person]) => (ids.includes(person.id) ? [person] : []))
  const alone = people.map((person) => post.message(readerIn(ritual, scene, view, person)))
  return typeof to === 'object' && 'member' in to ? alone : [...alone, post.message(readerIn(ritual, scene, view))]
}

export function looksContract(ritual: AnyRitual, holds: Holds): void {
  it('names moments to look again that can be read', () => {
    holds((scene) => {
      if (scene.phase === 'planned') return
      const looks = purely(
        () => viewIn(ritual, scene),
        (view) => ritual.looks!(view),
      )
      for (const at of looks) expect(() => Temporal.Instant.from(at)).not.toThrow()
    })
  })
}

const asked = (ritual: AnyRitual, scene: Scene, view: AnyView): [Person, Role][] =>
  peopleIn(scene).filter(
    ([person, role]) =>
      ritual.asks(view.ritual.options)[role] !== undefined && !scene.absent.some(({ id }) => id === person.id),
  )

function drawIn(ritual: AnyRitual, scene: Scene, candidates: Candidate[], rounds: Round[]): Group[] {
  return purely(
    () => ({ view: viewIn(ritual, { ...scene, phase: firstPhase(ritual, scene) }), candidates, rounds }),
    (given) => ritual.drawing!.draw(given.view, given.candidates, given.rounds),
  )
}

const firstPhase = (ritual: AnyRitual, scene: Scene): string =>
  ritual.phases(ritual.options.parse(scene.options))[0]!.name

const postsIn = (ritual: AnyRitual, view: AnyView): Post[] => [
  ...ritual.announce(view),
  ...(view.phase === 'closed' ? ritual.report(view) : []),
]
