/** Putting cards together by hand, with a hint which ones share a word. Nobody has to: a card can be a topic of its own. */
import {
  plain,
  shortened,
  type Answers,
  type Choice,
  type Field,
  type Form,
  type Outcome,
  type Reader,
  type Speak,
} from '#ritual'
import type { Card } from './cards.ts'
import { inParts } from './in-parts.ts'
import { similarIn, type Similar } from './similarity.ts'
import { chosenIn, FORM, type RetroView, textOf } from './state.ts'
import { type Topic, topicsOf } from './topics.ts'

const LABEL_MAX = 75
const TITLE_MAX = 100
const OPTIONS = 10
/** Fields for cards beside the title and the choice of a group. */
const CARD_FIELDS = 8
const SUGGESTIONS = 4

export const isGroup = (topic: Topic): boolean => /^g\d+$/.test(topic.key)

const groupsIn = (view: RetroView): Topic[] => topicsOf(view).filter(isGroup)

/** Cards that stand alone, as many as the form can show; the others follow when these are put together. */
function loose(view: RetroView): Card[] {
  const alone = topicsOf(view).filter((topic) => !isGroup(topic))
  return alone.flatMap(({ cards }) => cards).slice(0, OPTIONS * CARD_FIELDS)
}

export function groupForm(view: RetroView, { t }: Reader): Form {
  const groups = groupsIn(view).slice(-OPTIONS)
  return {
    title: t('group.title'),
    submit: t('group.submit'),
    intro: [plain(t('group.intro'))],
    fields: [
      ...cardFields(loose(view), t),
      ...(groups.length > 0 ? [intoField(groups, t)] : []),
      { type: 'short', name: 'title', label: t('group.name'), hint: t('group.name-hint'), max: TITLE_MAX },
    ],
  }
}

const cardFields = (cards: Card[], t: Speak): Field[] =>
  inParts(cards, OPTIONS).map((some, index, parts): Field => {
    const name = `cards-${index + 1}`
    const label = parts.length === 1 ? t('group.cards') : t('group.cards-part', { part: index + 1, of: parts.length })
    return { type: 'choice', many: true, name, label, options: some.map(choiceOf) }
  })

const choiceOf = ({ id, text }: Card): Choice => ({ value: id, label: shortened(text, LABEL_MAX) })

const topicChoice = ({ key, title }: Topic): Choice => ({ value: key, label: shortened(title, LABEL_MAX) })

const intoField = (groups: Topic[], t: Speak): Field => ({
  type: 'choice',
  name: 'into',
  label: t('group.into'),
  options: groups.map(topicChoice),
})

/** One card is no group, unless it gets a name or joins one. */
export function checkGroup(answers: Answers, _view: RetroView, { t }: Reader): Record<string, string> {
  const chosen = chosenIn(answers).length
  const isEnough = chosen > 1 || (chosen === 1 && (textOf(answers, 'into') ?? textOf(answers, 'title')) !== null)
  return isEnough ? {} : { [Object.keys(answers).find((name) => name.startsWith('cards-')) ?? 'title']: t('group.two') }
}

/** Groups that shall be taken apart again. */
export function splitForm(view: RetroView, { t }: Reader): Form {
  const groups = groupsIn(view).slice(0, OPTIONS * OPTIONS)
  const fields = inParts(groups, OPTIONS).map((some, index, parts): Field => {
    const name = `groups-${index + 1}`
    const label = parts.length === 1 ? t('split.label') : t('split.part', { part: index + 1, of: parts.length })
    return { type: 'choice', many: true, name, label, options: some.map(topicChoice) }
  })
  return { title: t('split.title'), submit: t('split.submit'), intro: [plain(t('split.intro'))], fields }
}

export const suggestions = (view: RetroView): Similar[] => similarIn(loose(view), SUGGESTIONS)

/** @param value the shared word, as the button brought it along */
export function merge(view: RetroView, { t }: Reader, value: string | undefined): Outcome {
  const found = suggestions(view).find(({ word }) => word === value)
  if (!found) {
    const line = t('group.no-longer')
    return { do: 'notice', message: { summary: line, blocks: [{ type: 'text', text: [plain(line)] }] } }
  }
  return { do: 'answer', form: FORM.group, answers: asAnswers(view, found) }
}

/** The same answers as if the cards had been ticked by hand. */
function asAnswers(view: RetroView, { word, cards }: Similar): Answers {
  const ids = loose(view).map(({ id }) => id)
  const chosen = ids.map((id, index) => ({ id, field: `cards-${Math.floor(index / OPTIONS) + 1}` }))
  const fields = Map.groupBy(
    chosen.filter(({ id }) => cards.includes(id)),
    ({ field }) => field,
  )
  const ticked = [...fields].map(([field, some]): [string, string[]] => [field, some.map(({ id }) => id)])
  return { ...Object.fromEntries(ticked), title: shortened(word, TITLE_MAX) }
}
