/** Text as Teams shows it: formatted, linked, naming people, and never read as more than it says. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bold, instant, italic, paragraph, plain, type RichText } from '#message'
import { anyText } from '../../test/any-text.ts'
import { tries } from '../../test/depth.ts'
import type { Json } from '../../test/teams/card-check.ts'
import { JANA } from '../../test/teams/everything.ts'
import { AT, NASTY, ofType, READER, saying } from '../../test/teams/rendering.ts'
import { drawn, shownOn, tagsIn } from '../../test/teams/shown.ts'
import { renderCard } from './card.ts'
import { createMentions } from './mentions.ts'
import { disarmed } from './plain.ts'
import { textElement } from './running.ts'

const written = (text: RichText, reader = READER) => textElement(text, { reader, mentions: createMentions() })
const CHAT = 'https://teams.microsoft.com/l/chat/0/0?users=8:orgid:aad-jana'

describe('running text', () => {
  it('says an instant in the reader’s zone and language', () => {
    const text: RichText = [plain('Bericht um '), instant(AT, 'time')]
    expect(written(text)).toMatchObject({ type: 'TextBlock', text: 'Bericht um 10:00', wrap: true })
    expect(written(text, { language: 'en', zone: 'America/New_York' })).toMatchObject({ text: 'Bericht um 04:00' })
  })

  it('is set in runs where it is formatted, and never in Markdown', () => {
    expect(written([plain('Ein '), bold('großer'), plain(' '), italic('Schritt')])).toMatchObject({
      inlines: [
        { text: 'Ein ' },
        { text: 'großer', weight: 'Bolder' },
        { text: ' ' },
        { text: 'Schritt', italic: true },
      ],
    })
  })

  it('links as Teams has it, in runs only where there is no other way', () => {
    const link = (text: string, url: string): RichText => [plain('Lies '), { type: 'link', text, url }]
    expect(written(link('mehr', 'https://example.test/a?b=(1)'))).toMatchObject({
      text: 'Lies [mehr](https://example.test/a?b=%281%29)',
    })
    for (const [text, url] of [
      ['[mehr](x)', 'https://a.test'],
      ['mehr', 'https://a.test/a_b_c'],
    ] as const)
      expect(written(link(text, url))).toMatchObject({
        inlines: [{}, { text, selectAction: { type: 'Action.OpenUrl', url } }],
      })
  })

  it.each(NASTY)('keeps %j as it was written', (text) => {
    const element = written([plain(text)])
    if (element.type === 'TextBlock')
      expect([drawn(String(element['text'])), tagsIn(String(element['text']))]).toEqual([text, []])
    else expect(ofType(element, 'TextRun').map((run) => String(run['text']).replaceAll('\u200B', ''))).toEqual([text])
    expect(JSON.stringify(element)).not.toMatch(/<\/?at>|\{\{(?:DATE|TIME)/)
  })

  it.each(NASTY)('puts the Markdown of %j out of action where there is nothing else', (text) => {
    expect(tagsIn(disarmed(text))).toEqual([])
    expect(disarmed(text)).not.toMatch(/<\/?at>|\{\{/)
  })

  it('is never Markdown, markup or a mention, and never lost, for any text', () => {
    const mark = fc.constantFrom(...'*_~`[]()<>{}&\\#+-=.!|:1 \n\ta', 'at>', 'http://a.de', '&amp;', '{{DATE(')
    const text = fc.oneof(
      anyText({ maxLength: 40 }),
      fc.array(mark, { maxLength: 20 }).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(text, (any) => {
        const safe = disarmed(any)
        expect(tagsIn(safe)).toEqual([])
        expect(wordsIn(safe)).toEqual(wordsIn(any.replaceAll('_', ' ')))
        const { type, ...element } = written([plain(any)])
        const said =
          type === 'TextBlock' ? String(element['text']) : ((element['inlines'] as Json[])[0]?.['text'] ?? '')
        expect(wordsIn(String(said))).toEqual(wordsIn(any))
        expect(said).not.toMatch(/<\/?at>|\{\{(?:DATE|TIME)\(/i)
        if (type === 'TextBlock') expect(tagsIn(String(said))).toEqual([])
      }),
      tries(200),
    )
  })
})

/** Two of the look-alikes count as letters. */
const wordsIn = (text: string): string[] => text.replaceAll(/[ˍˋ]/g, ' ').match(/[\p{L}\p{N}]+/gu) ?? []

describe('a person', () => {
  it('is mentioned where others are there, by their id in Teams', () => {
    const { card, entities } = renderCard(saying(paragraph([plain('Frag '), JANA, plain('.')])), READER, 'd1')
    expect(card.body).toMatchObject([{ type: 'TextBlock', text: 'Frag <at>Jana Petersen</at>.' }])
    expect(entities).toEqual([
      { type: 'mention', text: '<at>Jana Petersen</at>', mentioned: { id: 'aad-jana', name: 'Jana Petersen' } },
    ])
    expect(card.msteams?.entities).toEqual(entities)
  })

  it('is a link into a chat with them where nobody else is there to be told', () => {
    expect(written([plain('Frag '), JANA], { ...READER, alone: true })).toMatchObject({
      inlines: [{ text: 'Frag ' }, { text: 'Jana Petersen', selectAction: { type: 'Action.OpenUrl', url: CHAT } }],
    })
  })

  it('who is not in Teams is called by name', () => {
    const { card, entities } = renderCard(saying(paragraph([{ ...JANA, member: '' }])), READER, 'd1')
    expect(entities).toEqual([])
    expect(shownOn(card)).toBe('Jana Petersen')
  })

  it('is mentioned beside what is bold, where that would be seen as such', () => {
    const said = (...text: RichText) => renderCard(saying(paragraph(text)), READER, 'd1').card.body[0]!['text']
    expect(said(bold('*Wo*:'), plain(' '), JANA)).toBe('**∗Wo∗:** <at>Jana Petersen</at>')
    expect(said(JANA, bold('„so“'), plain('wie'))).toBe('<at>Jana Petersen</at>„so“wie')
  })

  it('has a tag of their own, and only one, whoever else has that name and whatever somebody writes beside it', () => {
    const other = { ...JANA, member: 'tenant-1/aad-other' }
    const text = [
      JANA,
      plain(' *x* <at>Jana Petersen</at>\n'),
      other,
      JANA,
      plain(' '),
      { ...JANA, member: 't/a', name: 'A_B_C*' },
    ]
    const { card, entities } = renderCard(saying(paragraph(text)), READER, 'd1')
    expect(entities.map(({ text: tag, mentioned }) => [tag, mentioned.id])).toEqual([
      ['<at>Jana Petersen</at>', 'aad-jana'],
      ['<at>Jana Petersen 2</at>', 'aad-other'],
      ['<at>AˍBˍC∗</at>', 'a'],
    ])
    expect(String(card.body[0]!['text']).match(/<at>Jana Petersen<\/at>/g)).toHaveLength(2)
    expect(tagsIn(String(card.body[0]!['text']).replaceAll(/<\/?at>/g, ''))).toEqual([])
  })
})
