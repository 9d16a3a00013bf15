/**
 * A form as a card with inputs: in a dialog, or as a message where the client has none. What was typed stays, what is wrong with it stands at its field, and
 * neither title nor data nor anything that is spoken ever holds an answer.
 */
import { type Field, type Form, type Message, plain, shortened } from '#message'
import type { Language } from '#platform'
import { executing } from './button.ts'
import { cardOf, renderCard } from './card.ts'
import { type AdaptiveCard, attachmentOf, type CardElement } from './element.ts'
import { fieldElements } from './field.ts'
import { headingElement } from './paragraph.ts'
import { createMentions } from './mentions.ts'
import type { TeamsReader } from './reader.ts'
import { type Page, textElement } from './running.ts'
import { asForm, type FormContext } from './submission.ts'
import { word } from './words.ts'

export interface FormState {
  /** Sentences by field; what belongs to no field of the form stands at its head. */
  errors?: Record<string, string>
  /** What was entered, by field, as it came in. */
  values?: Record<string, unknown>
}

/** What answers `task/fetch` and `task/submit` with a window. */
export interface Dialog {
  task: {
    type: 'continue'
    value: {
      title: string
      height: 'small' | 'medium' | 'large'
      width: 'small' | 'medium' | 'large'
      card: { contentType: string; content: AdaptiveCard }
    }
  }
}

const NAME = 'Teamrunde'

const MANY_LINES = 9

export function formDialog(form: Form, context: FormContext, reader: TeamsReader, state: FormState = {}): Dialog {
  const page = { reader, mentions: createMentions() }
  const send = { type: 'Action.Submit', title: form.submit, style: 'positive', data: asForm('form', context) }
  const card = cardOf(formBody(form, page, state), page, form.title, [send])
  return dialogOf(form.title, card, form.fields.reduce((sum, field) => sum + linesOf(field), 0) > MANY_LINES)
}

export function formCard(form: Form, context: FormContext, reader: TeamsReader, state: FormState = {}): AdaptiveCard {
  const page = { reader, mentions: createMentions() }
  const look = { title: form.submit, style: 'positive' }
  const send = executing(look, 'form', asForm('form', context))
  const away = { title: word(reader.language, 'cancel') }
  const cancel = executing(away, 'cancel', asForm('cancel', context), { associatedInputs: 'none' })
  return cardOf([headingElement(form.title), ...formBody(form, page, state)], page, form.title, [send, cancel])
}

/** A message in a window of its own, where a window was asked for and no form is to be filled in. */
export function noticeDialog(message: Message, reader: TeamsReader): Dialog {
  const { card } = renderCard(message, { ...reader, alone: true }, null, 'dialog')
  return dialogOf(NAME, card, message.blocks.length > MANY_LINES)
}

/** What stands where a form was put away. */
export function cancelledCard(reader: TeamsReader): AdaptiveCard {
  const said = word(reader.language, 'cancelled')
  return renderCard({ summary: said, blocks: [{ type: 'text', text: [plain(said)] }] }, reader, null).card
}

const dialogOf = (title: string, card: AdaptiveCard, isLong: boolean): Dialog => ({
  task: {
    type: 'continue',
    value: { title, height: isLong ? 'large' : 'medium', width: 'medium', card: attachmentOf(card) },
  },
})

/** About how many lines a field takes up. */
function linesOf(field: Field): number {
  if (field.type === 'scale') return field.steps.length + 2
  if (field.type === 'choice') return field.options.length + 1
  return field.type === 'long' ? 4 : 2
}

function formBody(form: Form, page: Page, { errors = {}, values = {} }: FormState): CardElement[] {
  return [
    ...wrongElements(form, page, errors),
    ...(form.intro ? [textElement(form.intro, page)] : []),
    ...form.fields.flatMap((field) => {
      const value = Object.hasOwn(values, field.name) ? values[field.name] : field.initial
      return fieldElements(field, value, Object.hasOwn(errors, field.name) ? errors[field.name] : undefined, page)
    }),
  ]
}

/** What stands at a field of a long form may be out of sight: so its head says that there is something, and where. */
function wrongElements({ fields }: Form, page: Page, errors: Record<string, string>): CardElement[] {
  const { language } = page.reader
  const wrong = fields.filter(({ name }) => Object.hasOwn(errors, name)).map(({ label }) => quoted(label, language))
  const known = new Set(fields.map(({ name }) => name))
  const others = Object.entries(errors).flatMap(([name, sentence]) => (known.has(name) ? [] : [sentence]))
  const where =
    wrong.length > MOST_NAMED ? [word(language, 'wrong-several')] : [word(language, 'wrong') + wrong.join(', ')]
  const lines = [...others, ...(wrong.length > 0 && fields.length > MOST_IN_SIGHT ? where : [])]
  return lines.map((line): CardElement => textElement([plain(line)], page, { color: 'Attention', weight: 'Bolder' }))
}

const MOST_NAMED = 2
const MOST_IN_SIGHT = 2
const LONGEST_NAME = 60

function quoted(label: string, language: Language): string {
  const [open, close] = word(language, 'quotes')
  return open + shortened(label, LONGEST_NAME) + close
}
