/** What a check-in asks, as it follows from its options. */
import type { Speak } from '#ritual'
import { STANDARD, type Options, type QuestionKind } from './options.ts'

/** Fits into one block of the report together with its question (3000 characters). */
const TEXT_MAX = 2900
const SHORT_MAX = 200

export interface Question {
  id: string
  kind: QuestionKind
  /** As asked in the form. */
  ask: string
  /** As it stands over the answer in the report. */
  title: string
}

/** The questions in the reader's language. */
export function questionsOf(options: Options, t: Speak): Question[] {
  return options.questions.map((asked) => {
    const { id, label } = asked
    const own = typeof label === 'object' ? label[t.language] : label
    return {
      id,
      kind: kindOf(asked),
      ask: own ?? t(`question.${id}.ask`),
      title: own ?? t(`question.${id}.title`),
    }
  })
}

const kindOf = ({ id, kind }: Options['questions'][number]): QuestionKind => kind ?? STANDARD.get(id) ?? 'text'

/** Characters an answer may have. */
export const maxOf = (kind: QuestionKind): number => (kind === 'short' ? SHORT_MAX : TEXT_MAX)

/** The one question that wants an answer: the first that is not about blockers, for those are rightly left empty. */
export function requiredOf(options: Options): string | null {
  return options.questions.find((one) => kindOf(one) !== 'blocker')?.id ?? null
}

export function idsOf(options: Options, kind: QuestionKind): string[] {
  return options.questions.filter((one) => kindOf(one) === kind).map((one) => one.id)
}

/** Whether it asks what the house asks, so that one sentence can say it all. */
export function asksTheUsual(options: Options): boolean {
  const asked = options.questions.map((one) => (one.label === undefined ? one.id : null))
  return asked.join() === [...STANDARD.keys()].join()
}
