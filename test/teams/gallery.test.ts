/**
 * The gallery: everything that the product can say or ask, in both languages, as Teams would be given it. Held against the schemas of Adaptive Cards and of
 * Teams, and their size; and whatever was said is still there to read, for nothing may be cut.
 */
import { expect } from 'vitest'
import type { Form, Message } from '#message'
import { renderCard } from '../../adapters/teams/card.ts'
import { formCard, formDialog, noticeDialog } from '../../adapters/teams/form-card.ts'
import type { TeamsReader } from '../../adapters/teams/reader.ts'
import { plainText, runningText } from '../../src/message/text.ts'
import { DELIVERY, galleryContract, isPost, languageOf, TICKET } from '../contract/gallery.ts'
import { complaintsAboutCard } from './card-check.ts'
import { shownOn } from './shown.ts'

const CONTEXT = {
  ticket: TICKET,
  origin: { conversation: `19:${'x'.repeat(60)}@thread.tacv2;messageid=1796289600000`, activity: '1796289600000' },
}

await galleryContract('in Teams', { message: expectTaken, form: expectForm })

function readerIn(where: string): TeamsReader {
  return { language: languageOf(where), zone: 'Europe/Berlin' }
}

function expectTaken(message: Message, where: string): void {
  const reader = readerIn(where)
  const said = plainText(message, reader)
  const { card } = renderCard(message, reader, DELIVERY)
  expect(complaintsAboutCard(card), where).toEqual([])
  expectAll(said, card, where)
  // Anything else may also be shown in a window of its own.
  if (isPost(where)) return
  const { content } = noticeDialog(message, reader).task.value.card
  expect(complaintsAboutCard(content), where).toEqual([])
  expectAll(said, content, where)
}

function expectForm(form: Form, where: string): void {
  const reader = readerIn(where)
  const asked = form.fields.flatMap((field) => [
    field.label,
    field.hint ?? '',
    ...('options' in field ? field.options.map(({ label }) => label) : []),
    ...('steps' in field ? field.steps.map(({ label }) => label) : []),
  ])
  const said = [form.intro ? runningText(form.intro, reader) : '', form.submit, ...asked].join(' ')
  for (const card of [formDialog(form, CONTEXT, reader).task.value.card.content, formCard(form, CONTEXT, reader)]) {
    expect(complaintsAboutCard(card), where).toEqual([])
    expectAll(said, card, where)
  }
}

/** Every word and every number. */
function expectAll(said: string, card: object, where: string): void {
  const shown = shownOn(card)
  const missing = (said.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !shown.includes(word))
  expect([...new Set(missing)], where).toEqual([])
}
