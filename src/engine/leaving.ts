/** What is done to every message before it leaves the house, as a delivery or as an answer: people get their ids on the platform, buttons say what they open. */
import type { Message } from '#message'
import type { Reply } from '#platform'
import type { House } from './house.ts'
import { withMentions } from './mentions.ts'
import { markForms } from './opening-forms.ts'

export const leaving = async (house: House, platform: string, message: Message): Promise<Message> =>
  markForms(await withMentions(house, platform, message))

/** The same for what is answered at once. */
export async function leavingReply(house: House, platform: string, reply: Reply): Promise<Reply> {
  switch (reply.type) {
    case 'notice':
    case 'home':
      return { ...reply, message: await leaving(house, platform, reply.message) }
    case 'replace': {
      const message = await leaving(house, platform, reply.message)
      return reply.notice
        ? { ...reply, message, notice: await leaving(house, platform, reply.notice) }
        : { ...reply, message }
    }
    default:
      return reply
  }
}
