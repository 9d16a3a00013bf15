/** The forms of a 1:1. A leader says with whom; a member has the one 1:1 they have. */
import {
  type Answers,
  type Choice,
  type Field,
  type Form,
  type FormSpec,
  type Reader,
  type Role,
  plain,
  shortened,
} from '#ritual'
import { pointsOf } from './agenda-parts.ts'
import { appointmentOf, dateIn, instantAt, localIn, type Stage, stageOf } from './appointment.ts'
import { daysAfter, lastDay } from './cadence.ts'
import { offeredDays } from './days.ts'
import type { Options } from './options.ts'
import { type Pair, pairsOf, zoneOf } from './pairs.ts'
import {
  DAY,
  type OneOnOneView,
  POINT,
  type Point,
  PROMISE,
  type State,
  STRIKE,
  strikeValue,
  TALKED,
  wordsOf,
} from './state.ts'
import { nameFor } from './talk-blocks.ts'

const POINT_MAX = 300
const PROMISE_MAX = 200
const TRIGGER_MAX = 100
/** A list to choose from is no longer. */
const STRIKES_SHOWN = 10
/** So many of one's own points fit into one talk. */
const POINTS_EACH = 10
const DUE_WITHIN_DAYS = 366

type Spec = FormSpec<Options, State, never>

const ROLES: Role[] = ['member', 'leader']
const may: Spec['may'] = (view, reader) => pairsOf(view, reader).length > 0

export const forms: Record<string, Spec> = {
  [DAY]: { roles: ROLES, sealed: false, late: true, may, build: dayForm, check: dayProblems },
  [POINT]: { roles: ROLES, sealed: false, late: true, beyond: true, may, build: pointForm, check: pointProblems },
  [STRIKE]: { roles: ROLES, sealed: false, late: true, may, build: strikeForm },
  [TALKED]: { roles: ROLES, sealed: false, late: true, may, build: talkedForm },
  [PROMISE]: { roles: ROLES, sealed: false, late: true, beyond: true, may, build: promiseForm },
}

function dayForm(view: OneOnOneView, reader: Reader): Form {
  const { t } = reader
  const pairs = pairsThat(view, reader, (stage) => stage !== 'met')
  const only = pairs.length === 1 ? pairs[0]! : null
  const usual = only && usualDay(view, only, reader)
  const today = dateIn(view.now, reader.zone)
  return {
    title: t('form.day.title'),
    submit: t('form.day.submit'),
    intro: [plain(t('form.day.intro'))],
    fields: [
      ...withField(pairs, reader),
      {
        type: 'date',
        name: 'date',
        label: t('form.day.date'),
        required: true,
        min: today,
        max: later(lastDay(view.occurrence.date), today),
        ...(usual && { initial: usual.date }),
      },
      {
        type: 'time',
        name: 'time',
        label: t('form.day.time'),
        required: true,
        initial: usual?.time ?? view.ritual.options.time,
      },
    ],
  }
}

const later = (one: string, other: string): string => (one > other ? one : other)

/** The day they have, else the first that would be offered, on one's own clock. */
function usualDay(view: OneOnOneView, pair: Pair, { me }: Reader): { date: string; time: string } | null {
  const at = appointmentOf(view, pair)?.startsAt ?? offeredDays(view, pair)[0]
  if (at === undefined || !me || at < view.now) return null
  const zone = zoneOf(pair, me.id)
  return { date: dateIn(at, zone), time: clockIn(at, zone) }
}

/** What the date and the time alone don't show: an hour that a clock change leaves out, and a talk that has taken place. */
function dayProblems(answers: Answers, view: OneOnOneView, reader: Reader): Record<string, string> {
  const pair = chosenPair(answers, view, reader)
  const { date, time } = answers
  if (!pair || !reader.me || typeof date !== 'string' || typeof time !== 'string') return {}
  if (stageOf(view, pair) === 'met') return { date: reader.t('form.day.met') }
  const zone = zoneOf(pair, reader.me.id)
  return clockIn(instantAt(date, time, zone), zone) === time ? {} : { time: reader.t('form.day.skipped-hour') }
}

const clockIn = (at: string, zone: string): string =>
  localIn(at, zone).toPlainTime().toString({ smallestUnit: 'minute' })

function pointForm(view: OneOnOneView, reader: Reader): Form {
  const { t } = reader
  return {
    title: t('form.point.title'),
    submit: t('form.point.submit'),
    fields: [
      ...withField(pairsOf(view, reader), reader),
      {
        type: 'long',
        name: 'text',
        label: t('form.point.text'),
        hint: t('form.point.hint'),
        max: POINT_MAX,
        required: true,
      },
    ],
  }
}

function pointProblems(answers: Answers, view: OneOnOneView, reader: Reader): Record<string, string> {
  const pair = chosenPair(answers, view, reader)
  const own = pair ? pointsOf(view, pair).filter((point) => point.by === reader.me?.id) : []
  return own.length < POINTS_EACH ? {} : { text: reader.t('form.point.full', { max: POINTS_EACH }) }
}

