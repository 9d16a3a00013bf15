/** Modals: a form to fill in, or a notice where Slack has no message to show it in. */
import type { Form, Message } from '#message'
import type { types } from '@slack/bolt'
import { renderBlocks } from './blocks.ts'
import { blockIdOf, inputBlock } from './field.ts'
import { textBlocks } from './paragraph.ts'
import type { SlackReader } from './reader.ts'
import { type FormContext, writeContext } from './ticket.ts'
import { word } from './words.ts'

export const FORM = 'form'
const NOTICE = 'notice'
const NAME = 'Teamrunde'

const plain = (text: string): types.PlainTextElement => ({ type: 'plain_text', text, emoji: false })

export const formView = (form: Form, context: FormContext, reader: SlackReader): types.ModalView => ({
  type: 'modal',
  callback_id: FORM,
  title: plain(form.title),
  submit: plain(form.submit),
  close: plain(word(reader.language, 'cancel')),
  private_metadata: writeContext(context),
  blocks: [
    ...((form.intro ? textBlocks(form.intro, reader) : []) as types.KnownBlock[]),
    ...form.fields.map(inputBlock),
  ],
})

export const noticeView = (message: Message, reader: SlackReader): types.ModalView => ({
  type: 'modal',
  callback_id: NOTICE,
  title: plain(NAME),
  close: plain(word(reader.language, 'close')),
  blocks: renderBlocks(message.blocks, reader, 'modal') as types.KnownBlock[],
})

/** Sentences at their fields. What belongs to no field of the form that is open stands at the first one. */
export function errorsAt(errors: Record<string, string>, blockIds: string[]): Record<string, string> {
  const placed: Record<string, string> = {}
  for (const [field, sentence] of Object.entries(errors)) {
    const id = blockIds.includes(blockIdOf(field)) ? blockIdOf(field) : blockIds[0]
    if (id !== undefined) placed[id] = id in placed ? `${placed[id]} ${sentence}` : sentence
  }
  return placed
}
