/** The forms of a coffee chat; each of them is one choice, and nearly all is done by a tap. */
import { type Answers, type Choice, type Form, formatInstant, type FormSpec, type Reader, type Role } from '#ritual'
import { askedFrom, companyOf, timesAhead } from './company.ts'
import type { Options } from './options.ts'
import { type CoffeeView, MET, NO_TIME, outcomeOf, OUTCOMES, type State, STAY, TIME, WISH } from './state.ts'

const wishThanks = ({ wish }: Answers, { t }: Reader): string => t(wish === 'no' ? 'thanks.no-wish' : 'thanks.wish')

const timeThanks = ({ at }: Answers, { t, zone }: Reader): string =>
  typeof at === 'string' && at !== NO_TIME
    ? t('thanks.time', { at: formatInstant(at, 'date-time', t.language, zone) })
    : t('thanks.no-time')

const ROLES: Role[] = ['member', 'leader']

type Spec = FormSpec<Options, State, never>

export const forms: Record<string, Spec> = {
  [MET]: { roles: ROLES, sealed: false, late: true, ripe: isAsked, build: metForm },
  [TIME]: { roles: ROLES, sealed: false, late: false, may: isDrawn, build: timeForm, thanks: timeThanks },
  [WISH]: { roles: ['member'], sealed: false, late: true, build: wishForm, thanks: wishThanks },
  [STAY]: { roles: ROLES, sealed: false, late: true, build: stayForm, thanks: (_, { t }) => t('thanks.stay') },
}

function isDrawn(view: CoffeeView, reader: Reader): boolean {
  return companyOf(view, reader) !== null
}

/** Who has met before that, or can't, may say so in their own message. */
function isAsked(view: CoffeeView, reader: Reader): boolean {
  const company = companyOf(view, reader)
  return company !== null && (view.phase === 'closed' || askedFrom(view, company.group) <= view.now)
}

function metForm(view: CoffeeView, { t, me }: Reader): Form {
  const options = OUTCOMES.map((outcome) => ({ value: outcome, label: t(`button.${outcome}`) }))
  const initial = me && outcomeOf(view.state, me.id)
  return choose(t('form.met'), t('form.submit'), 'met', t('form.met-ask'), options, initial)
}

function timeForm(view: CoffeeView, reader: Reader): Form {
  const { t, zone } = reader
  const company = companyOf(view, reader)
  const options = (company ? timesAhead(view, company, zone) : []).map((at) => ({
    value: at,
    label: formatInstant(at, 'date-time', t.language, zone),
  }))
  const none = { value: NO_TIME, label: t('form.no-time') }
  return choose(t('form.time'), t('form.submit'), 'at', t('form.time-ask'), options.length > 0 ? options : [none], null)
}

function wishForm(_: CoffeeView, { t }: Reader): Form {
  const options = ['yes', 'no'].map((value) => ({ value, label: t(`form.wish-${value}`) }))
  return choose(t('form.wish'), t('form.submit'), 'wish', t('form.wish-ask'), options, null)
}

function stayForm(_: CoffeeView, { t }: Reader): Form {
  return choose(
    t('form.stay'),
    t('form.submit'),
    'stay',
    t('stay.ask'),
    [{ value: 'yes', label: t('stay.yes') }],
    'yes',
  )
}

function choose(
  title: string,
  submit: string,
  name: string,
  label: string,
  options: Choice[],
  initial: string | null,
): Form {
  return { title, submit, fields: [{ type: 'choice', name, label, options, required: true, initial }] }
}

/** What a tap on a time sends; a time that is over by now is chosen anew in the form. */
export function timeAnswer(view: CoffeeView, reader: Reader, value: string | undefined): Answers | null {
  const company = companyOf(view, reader)
  return company && value !== undefined && timesAhead(view, company, reader.zone).includes(value) ? { at: value } : null
}
