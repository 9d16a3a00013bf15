/** What a refusal means for a message. */
import { describe, expect, it } from 'vitest'
import { deliveryError } from './errors.ts'

const answered = (statusCode: number, code = 'ServiceError', retryAfter?: string) =>
  Object.assign(new Error('it may quote what was sent'), {
    statusCode,
    code: 'REST_ERROR',
    response: {
      status: statusCode,
      bodyAsText: JSON.stringify({ error: { code, message: 'it may quote what was sent' } }),
      headers: { get: (name: string) => (name === 'retry-after' ? retryAfter : undefined) },
    },
  })
const broken = (code: string) => Object.assign(new Error('it may quote what was sent'), { code })
const unsigned = (errorCode: string) => Object.assign(new Error('AADSTS…'), { errorCode })

describe('a call that failed', () => {
  it.each([
    [answered(429, 'TooManyRequests', '7'), 'wait', 7, null],
    [answered(429), 'wait', 2, null],
    [answered(429, 'TooManyRequests', '1000000000'), 'wait', 3600, null],
    [answered(429, 'TooManyRequests', '0'), 'wait', 1, null],
    [answered(429, 'TooManyRequests', '-5'), 'wait', 2, null],
    [answered(429, 'TooManyRequests', 'Wed, 21 Oct 2026 07:28:00 GMT'), 'wait', 2, null],
    [answered(412), 'later', 0, null],
    [answered(502), 'later', 0, null],
    [answered(503, 'ServiceError', '30'), 'later', 30, null],
    [answered(504), 'later', 0, null],
    [answered(500), 'unknown', 0, null],
    [answered(401), 'wait', 300, null],
    [answered(403, 'MessageWritesBlocked'), 'never', 0, 'not-installed'],
    [answered(404, 'ConversationNotFound'), 'never', 0, 'channel-gone'],
    [answered(413, 'MessageSizeTooBig'), 'never', 0, 'refused'],
    [answered(400, 'BadSyntax'), 'never', 0, 'refused'],
    [broken('ECONNREFUSED'), 'later', 0, null],
    [broken('ENOTFOUND'), 'later', 0, null],
    [broken('ECONNRESET'), 'unknown', 0, null],
    [Object.assign(new Error('x'), { name: 'AbortError' }), 'unknown', 0, null],
    [unsigned('invalid_client'), 'wait', 300, null],
    [unsigned('network_error'), 'later', 0, null],
    ['no error at all', 'unknown', 0, null],
  ])('%#: is tried again or not', (fault, outcome, retryAfter, obstacle) => {
    const error = deliveryError(fault, false)
    expect(error).toMatchObject({ outcome, retryAfter, obstacle })
    expect(error.message).not.toContain('quote')
  })

  it('may be repeated where it changes nothing', () => {
    for (const fault of [answered(500), broken('ECONNRESET')]) expect(deliveryError(fault, true).outcome).toBe('later')
  })
})
