/**
 * Where the SDK's log goes. At `debug` it writes down payloads, answers included, and in its warnings it quotes what it could not read: so debug goes nowhere,
 * and of the rest only the first words are kept, up to where something could be quoted.
 */
import type { Logger, LogLevel } from '@slack/bolt'
import type { AdapterLog } from '#platform'

const LEVEL = 'info' as LogLevel.INFO

export function sdkLogger(log: AdapterLog): Logger {
  return {
    debug() {},
    // What the SDK holds worth knowing about each connection is told by the adapter itself.
    info() {},
    warn: (...said) => log.warn({ sdk: firstWords(said) }, 'slack'),
    error: (...said) => log.error({ sdk: firstWords(said) }, 'slack'),
    setLevel() {},
    getLevel: () => LEVEL,
    setName() {},
  }
}

const MOST_CHARACTERS = 120

function firstWords(said: unknown[]): string {
  const [first] = said
  const text = first instanceof Error ? `${first.name}: ${first.message}` : String(first)
  return (/^[^("'`{[<:]*/.exec(text)?.[0] ?? '').slice(0, MOST_CHARACTERS).trim()
}
