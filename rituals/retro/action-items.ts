/** What comes of a retrospective: who does what, by when, and what sets it off. */
import {
  bold,
  plain,
  shortened,
  type Block,
  type Field,
  type Form,
  type PromiseDraft,
  type Promised,
  type Reader,
  type RichText,
} from '#ritual'
import { personIn } from './cards.ts'
import { isFacilitator } from './facilitator.ts'
import { hasBegun } from './phases.ts'
import { type ActionItem, changeForm, itemKey, MOST_ITEMS, type RetroView } from './state.ts'

const TEXT_MAX = 200
const NAME_MAX = 75
const PEOPLE = 100

export const itemForm = (view: RetroView, reader: Reader): Form => formOf(view, reader, null)

/** Left empty, it is crossed out. */
export const changeItemForm =
  (key: string) =>
  (view: RetroView, reader: Reader): Form =>
    formOf(view, reader, view.state.items.find((item) => item.key === key) ?? null)

function formOf(view: RetroView, reader: Reader, item: ActionItem | null): Form {
  const { t } = reader
  return {
    title: t(item ? 'item.change-title' : 'item.title'),
    submit: t('item.submit'),
    intro: [plain(t(item ? 'item.change-intro' : 'item.intro'))],
    fields: [
      {
        type: 'short',
        name: 'when',
        label: t('item.when'),
        hint: t('item.when-hint'),
        max: TEXT_MAX,
        initial: item?.trigger ?? null,
      },
      {
        type: 'short',
        name: 'what',
        label: t('item.what'),
        max: TEXT_MAX,
        required: item === null,
        initial: item?.what ?? null,
      },
      ...ownerField(view, reader, item),
      {
        type: 'date',
        name: 'due',
        label: t('item.due'),
        min: today(view, reader),
        required: true,
        initial: item?.due ?? null,
      },
    ],
  }
}

function ownerField(view: RetroView, { t }: Reader, item: ActionItem | null): Field[] {
  const options = view.participants
    .slice(0, PEOPLE)
    .map(({ id, name }) => ({ value: id, label: shortened(name, NAME_MAX) }))
  const initial = options.find(({ value }) => value === item?.owner)?.value ?? null
  return options.length === 0
    ? []
    : [{ type: 'member', name: 'owner', label: t('item.owner'), options, required: true, initial }]
}

const today = ({ now }: RetroView, { zone }: Reader): string =>
  Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDate().toString()

/** From the discussion on, and after the summary too: whoever facilitates writes them down. */
export const mayNote = (view: RetroView, { me }: Reader): boolean =>
  hasBegun(view, 'discuss') && isFacilitator(view, me) && view.state.noted < MOST_ITEMS

export const mayChange =
  (key: string) =>
  (view: RetroView, { me }: Reader): boolean =>
    hasBegun(view, 'discuss') && isFacilitator(view, me) && view.state.items.some((item) => item.key === key)

/** The keys an action can have, oldest first. */
export const itemKeys = Array.from({ length: MOST_ITEMS }, (_, index) => itemKey(index + 1))

export const changeForms = itemKeys.map((key) => [key, changeForm(key)] as const)

/** To the whole team: everyone may see what came of it. */
export const promises = (view: RetroView): PromiseDraft[] =>
  view.state.items.map(({ key, owner, what, trigger, due }) => ({ key, owner, to: null, text: what, trigger, due }))

/** As the ledger has it, where it does: the owner may have agreed on another day since. */
export function standing(view: RetroView): (ActionItem & Pick<Promised, 'state'>)[] {
  return view.state.items.map((item) => {
    const promised = view.promises.find(({ occurrence, key }) => occurrence === view.occurrence.id && key === item.key)
    return { ...item, due: promised?.due ?? item.due, state: promised?.state ?? 'open' }
  })
}

/** "Ben, bis Freitag, 11. Dezember: wenn X, dann Y." */
export function itemLine(
  view: RetroView,
  {
    owner,
    due,
    what,
    trigger,
    state,
  }: { owner: string; due: string; what: string; trigger: string | null; state: Promised['state'] },
  { t }: Reader,
): RichText {
  const person = personIn(view, owner)
  const who: RichText = person ? [bold(person.name)] : [plain(t('item.somebody-gone'))]
  return [
    ...t.rich(`item.line.${state}`, { who, date: t.date(due) }),
    plain(' '),
    ...whatWords({ text: what, trigger }, { t }),
  ]
}

/** "When X: Y", or Y alone. */
export const whatWords = ({ text, trigger }: Pick<Promised, 'text' | 'trigger'>, { t }: Pick<Reader, 't'>): RichText =>
  trigger === null ? [plain(text)] : t.rich('promise.when', { trigger, what: [plain(text)] })

export const itemList = (view: RetroView, reader: Reader): Block[] => {
  const items = standing(view)
  return items.length === 0 ? [] : [{ type: 'list', items: items.map((item) => itemLine(view, item, reader)) }]
}
