/** The step as something that begins with one press, where the team has a ritual for it; else another one that has, or nothing but a date. */
import {
  bold,
  type Block,
  type Button,
  instant,
  note,
  type Outcome,
  paragraph,
  plain,
  type Reader,
  type RichText,
  type Speak,
  type Startable,
  type StartName,
} from '#ritual'
import type { Focus } from './comparison.ts'
import type { Item } from './instrument.ts'
import { focusFor, ideaOf, PLACES, type Place, placeOf } from './next-step.ts'
import type { BegunHere, PulseView } from './state.ts'

export const NEEDS: Record<Place, StartName> = {
  coffee: 'round',
  retro: 'format',
  'one-on-one': 'question',
  'team-round': 'topic',
}

/** Where the step goes instead, the nearest to it first. */
const INSTEAD: Record<Place, Place[]> = {
  coffee: ['one-on-one', 'team-round', 'retro'],
  retro: ['team-round', 'one-on-one', 'coffee'],
  'one-on-one': ['retro', 'team-round', 'coffee'],
  'team-round': ['retro', 'one-on-one', 'coffee'],
}

/** Formats that suit a statement, the most fitting first. */
const FORMATS: Partial<Record<Item, string[]>> = {
  candour: ['mad-sad-glad', 'sailboat'],
  ideas: ['start-stop-continue', '4ls'],
}

/** Ideas whose place asks something of its own; the others ask what the place asks in general. */
const ASKS: Record<'question' | 'topic', string[]> = {
  question: ['contribution', 'roles', 'under'],
  topic: ['goal', 'way', 'successes', 'standing', 'well'],
}

export interface Step {
  place: Place
  /** Whether it is the place that fits best. */
  fits: boolean
  /** Null where only a date can be set. */
  start: Startable | null
}

export function stepFor(view: PulseView, focus: Focus, leader: string): Step {
  const best = placeOf(focus)
  const place = [best, ...INSTEAD[best]].find((each) => startableAt(view, each, leader) !== null) ?? best
  return { place, fits: place === best, start: startableAt(view, place, leader) }
}

export const startableAt = ({ startable }: PulseView, place: Place, leader: string): Startable | null =>
  startable.find(({ what, by }) => what === NEEDS[place] && by.includes(leader)) ?? null

/** What a press begins: the engine looks again whether it can be. */
export function begin(view: PulseView, { me }: Reader, value: string | undefined): Outcome {
  const focus = focusFor(view, me?.id ?? null)
  const place = PLACES.find((each) => each === value) ?? placeOf(focus)
  const start = startableAt(view, place, me?.id ?? '')
  return {
    do: 'start',
    start: { what: NEEDS[place], choice: start && choiceFor(start, focus), says: saysFor(place, focus) },
  }
}

const choiceFor = ({ choices }: Startable, { item }: Focus): string | null =>
  FORMATS[item]?.find((format) => choices.includes(format)) ?? choices[0] ?? null

/** Key of what is asked there. */
function saysFor(place: Place, focus: Focus): string | null {
  const what = NEEDS[place]
  if (what !== 'question' && what !== 'topic') return null
  const idea = ideaOf(focus)
  return ASKS[what].includes(idea) ? `ask.${idea}` : `ask.${place}`
}

export const startButton = (place: Place, { goes }: Startable, t: Speak): Button => ({
  action: 'start-step',
  label: buttonLabel(place, goes, t),
  value: place,
})

const buttonLabel = (place: Place, goes: Startable['goes'], t: Speak): string =>
  t(goes === 'next' && place === 'retro' ? 'start.button.retro-next' : `start.button.${place}`)

/** What that button does, said before it is pressed. */
export const startNote = (place: Place, start: Startable, focus: Focus, t: Speak): Block =>
  note(startText(place, start, focus, t))

export function startText(place: Place, start: Startable, focus: Focus, t: Speak): RichText {
  const { goes, ritual } = start
  const button = buttonLabel(place, goes, t)
  const at = [instant(start.at, 'date-time')]
  const choice = choiceFor(start, focus)
  const format = choice === null ? '' : start.named(choice, t)
  const says = saysFor(place, focus)
  const ask = says === null ? '' : t(says)
  if (place === 'retro')
    return t.rich(goes === 'next' ? 'start.says.retro-next' : 'start.says.retro', { button, ritual, format, at })
  return t.rich(`start.says.${place}`, { button, ritual, ask, at })
}

/** What was begun from this report, by whom and when. */
export const begunNow = (view: PulseView, t: Speak, reader: string | null): Block[] =>
  view.state.begun.map(({ member, at, ...begun }) =>
    paragraph(
      t.rich(member === reader ? 'begun.you' : 'begun.other', {
        at: [instant(at, 'date-time')],
        name: [bold(nameOf(view, member, t))],
        thing: thingOf(begun, t),
      }),
    ),
  )

/** What was begun from the last one, and what came of it. */
export const begunBefore = (view: PulseView, reader: Reader, own: string | null): Block[] =>
  view.begun.map(({ by, came, ...begun }) => {
    const { t } = reader
    const said = came(reader)
    const thing = thingOf(begun, t)
    const line = by === own ? t('begun.before-you', { thing }) : t('begun.before', { name: nameOf(view, by, t), thing })
    return paragraph([plain(line), ...(said === null ? [] : [plain(` ${said}`)])])
  })

/** "started …", or "set the format for …" where that comes later. */
const thingOf = ({ what, ritual, goes }: Omit<BegunHere, 'member' | 'at'>, t: Speak): string =>
  t(goes === 'next' && what === 'format' ? 'thing.format-next' : `thing.${what}`, { ritual })

const nameOf = ({ team }: PulseView, id: string, t: Speak): string =>
  team.leaders.find((leader) => leader.id === id)?.name ?? t('begun.someone')
