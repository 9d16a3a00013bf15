/** A process that was held up with a message in its hands: nothing leaves any more, neither the message nor an edit. */
import { expect, it } from 'vitest'
import { createSlackAdapter } from '../../adapters/slack/adapter.ts'
import { openSlack } from './double.ts'

it('says nothing when another may be saying it by now', async () => {
  await using slack = await openSlack({ pace: { generosity: 100 } })
  const ana = slack.person({ name: 'Ana' })
  const adapter = createSlackAdapter({
    botToken: slack.grants.botToken,
    signingSecret: slack.signingSecret,
    apiUrl: slack.apiUrl,
  })
  await adapter.start({ handle: async () => ({ type: 'nothing' }) })
  const outgoing = (mayGo: boolean) => ({
    id: 'f00d',
    conversation: slack.direct(ana).id,
    thread: null,
    message: { summary: 'Guten Morgen', blocks: [{ type: 'divider' as const }] },
    language: 'de' as const,
    zone: 'Europe/Berlin',
    mayStand: false,
    patient: true,
    mayGo: () => mayGo,
  })
  await expect(adapter.send(outgoing(false))).rejects.toMatchObject({ outcome: 'wait' })
  expect(slack.messages(slack.direct(ana))).toEqual([])
  const reference = await adapter.send(outgoing(true))
  await expect(adapter.update(reference, outgoing(false))).rejects.toMatchObject({ outcome: 'wait' })
  expect(slack.messages(slack.direct(ana))).toMatchObject([{ edits: [] }])
  await adapter.stop()
})
