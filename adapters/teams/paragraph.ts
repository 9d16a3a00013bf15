/** Headings, small print, facts and lists. */
import { type Block, plain, type RichText } from '#message'
import type { CardElement } from './element.ts'
import { disarmed } from './plain.ts'
import { type Page, textElement } from './running.ts'

export const headingElement = (text: string): CardElement => ({
  type: 'TextBlock',
  text: disarmed(text).replaceAll('\n', ' '),
  style: 'heading',
  size: 'Large',
  weight: 'Bolder',
  wrap: true,
})

export const smallPrint = (text: RichText, page: Page): CardElement =>
  textElement(text, page, { size: 'Small', isSubtle: true })

type Facts = Extract<Block, { type: 'facts' }>

/** Teams' own fact set reads Markdown, on both sides. */
export const factElements = ({ items }: Facts, page: Page): CardElement[] =>
  items.map(({ label, value }, index) =>
    textElement([{ type: 'bold', text: `${label}:` }, plain(' '), ...value], page, {}, index > 0 ? CLOSE : {}),
  )

const CLOSE = { spacing: 'Small' }

type List = Extract<Block, { type: 'list' }>

/** Rows of a mark and what it marks: a list in Markdown would read what people wrote. */
export const listElements = ({ items, ordered }: List, page: Page): CardElement[] =>
  items.map((item, index) => {
    const said = textElement(item, page)
    return {
      type: 'ColumnSet',
      spacing: 'Small',
      columns: [
        { type: 'Column', width: 'auto', items: [markElement(ordered ? `${index + 1}.` : '•', said.type)] },
        { type: 'Column', width: 'stretch', spacing: 'Small', items: [said] },
      ],
    }
  })

/** On one line with what it marks, which takes an element of the same kind. */
const markElement = (text: string, type: string): CardElement =>
  type === 'TextBlock' ? { type, text: disarmed(text), wrap: true } : { type, inlines: [{ type: 'TextRun', text }] }
