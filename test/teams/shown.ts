/** What somebody reads on a card, in its order: texts, labels, choices, buttons. Markdown is drawn, and then read. */
import MarkdownIt from 'markdown-it'
import type { Json } from './card-check.ts'

const markdown = new MarkdownIt()

export const shownOn = (card: object): string => linesOf(card).join('\n')

const READ = ['title', 'text', 'label', 'placeholder', 'altText', 'value', 'yAxisTitle', 'legend']
const UNREAD = new Set(['data', 'fallback', 'msteams', 'selectAction', 'speak', 'fallbackText', 'refresh'])

function linesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(linesOf)
  if (typeof value !== 'object' || value === null) return []
  const one = value as Json
  if (one['type'] === 'RichTextBlock') return [(one['inlines'] as Json[]).map(({ text }) => text).join('')]
  const inner = Object.entries(one).flatMap(([name, each]) => (UNREAD.has(name) ? [] : linesOf(each)))
  return [...READ.flatMap((name) => readAs(one, name)), ...inner]
}

function readAs(one: Json, name: string): string[] {
  const text = one[name]
  if (typeof text !== 'string' || (name === 'value' && !isTyped(one))) return []
  return [one['type'] === 'TextBlock' ? drawn(text) : text]
}

/** What stands in a text input; the values of choices are nobody's to read. */
const isTyped = ({ type }: Json): boolean => type === 'Input.Text'

/** The text of what Markdown makes of it. */
export function drawn(text: string): string {
  const html = markdown.render(text)
  const plain = html.replaceAll(/<[^>]*>/g, '')
  return unescaped(plain)
    .replaceAll(/[\u200B]/g, '')
    .trim()
}

/** The tags that Markdown makes of a text, without the paragraph around it. */
export const tagsIn = (text: string): string[] =>
  (markdown.render(text).match(/<[a-z]\w*/g) ?? []).filter((tag) => tag !== '<p' && tag !== '<br')

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
