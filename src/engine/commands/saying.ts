/** Small pieces that replies are made of. */
import { type Block, type Inline, instant, type Message, paragraph, plain, type RichText } from '#message'
import type { Reply } from '#platform'
import { formatInstant } from '../../message/dates.ts'
import type { Caller } from '../caller.ts'
import type { House } from '../house.ts'

/** A reply for the person alone; `summary` is what a notification shows. */
export const told = (summary: string, ...blocks: Block[]): Reply => ({ type: 'notice', message: { summary, blocks } })

/** What `line` made, as a reply. */
export const toldLine = ({ summary, text }: ReturnType<typeof line>): Reply => told(summary, paragraph(text))

/** Running text, with instants where the words have gaps for them; and the same as one plain line. */
export function line(
  caller: Caller,
  key: string,
  values: Record<string, string | number | RichText>,
): { text: RichText; summary: string } {
  const text = caller.t.rich(key, values)
  return { text, summary: text.map((node) => plainly(caller, node)).join('') }
}

function plainly(caller: Caller, node: Inline): string {
  if (node.type === 'instant') return formatInstant(node.at, node.style, caller.language, caller.zone)
  return node.type === 'mention' ? node.name : node.text
}

export const when = (at: string): RichText => [instant(at, 'date-time')]

/** Until when: the hour alone where it is still today. */
export function until(house: House, { zone }: Caller, at: string): RichText {
  const dateAt = (each: Temporal.Instant): string => each.toZonedDateTimeISO(zone).toPlainDate().toString()
  return [instant(at, dateAt(Temporal.Instant.from(at)) === dateAt(house.clock.now()) ? 'time' : 'date-time')]
}

/** Several pieces of running text, one after the other. */
export const joined = (parts: RichText[], between: string): RichText =>
  parts.flatMap((part, index) => (index === 0 ? part : [plain(between), ...part]))

/** The home view and a notice hold the same message. */
export const asHome = (message: Message): Reply => ({ type: 'home', message })

/** A date as its weekday, day and month; with the year where it could be mistaken for a nearer one. */
export function day(caller: Caller, date: string, today: string): string {
  const isFar = Temporal.PlainDate.from(today).until(date).days > 180 && date.slice(0, 4) !== today.slice(0, 4)
  return isFar ? `${caller.t.date(date)} ${date.slice(0, 4)}` : caller.t.date(date)
}
