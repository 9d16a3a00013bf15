/** What Slack does with a form when the bot has answered that it was sent. */
import type { Ack } from './delivery.ts'
import { fieldsIn } from './reading.ts'
import { Refusal } from './refusal.ts'
import { checkedView, pushOn, replaceView } from './views.ts'
import type { Json, OpenView, World } from './world.ts'

/** `errors` by block id, where the form stayed open for them. */
export interface Submitted {
  closed: boolean
  errors: Record<string, string>
  ack: Ack
}

const MOST_CHARACTERS = 2000

export function afterSubmission(world: World, person: string, view: OpenView, ack: Ack): Submitted {
  const body = (typeof ack.body === 'object' && ack.body !== null ? ack.body : {}) as Json
  const stack = world.modals.get(person) ?? []
  const open = (closed: boolean, errors: Record<string, string> = {}): Submitted => ({ closed, errors, ack })
  try {
    switch (body['response_action']) {
      case undefined:
        world.modals.set(
          person,
          stack.filter((each) => each.id !== view.id),
        )
        return open(true)
      case 'clear':
        world.modals.set(person, [])
        return open(true)
      case 'errors':
        return open(false, shownErrors(world, view, body['errors'] as Record<string, string>))
      case 'update':
        replaceView(world, view, checkedView(world, body['view'], 'modal'))
        return open(false)
      case 'push':
        pushOn(world, person, checkedView(world, body['view'], 'modal'))
        return open(false)
      default:
        throw new Refusal(`no such response_action: ${String(body['response_action'])}`)
    }
  } catch (refused) {
    if (!(refused instanceof Refusal)) throw refused
    world.complaints.push(`the answer to a form was not taken: ${refused.message} ${JSON.stringify(refused.more)}`)
    return open(false)
  }
}

function shownErrors(world: World, view: OpenView, errors: Record<string, string>): Record<string, string> {
  const blocks = new Set(fieldsIn(view.blocks).map(({ block }) => block))
  const given = Object.entries(errors ?? {})
  if (given.length === 0) throw new Refusal('errors without errors')
  for (const [block, text] of given) {
    if (!blocks.has(block)) world.complaints.push(`an error for a field that is not there: ${block}`)
    if (text.length === 0 || text.length > MOST_CHARACTERS)
      world.complaints.push(`an error of ${text.length} characters`)
  }
  return errors
}
