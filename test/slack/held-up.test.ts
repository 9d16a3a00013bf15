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

  // Two messages become one: the second is taken back last, which may be after the process was held up.
  const long = {
    summary: 'Bericht',
    split: true,
    blocks: Array.from({ length: 60 }, () => ({ type: 'divider' as const })),
  }
  const both = await adapter.send({ ...outgoing(true), id: 'beef', message: long })
  expect(slack.messages(slack.direct(ana))).toHaveLength(3)
  let looks = 0
  const shorter = { ...outgoing(true), id: 'beef', mayGo: () => (looks += 1) === 1 }
  await expect(adapter.update(both, shorter)).rejects.toMatchObject({ outcome: 'wait' })
  expect(slack.messages(slack.direct(ana))).toHaveLength(3)
  await adapter.stop()
})
