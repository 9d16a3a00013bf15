/** The one form of a check-in. It must not assume that the check-in is open: some answer the evening before. */
import { plain, type Answers, type Field, type Form, type Reader, type RichText, type Speak } from '#ritual'
import { givenBy, lastOf, textIn, type CheckInView } from './answers.ts'
import { maxOf, questionsOf, requiredOf, type Question } from './questions.ts'
import { topicsOf } from './topic.ts'

const MOODS = [1, 2, 3, 4, 5]

export function answerForm(view: CheckInView, reader: Reader): Form {
  const { t } = reader
  const { options } = view.ritual
  const current = reader.me && givenBy(view.state, reader.me.id)?.answers
  const questions = [...questionsOf(options, t), ...topicsOf(view, t)]
  const fields = questions.map((question) => ({
    ...fieldFor(question, requiredOf(options) === question.id),
    ...(current ? { initial: textIn(current, question.id) } : carriedOver(view, reader, question)),
  }))
  const intro = introFor(view, t)
  return {
    title: t('form.title'),
    submit: t('form.submit'),
    ...(intro && { intro }),
    fields: options.mood ? [...fields, moodField(current ?? null, t)] : fields,
  }
}

function fieldFor({ id, kind, ask }: Question, required: boolean): Field {
  return { type: kind === 'short' ? 'short' : 'long', name: id, label: ask, max: maxOf(kind), required }
}

/** What was next last time stands there already, to be kept, changed or crossed out. */
function carriedOver(
  view: CheckInView,
  { me, t }: Reader,
  { id, kind }: Question,
): { initial?: string; hint?: string } {
  const last = kind === 'next' && me ? lastOf(view, me.id) : null
  const open = last && textIn(last.given.answers, id)
  if (!last || open === null || open.length > maxOf(kind)) return {}
  return { initial: open, hint: t('form.carried-over', { date: t.date(last.past.occurrence.date) }) }
}

function moodField(current: Answers | null, t: Speak): Field {
  return {
    type: 'scale',
    name: 'mood',
    label: t('mood.ask'),
    hint: t('mood.hint'),
    steps: MOODS.map((value) => ({ value, label: t(`mood.step.${value}`) })),
    initial: current?.['mood'] ?? null,
  }
}

function introFor(view: CheckInView, t: Speak): RichText | null {
  if (view.phase === 'planned') return [plain(t('form.early', { date: t.date(view.occurrence.date) }))]
  if (view.phase === 'closed') return [plain(t('form.late'))]
  return null
}
