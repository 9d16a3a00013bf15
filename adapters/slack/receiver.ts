/** What both ways from Slack to Bolt have in common: when something counts as received. */
import type { App } from '@slack/bolt'
import type { Body } from './http-body.ts'

/** Bolt's own contract of receivers. */
export interface Receiver {
  init(app: App): void
  start(): Promise<unknown>
  stop(): Promise<unknown>
}

/** Whether a payload came for the workspace the bot is installed in. */
export type Belongs = (body: unknown) => boolean

export interface Received {
  body: Body
  ack(answer?: unknown): void | Promise<void>
  fail(): void | Promise<void>
  retryNum: number
}

/**
 * What somebody pressed or typed is acknowledged by its listener, at once. An event is acknowledged when what follows from it is done, so that Slack brings it
 * again when it is not; Bolt alone would say so before. What nobody listens to is acknowledged, too: Slack may send new kinds of things at any time.
 */
export async function passOn(app: App, { body, ack, fail, retryNum }: Received): Promise<void> {
  const isEvent = body['event'] !== undefined
  let isAcknowledged = false
  const acknowledge = async (answer?: unknown): Promise<void> => {
    if (isAcknowledged) return
    isAcknowledged = true
    await ack(answer)
  }
  try {
    await app.processEvent({ body, retryNum, ack: isEvent ? async () => {} : acknowledge })
    await acknowledge()
  } catch {
    if (!isAcknowledged) await fail()
  }
}
