/** Running text as one element: a TextBlock where that shows it as it is, or where somebody is mentioned; a RichTextBlock else. */
import { formatInstant, type Inline, type RichText } from '#message'
import type { CardElement } from './element.ts'
import { chatLink, type Mentions, personIn } from './mentions.ts'
import { asRun, isCalm, withTameLines, withTameMarks } from './plain.ts'
import type { TeamsReader } from './reader.ts'

/** What all texts of one card have in common. */
export interface Page {
  reader: TeamsReader
  mentions: Mentions
}

export interface Look {
  size?: 'Small' | 'Medium' | 'Large'
  weight?: 'Bolder'
  color?: 'Attention'
  isSubtle?: boolean
}

/** `place` is what an element has and a run of text has not, such as `spacing`. */
export function textElement(text: RichText, page: Page, look: Look = {}, place: object = {}): CardElement {
  const tagged = !page.reader.alone && text.some((inline) => inline.type === 'mention' && personIn(inline.member))
  const calm = tagged ? withTags(text, page) : calmText(text, page)
  return calm === null
    ? { type: 'RichTextBlock', inlines: text.flatMap((inline) => runsOf(inline, page, look)), ...place }
    : { type: 'TextBlock', text: calm, wrap: true, ...look, ...place }
}

/** Null where the text is formatted, or has characters that mean something. Links are Markdown that every client knows. */
function calmText(text: RichText, { reader }: Page): string | null {
  const said = text.map((inline) => wordsOf(inline, reader))
  if (!text.every(isUnformatted) || !isCalm(said.join(''))) return null
  return text.map((inline, at) => (inline.type === 'link' ? linkTo(inline.url, said[at]!) : said[at])).join('')
}

const isUnformatted = (inline: Inline): boolean =>
  inline.type === 'plain' ||
  inline.type === 'instant' ||
  (inline.type === 'link' && isCalm(inline.text) && !/[*_`~]/.test(inline.url))

/** Only a TextBlock mentions people, and it reads Markdown. */
function withTags(text: RichText, { reader, mentions }: Page): string {
  const said = text.map((inline) => withTameMarks(wordsOf(inline, reader)))
  const pieces = text.map((inline, at) => {
    const words = said[at]!
    if (inline.type === 'mention') return mentions.tag(inline) ?? words
    if (inline.type === 'bold' && isCalm(words) && standsAlone(said, at)) return `**${words}**`
    return inline.type === 'link' ? linkTo(inline.url, words) : words
  })
  return withTameLines(pieces.join('')).replaceAll('\n', '\n\n')
}

/** Markdown sees emphasis only where it touches no word. */
const standsAlone = (said: string[], at: number): boolean =>
  /(?:^|\s)$/.test(said[at - 1] ?? '') && /^(?:\s|$)/.test(said[at + 1] ?? '')

/** Whatever could end the address or the label too early is written in another way. */
const linkTo = (url: string, label: string): string =>
  `[${label.replaceAll('[', '(').replaceAll(']', ')')}](${url.replaceAll(/[\s()<>\\*`~[\]]/g, encoded)})`

const encoded = (mark: string): string => `%${mark.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`

function runsOf(inline: Inline, { reader }: Page, look: Look): CardElement[] {
  const text = asRun(wordsOf(inline, reader))
  return text === '' ? [] : [{ type: 'TextRun', text, ...look, ...styleOf(inline), ...actionOf(inline, reader) }]
}

function styleOf({ type }: Inline): object {
  switch (type) {
    case 'bold':
    case 'mention':
      return { weight: 'Bolder' }
    case 'italic':
      return { italic: true }
    case 'code':
      return { fontType: 'Monospace' }
    default:
      return {}
  }
}

function actionOf(inline: Inline, { alone }: TeamsReader): object {
  if (inline.type === 'link') return { selectAction: { type: 'Action.OpenUrl', url: inline.url } }
  const person = inline.type === 'mention' && alone ? personIn(inline.member) : null
  return person === null ? {} : { selectAction: { type: 'Action.OpenUrl', url: chatLink(person) } }
}

function wordsOf(inline: Inline, { language, zone }: TeamsReader): string {
  switch (inline.type) {
    case 'mention':
      return inline.name
    case 'instant':
      return formatInstant(inline.at, inline.style, language, zone)
    default:
      return inline.text
  }
}
