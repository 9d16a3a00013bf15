/** Running text as HTML. Everything people wrote is escaped; whatever might pull its neighbours into another writing direction is isolated. */
import { formatInstant, type Inline, type RichText } from '#message'
import type { Language } from '#platform'
import { markup, type Markup } from './markup.ts'

/** Who looks at it: their language and zone decide how instants are written, their id which mention is theirs. */
export interface PageReader {
  id: string
  language: Language
  zone: string
}

/** Scripts written from right to left, and the invisible characters that switch direction. */
const TURNS = /[\u0590-\u08FF\u200E\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}]/u

export const renderRich = (text: RichText, reader: PageReader): Markup[] =>
  text.map((inline) => renderInline(inline, reader))

function renderInline(inline: Inline, reader: PageReader): Markup {
  switch (inline.type) {
    case 'plain':
      return isolated(inline.text)
    case 'bold':
      return markup`<strong>${isolated(inline.text)}</strong>`
    case 'italic':
      return markup`<em>${isolated(inline.text)}</em>`
    case 'code':
      return markup`<code>${isolated(inline.text)}</code>`
    case 'link':
      return renderLink(inline)
    case 'mention':
      return markup`<span class="mention${inline.member === reader.id ? ' mention-me' : ''}">@${isolated(inline.name)}</span>`
    case 'instant':
      return markup`<time datetime="${inline.at}">${instantWords(inline.at, inline.style, reader)}</time>`
  }
}

const isolated = (text: string): Markup => (TURNS.test(text) ? markup`<bdi>${text}</bdi>` : markup`${text}`)

/** Only addresses that a browser opens as a page or a mail become links; `javascript:` and its like stay words. */
function renderLink({ text, url }: { text: string; url: string }): Markup {
  if (!/^(https?:\/\/|mailto:)/i.test(url)) return isolated(text)
  return markup`<a href="${url}" target="_blank" rel="noopener noreferrer">${isolated(text)}</a>`
}

type InstantStyle = Extract<Inline, { type: 'instant' }>['style']

/** An instant in the reader's own zone and language, as every message writes it. */
export function instantWords(at: string, style: InstantStyle, { language, zone }: PageReader): string {
  return Number.isNaN(Date.parse(at)) ? at : formatInstant(at, style, language, zone)
}
