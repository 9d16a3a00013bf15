/**
 * The neutral message (`#message`): what a ritual says, as data. Every adapter turns it into its platform's own form; nothing in
 * here knows a platform. What people wrote is always a `plain` node, so that markup can't be injected.
 */
export { ABSTAIN, checkAnswers } from './form.ts'
export { chartTable } from './chart-table.ts'
export { shortened } from './shortened.ts'
export { formatInstant, plainText } from './text.ts'
export type { Answers, AnswerValue, Choice, Field, FieldProblem, Form, ScaleStep } from './form.ts'

/** How an instant is shown; always in the reader's own zone and language. */
export type InstantStyle = 'time' | 'date' | 'weekday-time' | 'date-time'

/** A piece of running text. `instant.at` is UTC text such as `2026-12-03T09:00:00.000Z`. */
export type Inline =
  | { type: 'plain' | 'bold' | 'italic' | 'code'; text: string }
  | { type: 'link'; text: string; url: string }
  | { type: 'mention'; member: string; name: string }
  | { type: 'instant'; at: string; style: InstantStyle }

export type RichText = Inline[]

/**
 * A button. `action` names what pressing it means, `value` is an opaque argument (never an answer of an anonymous ritual);
 * `occurrence` is stamped by the engine so that a press finds its way home. `opens` says that pressing it opens a form, as far as is known when
 * the message is written: Teams opens one only from a button that says so beforehand. Where it turns out otherwise, the platform copes.
 */
export interface Button {
  action: string
  label: string
  style?: 'primary' | 'danger'
  value?: string
  occurrence?: string
  opens?: 'form'
}

/** One point of a series; `low` and `high` draw an interval around it, in the chart's unit. */
export interface ChartPoint {
  label: string
  value: number | null
  low?: number
  high?: number
}

export interface ChartSeries {
  name: string
  points: ChartPoint[]
}

/** A chart always carries a sentence (`alt`) that says what it shows; adapters add its numbers as a table. */
export interface Chart {
  type: 'chart'
  kind: 'bars' | 'lines'
  title: string
  alt: string
  unit: string
  min: number
  max: number
  series: ChartSeries[]
}

export type Block =
  | { type: 'heading'; text: string }
  | { type: 'text'; text: RichText }
  | { type: 'facts'; items: { label: string; value: RichText }[] }
  | { type: 'list'; items: RichText[]; ordered?: boolean }
  | { type: 'table'; caption: string; columns: string[]; rows: string[][] }
  | Chart
  | { type: 'image'; url: string; alt: string }
  | { type: 'divider' }
  | { type: 'note'; text: RichText }
  | { type: 'buttons'; buttons: Button[] }

/** `summary` is what a notification shows: one plain line, and never an answer. */
export interface Message {
  summary: string
  blocks: Block[]
}

export const plain = (text: string): Inline => ({ type: 'plain', text })
export const bold = (text: string): Inline => ({ type: 'bold', text })
export const italic = (text: string): Inline => ({ type: 'italic', text })
export const mention = (person: { id: string; name: string }): Inline => ({
  type: 'mention',
  member: person.id,
  name: person.name,
})
export const instant = (at: string, style: InstantStyle): Inline => ({ type: 'instant', at, style })

const rich = (text: string | RichText): RichText => (typeof text === 'string' ? [plain(text)] : text)

export const heading = (text: string): Block => ({ type: 'heading', text })
export const paragraph = (text: string | RichText): Block => ({ type: 'text', text: rich(text) })
export const note = (text: string | RichText): Block => ({ type: 'note', text: rich(text) })
export const bullets = (items: (string | RichText)[]): Block => ({ type: 'list', items: items.map(rich) })
export const buttons = (...items: Button[]): Block => ({ type: 'buttons', buttons: items })
