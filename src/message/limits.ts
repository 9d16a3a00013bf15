/**
 * Says no to what a platform would cut or refuse. Whoever goes over a limit learns where, by how much, and that before anything is
 * sent; only reports may be split (split.ts).
 */
import type { Field, Form } from './form.ts'
import { byteLength, LIMITS, textLength } from './measure.ts'
import type { Block, Button, Chart, Message, RichText } from './message.ts'

export { splitMessage } from './split.ts'

/** `where` names ritual and post; `what` the block and its part, such as `block 3 (table), rows`. */
export class LimitError extends Error {
  override readonly name = 'LimitError'
  readonly where: string
  readonly what: string

  constructor(where: string, what: string, complaint: string) {
    super(`${where}: ${what}${complaint}`)
    this.where = where
    this.what = what
  }
}

/** Checks one thing of the message or form; `what` is put together only when there is something to complain about. */
type Check = (what: string, size: number, max: number, min?: number) => void

function checkFor(where: string, at = ''): Check {
  return (what, size, max, min = 0) => {
    if (size > max)
      throw new LimitError(where, at + what, `: ${size}, which is ${size - max} over the limit of ${max}.`)
    if (size < min) throw new LimitError(where, at + what, min === 1 ? ': empty.' : `: ${size}, at least ${min}.`)
  }
}

/**
 * @param where ritual and post, for whoever has to find it
 * @throws LimitError naming the first block that does not fit, what of it, and by how much
 */
export function checkMessage(message: Message, where: string): void {
  const check = checkFor(where)
  check('summary', visible(message.summary), LIMITS.summary, 1)
  check('blocks', message.blocks.length, LIMITS.blocks)
  message.blocks.forEach((block, index) => checkBlock(block, checkFor(where, `block ${index + 1} (${block.type}), `)))
  check('bytes', byteLength(message), LIMITS.bytes)
}

/** Nothing but blanks is as good as nothing: both platforms refuse it. */
const visible = (text: string): number => (text.trim() === '' ? 0 : text.length)

function checkBlock(block: Block, check: Check): void {
  switch (block.type) {
    case 'heading':
      return check('text', visible(block.text), LIMITS.heading, 1)
    case 'text':
    case 'note':
      return checkText(block.text, 'text', check)
    case 'facts':
      return block.items.forEach(({ label, value }, index) => {
        check(`label ${index + 1}`, visible(label), LIMITS.factLabel, 1)
        checkText(value, `value ${index + 1}`, check)
      })
    case 'list':
      check('items', block.items.length, Infinity, 1)
      return block.items.forEach((item, index) => checkText(item, `item ${index + 1}`, check))
    case 'table':
      return checkTable(block, check)
    case 'chart':
      return checkChart(block, check)
    case 'image':
      check('url', visible(block.url), LIMITS.url, 1)
      return check('alt', visible(block.alt), LIMITS.text, 1)
    case 'buttons':
      check('buttons', block.buttons.length, LIMITS.buttons, 1)
      return block.buttons.forEach((button, index) => checkButton(button, index + 1, check))
    case 'divider':
  }
}

function checkText(text: RichText, what: string, check: Check): void {
  const blank = text.every((inline) => 'text' in inline && inline.text.trim() === '')
  check(what, blank ? 0 : textLength(text), LIMITS.text, 1)
}

function checkButton({ label, value = '' }: Button, position: number, check: Check): void {
  check(`label of button ${position}`, visible(label), LIMITS.buttonLabel, 1)
  check(`value of button ${position}`, value.length, LIMITS.buttonValue)
}

function checkTable(table: Extract<Block, { type: 'table' }>, check: Check): void {
  const { caption, columns, rows } = table
  check('caption', visible(caption), LIMITS.text, 1)
  check('columns', columns.length, LIMITS.tableColumns, 1)
  check('rows', rows.length, LIMITS.tableRows)
  rows.forEach((row, index) => check(`cells of row ${index + 1}`, row.length, columns.length, columns.length))
}

function checkChart(chart: Chart, check: Check): void {
  check('title', visible(chart.title), LIMITS.heading, 1)
  check('alt', visible(chart.alt), LIMITS.text, 1)
  check('series', chart.series.length, LIMITS.chartSeries, 1)
  for (const [index, { name, points }] of chart.series.entries()) {
    check(`name of series ${index + 1}`, name.length, LIMITS.chartLabel)
    check(`points of series ${index + 1}`, points.length, LIMITS.chartPoints, 1)
    for (const { label } of points) check(`label "${label}"`, label.length, LIMITS.chartLabel)
  }
}

/** @throws LimitError naming the first field that does not fit, what of it, and by how much */
export function checkForm(form: Form, where: string): void {
  const check = checkFor(where)
  check('title', visible(form.title), LIMITS.formTitle, 1)
  check('submit', visible(form.submit), LIMITS.formSubmit, 1)
  if (form.intro) checkText(form.intro, 'intro', check)
  check('fields', form.fields.length, LIMITS.fields)
  const names = new Set<string>()
  for (const [index, field] of form.fields.entries()) {
    if (names.has(field.name))
      throw new LimitError(where, `field ${index + 1}`, ` is named "${field.name}" like another.`)
    names.add(field.name)
    checkField(field, checkFor(where, `field ${index + 1} (${field.name}), `))
  }
}

function checkField(field: Field, check: Check): void {
  check('label', visible(field.label), LIMITS.fieldLabel, 1)
  check('hint', field.hint?.length ?? 0, LIMITS.fieldHint)
  switch (field.type) {
    case 'short':
    case 'long':
      check('max', field.max, LIMITS.text, 1)
      return check('initial', typeof field.initial === 'string' ? field.initial.length : 0, field.max)
    case 'choice':
    case 'member':
      check('options', field.options.length, field.type === 'choice' ? LIMITS.choices : LIMITS.people, 1)
      return field.options.forEach(({ label }) => check(`option "${label}"`, visible(label), LIMITS.choiceLabel, 1))
    case 'scale':
      check('steps', field.steps.length, LIMITS.steps, 1)
      field.steps.forEach(({ label }) => check(`step "${label}"`, visible(label), LIMITS.choiceLabel, 1))
      return check('abstain', field.abstain?.length ?? 0, LIMITS.choiceLabel)
    case 'date':
    case 'time':
  }
}
