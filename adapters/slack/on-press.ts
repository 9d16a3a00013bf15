/** A button: acknowledged at once, then done, then shown. */
import { pressEvent, pressOrigin } from './incoming.ts'
import { type PressPayload, pressPayload } from './payloads.ts'
import type { Reception } from './reception.ts'
import type { Scene } from './replies.ts'

export async function onPress(hall: Reception, body: unknown, ack: () => Promise<void>): Promise<void> {
  await ack()
  const read = pressPayload.safeParse(body)
  const event = read.success ? pressEvent(read.data, hall.actorOf(read.data.user.id)) : null
  if (!read.success || !event) return hall.log.warn({}, 'a press that could not be read')
  if (!hall.isFirst(event.id)) return
  hall.after(async () => {
    const reply = await hall.handle(event)
    const scene = sceneOf(hall, read.data, event.delivery)
    await hall.replies.show(reply, scene)
    // A notice that the Home tab opened may have buttons of its own.
    const isFromHome = scene.origin.home === true || scene.view !== undefined
    if (isFromHome && reply.type !== 'form' && reply.type !== 'home') {
      await hall.refreshHome(scene.user, `${event.id}.home`)
    }
  })
}

function sceneOf(hall: Reception, payload: PressPayload, delivery: string | undefined): Scene {
  const { user, container, trigger_id, view } = payload
  return {
    user: user.id,
    reader: hall.readerOf(user.id),
    origin: pressOrigin(payload),
    trigger: trigger_id,
    view: view?.type === 'modal' ? view.id : undefined,
    thread: container?.thread_ts,
    delivery,
  }
}
