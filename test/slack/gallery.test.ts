/**
 * The gallery: everything that the product can say or ask, in both languages, as Slack would be given it. Held against Slack's schema and limits;
 * and whatever was said is still there to read, for nothing may be cut.
 */
import { expect } from 'vitest'
import type { Form, Message } from '#message'
import { homeView } from '../../adapters/slack/home.ts'
import { formView, noticeView } from '../../adapters/slack/modal.ts'
import { partsOf } from '../../adapters/slack/parts.ts'
import type { SlackReader } from '../../adapters/slack/reader.ts'
import { plainText, runningText } from '../../src/message/text.ts'
import { DELIVERY, galleryContract, isPost, languageOf, TICKET } from '../contract/gallery.ts'
import { charactersIn, complaintsAbout, complaintsAboutView, MESSAGE_CHARACTERS } from './block-check.ts'
import { textOf } from './reading.ts'
import type { BlockJson, Json } from './world.ts'

const ORIGIN = {
  channel: 'D0000000001',
  ts: '1796289600.000100',
  answerTo: `https://hooks.slack.com/${'x'.repeat(120)}`,
}

await galleryContract('in Slack', { message: expectTaken, form: expectForm })

function readerIn(where: string): SlackReader {
  return { language: languageOf(where), zone: 'Europe/Berlin' }
}

function expectTaken(message: Message, where: string): void {
  const reader = readerIn(where)
  const parts = partsOf(message, reader, DELIVERY)
  for (const { text, blocks } of parts) {
    expect(complaintsAbout('message', blocks), where).toEqual([])
    expect(charactersIn(blocks), where).toBeLessThanOrEqual(MESSAGE_CHARACTERS)
    expect(text.trim(), where).not.toBe('')
  }
  const said = plainText(message, reader)
  expectAll(
    said,
    parts.map(({ blocks }) => blocks),
    where,
  )
  // Anything else may also be shown in a window of its own, or on the Home tab.
  if (isPost(where)) return
  for (const view of [noticeView(message, reader), homeView(message, reader)]) {
    expect(complaintsAboutView(view as unknown as Json), where).toEqual([])
    expectAll(said, view.blocks, where)
  }
}

function expectForm(form: Form, where: string): void {
  const view = formView(form, { ticket: TICKET, origin: ORIGIN }, readerIn(where))
  expect(complaintsAboutView(view as unknown as Json), where).toEqual([])
  const asked = form.fields.flatMap((field) => [
    field.label,
    field.hint ?? '',
    ...('options' in field ? field.options.map(({ label }) => label) : []),
    ...('steps' in field ? field.steps.map(({ label }) => label) : []),
  ])
  expectAll([form.intro ? runningText(form.intro, readerIn(where)) : '', ...asked].join(' '), view.blocks, where)
}

/** Every word and every number. */
function expectAll(said: string, blocks: unknown, where: string): void {
  const shown = unescaped(`${textOf(blocks)} ${titlesIn(blocks)}`)
  const missing = (said.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !shown.includes(word))
  expect([...new Set(missing)], where).toEqual([])
}

/** Pictures and links tell something, too. */
const titlesIn = (blocks: unknown): string =>
  (blocks as BlockJson[])
    .flat()
    .map((block) => String(block['alt_text'] ?? ''))
    .join(' ')

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
