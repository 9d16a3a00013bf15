/** One suggestion that fits the widest gap, and the form in which it gets a date. */
import { plain, type Form, type Reader, type Speak } from '#ritual'
import { type Focus, focusOf, rowsOf } from './comparison.ts'
import { GLOBAL, type Item } from './instrument.ts'
import { PLAN, predictionOf, type PulseView } from './state.ts'

/** Where a step takes place. */
export const PLACES = ['coffee', 'retro', 'one-on-one', 'team-round'] as const
export type Place = (typeof PLACES)[number]

const PLACE_OF: Record<Item, Place> = {
  spirit: 'coffee',
  goal: 'team-round',
  way: 'team-round',
  candour: 'retro',
  ideas: 'retro',
  help: 'coffee',
  successes: 'team-round',
  contribution: 'one-on-one',
  standing: 'team-round',
  roles: 'one-on-one',
}

const DEFAULT_DAYS = 7
const TEXT_MAX = 300

/** What is suggested to this leader; without numbers (too few answered) it is about team spirit as such. */
export function focusFor(view: PulseView, leader: string | null): Focus {
  const tally = view.result?.tally
  if (!tally) return { item: GLOBAL, because: 'nothing' }
  return focusOf(rowsOf(view, tally, leader === null ? null : predictionOf(view.state, leader)))
}

/** Whoever sees less than the team asks the team; where all is well, it is told; otherwise the statement decides. */
export function placeOf({ item, because }: Focus): Place {
  if (because === 'under') return 'one-on-one'
  return because === 'well' ? 'team-round' : PLACE_OF[item]
}

export const ideaOf = ({ item, because }: Focus): string => (because === 'under' || because === 'well' ? because : item)

export const suggestion = (t: Speak, focus: Focus): string => t(`suggest.${ideaOf(focus)}`)

/** The same as somebody would say it who means to do it: the team reads it over their name. */
const intention = (t: Speak, focus: Focus): string => t(`intend.${ideaOf(focus)}`)

/** The form that a "Plan it" button opens; `place` is the button's value. */
export function planForm(place: string | undefined): string {
  return PLACES.some((known) => known === place) ? `${PLAN}-${place}` : PLAN
}

/** What and by when, filled in so that one press is enough. `place` is one of the other ideas, null the suggestion itself. */
export function planFields(view: PulseView, { t, me, zone }: Reader, place: Place | null): Form {
  const today = Temporal.Instant.from(view.now).toZonedDateTimeISO(zone).toPlainDate()
  const idea = place ? t(`other.${place}`) : intention(t, focusFor(view, me?.id ?? null))
  return {
    title: t('plan.title'),
    submit: t('plan.submit'),
    intro: [plain(t('plan.intro'))],
    fields: [
      { name: 'what', type: 'long', label: t('plan.what'), max: TEXT_MAX, required: true, initial: idea },
      {
        name: 'by',
        type: 'date',
        label: t('plan.by'),
        required: true,
        min: today.toString(),
        initial: today.add({ days: DEFAULT_DAYS }).toString(),
      },
    ],
  }
}
