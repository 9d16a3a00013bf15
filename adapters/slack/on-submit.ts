/** A form: stored first, because what is wrong with it, and that all is well, can only be said in the acknowledgement. */
import { submitEvent } from './incoming.ts'
import { submissionPayload } from './payloads.ts'
import type { Reception } from './reception.ts'
import type { Scene, SubmitAnswer } from './replies.ts'
import { readContext } from './ticket.ts'

export async function onSubmit(
  hall: Reception,
  body: unknown,
  ack: (answer: SubmitAnswer) => Promise<void>,
): Promise<void> {
  const read = submissionPayload.safeParse(body)
  const context = read.success ? readContext(read.data.view.private_metadata) : null
  if (!read.success || !context) {
    hall.log.warn({}, 'a form that could not be read')
    return ack(undefined)
  }
  const { user, view } = read.data
  const event = submitEvent(read.data, context, hall.actorOf(user.id))
  const reply = await hall.handle(event)
  const scene: Scene = {
    user: user.id,
    reader: hall.readerOf(user.id),
    origin: context.origin,
    delivery: context.ticket.delivery ?? undefined,
  }
  const ids = view.blocks.flatMap(({ block_id }) => block_id ?? [])
  await ack(hall.replies.answerSubmit(reply, scene, ids))
  hall.after(async () => {
    await hall.replies.afterSubmit(reply, scene)
    if (context.origin.home && reply.type !== 'errors') await hall.refreshHome(user.id, `${event.id}.home`)
  })
}
