/** Where an activity goes. The same one that comes twice is answered twice and acted on once. */
import type { Activity } from './activity.ts'
import { eventId } from './incoming.ts'
import { onConversation, onInstallation } from './on-install.ts'
import { type Answer, onInvoke } from './on-invoke.ts'
import { onMessage } from './on-message.ts'
import type { Reception } from './reception.ts'

const TAKEN: Answer = { status: 200 }
const MOST_ANSWERS = 500

export function createTaking(hall: Reception): (activity: Activity) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>()

  /** Answers of a moment ago: Teams brings an invoke again when it has lost the answer. */
  function invoked(activity: Activity): Promise<Answer> {
    const id = eventId(activity)
    const known = answers.get(id)
    if (known !== undefined) return known
    if (answers.size >= MOST_ANSWERS) answers.delete(answers.keys().next().value!)
    const answer = onInvoke(hall, activity)
    answers.set(id, answer)
    answer.catch(() => answers.delete(id))
    return answer
  }

  return async (activity) => {
    switch (activity.type) {
      case 'invoke':
        return invoked(activity)
      case 'message':
        await onMessage(hall, activity)
        return TAKEN
      case 'installationUpdate':
        await onInstallation(hall, activity)
        return TAKEN
      case 'conversationUpdate':
        await onConversation(hall, activity)
        return TAKEN
      default:
        return TAKEN
    }
  }
}
