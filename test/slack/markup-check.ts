/** What in a text would show itself raw to people: mentions of nobody, dates without a fallback, markup that is not Slack's. */
import type { World } from './world.ts'

const REFERENCE = /<([@#!])([^>|]*)(\|[^>]*)?>/g

/** Complains about each, once a text; Slack itself takes them. */
export function checkMentions(world: World, said: unknown): void {
  for (const text of textsIn(said)) {
    for (const [whole, sign, name = '', label] of text.matchAll(REFERENCE)) {
      if (sign === '@' && !world.people.has(name)) world.complaints.push(`a mention of nobody: ${whole}`)
      if (sign === '#' && !world.conversations.has(name)) world.complaints.push(`a mention of no channel: ${whole}`)
      if (sign === '!' && !/^date\^\d+\^/.test(name)) world.complaints.push(`everyone is called: ${whole}`)
      if (sign === '!' && name.startsWith('date') && label === undefined)
        world.complaints.push(`a date without a text for old clients: ${whole}`)
    }
  }
}

/** All texts that Slack reads markup in: the message's own and every `mrkdwn`. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap((each) => (typeof each === 'string' ? [each] : textsIn(each)))
  if (typeof value !== 'object' || value === null) return []
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value) return [String(value.text)]
  return Object.values(value).flatMap((each) => (typeof each === 'object' ? textsIn(each) : []))
}