function strikeForm(view: OneOnOneView, reader: Reader): Form {
  const { t } = reader
  const own = ownPoints(view, reader).slice(-STRIKES_SHOWN)
  return {
    title: t('form.strike.title'),
    submit: t('form.strike.submit'),
    ...(own.length === 0 && { intro: [plain(t('form.strike.none'))] }),
    fields: own.length === 0 ? [] : [strikeField(own, reader)],
  }
}

const ownPoints = (view: OneOnOneView, reader: Reader): { pair: Pair; point: Point }[] =>
  pairsOf(view, reader).flatMap((pair) =>
    pointsOf(view, pair)
      .filter((point) => point.by === reader.me?.id)
      .map((point) => ({ pair, point })),
  )

function strikeField(own: { pair: Pair; point: Point }[], { t, me }: Reader): Field {
  // What was written in one and the same moment goes by one name, and goes together.
  const byName = Map.groupBy(own, ({ pair, point }) => strikeValue(pair.key, point))
  const options = [...byName].map(([value, points]) => {
    const text = points.map(({ point }) => wordsOf(point, t)).join('; ')
    const label = me?.role === 'leader' ? `${points[0]!.pair.member.name}: ${text}` : text
    return { value, label: shortened(label, LABEL_MAX) || t('form.strike.blank') }
  })
  return { type: 'choice', name: 'point', label: t('form.strike.point'), options, required: true }
}

const LABEL_MAX = 75

function talkedForm(view: OneOnOneView, reader: Reader): Form {
  const { t } = reader
  return {
    title: t('form.talked.title'),
    submit: t('form.talked.submit'),
    fields: [
      ...withField(
        pairsOf(view, reader),
        reader,
        pairsThat(view, reader, (stage) => stage === 'past'),
      ),
      {
        type: 'choice',
        name: 'met',
        label: t('form.talked.met'),
        options: [
          { value: 'yes', label: t('button.yes') },
          { value: 'no', label: t('button.no') },
        ],
        required: true,
      },
    ],
  }
}

function promiseForm(view: OneOnOneView, reader: Reader): Form {
  const { t } = reader
  const pairs = pairsOf(view, reader)
  const today = dateIn(view.now, reader.zone)
  return {
    title: t('form.promise.title'),
    submit: t('form.promise.submit'),
    intro: [plain(t('form.promise.intro'))],
    fields: [
      ...withField(
        pairs,
        reader,
        pairsThat(view, reader, (stage) => stage === 'met'),
      ),
      { type: 'choice', name: 'owner', label: t('form.promise.owner'), options: owners(pairs, reader), required: true },
      { type: 'short', name: 'text', label: t('form.promise.text'), max: PROMISE_MAX, required: true },
      {
        type: 'short',
        name: 'trigger',
        label: t('form.promise.trigger'),
        hint: t('form.promise.hint'),
        max: TRIGGER_MAX,
      },
      {
        type: 'date',
        name: 'due',
        label: t('form.promise.due'),
        min: today,
        max: daysAfter(today, DUE_WITHIN_DAYS),
        required: true,
      },
    ],
  }
}

function owners(pairs: Pair[], reader: Reader): Choice[] {
  const { t, me } = reader
  const other = pairs.length === 1 ? nameFor(pairs[0]!, reader) : t('form.promise.other')
  const [own, others] = me?.role === 'leader' ? ['leader', 'member'] : ['member', 'leader']
  return [
    { value: own!, label: t('form.promise.me') },
    { value: others!, label: shortened(other, LABEL_MAX) || t('form.promise.other') },
  ]
}

/** A leader chooses among these; a single one stands there already, or the one that is most likely meant. */
function withField(pairs: Pair[], { t, me }: Reader, likely = pairs): Field[] {
  if (me?.role !== 'leader' || pairs.length === 0) return []
  const options = pairs
    .map(({ key, member }) => ({ value: key, label: shortened(member.name, LABEL_MAX) || t('form.someone') }))
    .toSorted((one, other) => (one.label < other.label ? -1 : 1))
  const meant = options.length === 1 ? pairs : likely
  const initial = meant.length === 1 ? { initial: meant[0]!.key } : {}
  return [
    {
      type: 'member',
      name: 'with',
      label: t('form.with'),
      options: options.slice(0, PEOPLE_MAX),
      required: true,
      ...initial,
    },
  ]
}

/** A list of people takes no more; nobody leads more of them. */
const PEOPLE_MAX = 100

const pairsThat = (view: OneOnOneView, reader: Reader, fits: (stage: Stage) => boolean): Pair[] =>
  pairsOf(view, reader).filter((pair) => fits(stageOf(view, pair)))

export function chosenPair(answers: Answers, view: OneOnOneView, reader: Reader): Pair | undefined {
  const pairs = pairsOf(view, reader)
  return reader.me?.role === 'leader' ? pairs.find(({ key }) => key === answers['with']) : pairs[0]
}
