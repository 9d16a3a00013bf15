/** Tells the server what has been seen: whatever is new where the person is, while the page is really looked at. */
import { send } from './api.js'
import { here, refresh, view } from './view.js'

/** What was told last, so that it is told once. */
let told = ''

export async function markRead() {
  const conversation = here()
  const last = conversation?.messages?.at(-1)
  if (!conversation || !last || conversation.unread === 0 || document.visibilityState !== 'visible') return
  const key = `${view.person} ${conversation.conversation} ${last.delivery} ${conversation.unread}`
  if (key === told) return
  told = key
  await send('read', { person: view.person, conversation: conversation.conversation, upTo: last.delivery }).catch(
    () => {},
  )
  await refresh().catch(() => {})
}
