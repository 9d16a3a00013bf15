/** What of the SDK's log is kept. */
import { describe, expect, it } from 'vitest'
import { faultName } from '#platform'
import { sdkLogger } from './log.ts'

describe('the SDK’s log', () => {
  it('keeps its first words and nothing that it quotes', () => {
    const kept: object[] = []
    const keep = (details: object): void => void kept.push(details)
    const logger = sdkLogger({ info: keep, warn: keep, error: keep })
    logger.debug('Received a message on the WebSocket: {"answer":"geheim"}')
    logger.info('geheim')
    logger.warn(`Malformed request body: Unexpected token 'g', "geheim" is not valid JSON`)
    logger.error(new Error('An API error occurred: geheim'))
    expect(JSON.stringify(kept)).not.toContain('geheim')
    expect(kept).toEqual([{ sdk: 'Malformed request body' }, { sdk: 'Error' }])
  })

  it('calls a fault by its name and code', () => {
    expect(faultName(Object.assign(new TypeError('geheim'), { code: 'EPIPE' }))).toEqual({ fault: 'TypeError EPIPE' })
    expect(faultName('geheim')).toEqual({ fault: 'string' })
  })
})
