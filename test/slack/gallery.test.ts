/**
 * The gallery: everything that the rituals can say or ask, in both languages, as Slack would be given it. Held against Slack's schema and limits;
 * and whatever was said is still there to read, for nothing may be cut.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Form, Message } from '#message'
import { homeView } from '../../adapters/slack/home.ts'
import { formView, noticeView } from '../../adapters/slack/modal.ts'
import { partsOf } from '../../adapters/slack/parts.ts'
import type { SlackReader } from '../../adapters/slack/reader.ts'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { stamped } from '../../src/engine/outbox.ts'
import { plainText, runningText } from '../../src/message/text.ts'
import { everyForm, everythingSaid, variantsOf } from '../contract/ritual.ts'
import { type Scene, sceneOf } from '../contract/scenes.ts'
import { charactersIn, complaintsAbout, complaintsAboutView, MESSAGE_CHARACTERS } from './block-check.ts'
import { textOf } from './reading.ts'
import type { BlockJson, Json } from './world.ts'

/** As the engine stamps them: an id for the occurrence on every button, one for the delivery on every block. */
const OCCURRENCE = '01890a5d-ac96-774b-bcce-b302099a8057'
const DELIVERY = 'f'.repeat(24)
const TICKET = { occurrence: OCCURRENCE, form: 'answer', delivery: DELIVERY }
const ORIGIN = {
  channel: 'D0000000001',
  ts: '1796289600.000100',
  answerTo: `https://hooks.slack.com/${'x'.repeat(120)}`,
}

for (const ritual of (await discoverRituals()).values()) {
  describe(`in Slack, the ritual ${ritual.kind}`, () => {
    const scenes = (check: (scene: Scene) => void): void =>
      fc.assert(
        fc.property(fc.nat().map(String), fc.constantFrom(...variantsOf(ritual)), (seed, options) =>
          check(sceneOf(ritual, options, seed)),
        ),
        { numRuns: 5 },
      )

    it('says what Slack takes, and all of it', () => {
      scenes((scene) => {
        for (const { message, where } of everythingSaid(ritual, scene))
          for (const each of message()) expectTaken(stamped(each, OCCURRENCE), where)
      })
    })

    it('asks with forms that Slack takes, and asks everything', () => {
      scenes((scene) => {
        for (const { form, where } of everyForm(ritual, scene)) expectForm(form, where)
      })
    })
  })
}

/** The contract names the language at the end of where something is said. */
const readerIn = (where: string): SlackReader => ({
  language: where.endsWith('(en)') ? 'en' : 'de',
  zone: 'Europe/Berlin',
})

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
  // Posts stand in conversations; anything else may also be shown in a window of its own, or on the Home tab.
  if (where.startsWith('post')) return
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
