/** Forms: the only place where people type or choose. A form is opened in answer to a press or a command, never out of the blue. */
import type { RichText } from './message.ts'

/** A field left empty is `null`; a scale gives a number, or `null` for "cannot judge"; dates are `2026-12-03`, times `09:30`. */
export type AnswerValue = string | string[] | number | null
export type Answers = Record<string, AnswerValue>

export interface Choice {
  value: string
  label: string
}

export interface ScaleStep {
  value: number
  label: string
}

interface FieldBase {
  name: string
  label: string
  hint?: string
  required?: boolean
  initial?: AnswerValue
}

/**
 * `max` counts characters (UTF-16 units, as both platforms do). `abstain` is the label of "cannot judge" beside a scale: choosing
 * it answers the field with `null` even when the field is required.
 */
export type Field =
  | (FieldBase & { type: 'short' | 'long'; max: number })
  | (FieldBase & { type: 'choice'; options: Choice[]; many?: boolean })
  | (FieldBase & { type: 'scale'; steps: ScaleStep[]; abstain?: string })
  | (FieldBase & { type: 'member'; options: Choice[] })
  | (FieldBase & { type: 'date'; min?: string; max?: string })
  | (FieldBase & { type: 'time' })

export interface Form {
  title: string
  submit: string
  intro?: RichText
  fields: Field[]
}

/** The wire value that stands for "cannot judge", because an absent input means "untouched" on every platform. */
export const ABSTAIN = 'abstain'

/** What is wrong with one field; the engine turns it into a sentence in the person's language (`form.problem.<problem>`). */
export interface FieldProblem {
  field: string
  problem:
    | 'required'
    | 'too-long'
    | 'not-an-option'
    | 'not-a-date'
    | 'too-early'
    | 'too-late'
    | 'not-a-time'
    | 'unknown'
  values: Record<string, string | number>
}

const LOCAL_TIME = /^([01]\d|2[0-3]):[0-5]\d$/

/**
 * Checks what came back for a form, field by field.
 * @returns clean answers (every field present, trimmed text, numbers as numbers) and the problems; answers hold only where there are none.
 */
export function checkAnswers(form: Form, raw: Record<string, unknown>): { answers: Answers; problems: FieldProblem[] } {
  const answers: Answers = {}
  const problems: FieldProblem[] = []
  for (const field of form.fields) {
    const outcome = checkField(field, raw[field.name])
    if ('problem' in outcome) problems.push({ field: field.name, ...outcome })
    else answers[field.name] = outcome.value
  }
  const known = new Set(form.fields.map((field) => field.name))
  for (const name of Object.keys(raw)) {
    if (!known.has(name)) problems.push({ field: name, problem: 'unknown', values: {} })
  }
  return { answers, problems }
}

type Outcome = { value: AnswerValue } | Omit<FieldProblem, 'field'>

const bad = (problem: FieldProblem['problem'], values: FieldProblem['values'] = {}): Outcome => ({ problem, values })

function checkField(field: Field, raw: unknown): Outcome {
  if (field.type === 'scale' && field.abstain !== undefined && raw === ABSTAIN) return { value: null }
  if (raw === undefined || raw === null || raw === '' || (Array.isArray(raw) && raw.length === 0)) {
    return field.required ? bad('required') : { value: null }
  }
  switch (field.type) {
    case 'short':
    case 'long':
      return checkText(field, raw)
    case 'choice':
      return field.many ? checkMany(field.options, raw) : checkOne(field.options, raw)
    case 'member':
      return checkOne(field.options, raw)
    case 'scale': {
      const value = typeof raw === 'string' || typeof raw === 'number' ? Number(raw) : Number.NaN
      return field.steps.some((step) => step.value === value) ? { value } : bad('not-an-option')
    }
    case 'date':
      return typeof raw === 'string' ? checkDate(field, raw) : bad('not-a-date')
    case 'time':
      return typeof raw === 'string' && LOCAL_TIME.test(raw) ? { value: raw } : bad('not-a-time')
  }
}

function checkText(field: { max: number; required?: boolean }, raw: unknown): Outcome {
  if (typeof raw !== 'string') return bad('not-an-option')
  const text = raw.trim()
  if (text === '') return field.required ? bad('required') : { value: null }
  return text.length > field.max ? bad('too-long', { max: field.max, length: text.length }) : { value: text }
}

function checkOne(options: Choice[], raw: unknown): Outcome {
  return options.some((option) => option.value === raw) ? { value: raw as string } : bad('not-an-option')
}

function checkMany(options: Choice[], raw: unknown): Outcome {
  const chosen = Array.isArray(raw) ? raw : [raw]
  const allowed = new Set(options.map((option) => option.value))
  return chosen.every((value) => allowed.has(value))
    ? { value: [...new Set(chosen as string[])] }
    : bad('not-an-option')
}

/** Temporal alone would let `2026-12-03[u-ca=hebrew]` pass, and no report could ever say that date. */
const LOCAL_DATE = /^\d{4}-\d{2}-\d{2}$/

function checkDate(field: { min?: string; max?: string }, raw: string): Outcome {
  if (!LOCAL_DATE.test(raw)) return bad('not-a-date')
  let value: string
  try {
    value = Temporal.PlainDate.from(raw, { overflow: 'reject' }).toString()
  } catch {
    return bad('not-a-date')
  }
  if (field.min !== undefined && value < field.min) return bad('too-early', { min: field.min })
  if (field.max !== undefined && value > field.max) return bad('too-late', { max: field.max })
  return { value }
}
