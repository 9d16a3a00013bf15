/** What Slack's refusals mean. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { webApi } from '@slack/bolt'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createClients } from './clients.ts'
import { deliveryError } from './errors.ts'

const refusal = (error: string) => new webApi.WebAPIPlatformError({ ok: false, error })
const broken = (code: string) => new webApi.WebAPIRequestError(Object.assign(new Error(`secret ${code}`), { code }))

describe('an error of Slack’s', () => {
  it.each([
    ['user_disabled', 'person-gone'],
    ['account_inactive', 'person-gone'],
    ['channel_not_found', 'channel-gone'],
    ['is_archived', 'channel-gone'],
    ['not_in_channel', 'not-invited'],
    ['restricted_action', 'not-allowed'],
    ['invalid_blocks', 'refused'],
  ])('%s ends the delivery: %s', (code, obstacle) => {
    expect(deliveryError(refusal(code), false)).toMatchObject({ outcome: 'never', obstacle })
  })

  it('that asks for patience says for how long, and counts as no attempt', () => {
    expect(deliveryError(new webApi.WebAPIRateLimitedError(17), false)).toMatchObject({
      outcome: 'wait',
      retryAfter: 17,
    })
  })

  it('that asks for patience without end, for none, or in no way that can be read, is given some', () => {
    for (const [asked, given] of [
      [1_000_000_000, 3600],
      [0, 1],
      [-5, 1],
    ])
      expect(deliveryError(new webApi.WebAPIRateLimitedError(asked!), false)).toMatchObject({ retryAfter: given })
  })

  it.each([undefined, 'Wed, 21 Oct 2026 07:28:00 GMT'])(
    'that asks for patience without a number (Retry-After: %s) waits, since nothing was done',
    async (asked) => {
      const server = createServer((_, response) => {
        response.writeHead(429, asked === undefined ? {} : { 'retry-after': asked }).end()
      })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      onTestFinished(() => void server.close())
      const { port } = server.address() as AddressInfo
      const { sending } = createClients({
        botToken: 'xoxb-1',
        apiUrl: `http://127.0.0.1:${port}/api/`,
        log: { info: () => {}, warn: () => {}, error: () => {} },
      })
      const fault: unknown = await sending.apiCall('chat.postMessage', { channel: 'C1' }).catch((error) => error)
      expect(deliveryError(fault, false)).toMatchObject({ outcome: 'wait', retryAfter: 30 })
    },
  )

  it('after which the message may stand is unknown, unless the call may be made twice', () => {
    const faults = [
      refusal('internal_error'),
      refusal('<html>'),
      refusal(undefined as unknown as string),
      new webApi.WebAPIHTTPError(500, '', {}),
      broken('ECONNRESET'),
      new webApi.WebAPIRequestError(new DOMException('too late', 'TimeoutError')),
    ]
    for (const fault of faults) {
      expect(deliveryError(fault, false).outcome).toBe('unknown')
      expect(deliveryError(fault, true).outcome).toBe('later')
    }
  })

  it('before which nothing can have arrived is tried again', () => {
    for (const fault of [broken('ECONNREFUSED'), broken('ENOTFOUND'), refusal('service_unavailable')]) {
      expect(deliveryError(fault, false).outcome).toBe('later')
    }
  })

  it('that shuts the bot out lets everything wait', () => {
    expect(deliveryError(refusal('token_revoked'), false)).toMatchObject({ outcome: 'wait' })
  })

  it('never tells what was sent', () => {
    expect(deliveryError(broken('ECONNRESET'), false).message).toBe('slack: ECONNRESET')
    expect(deliveryError(refusal('<p>secret</p>'), false).message).not.toContain('secret')
  })
})
