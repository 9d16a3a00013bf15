/** The app manifest that is pasted into Slack: valid against Slack's own schema, and with no more rights than the bot uses. */
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'

const read = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Record<string, unknown>

const manifest = read('../../manifest/slack.json') as {
  oauth_config: { scopes: { bot: string[] } }
  settings: { event_subscriptions: { bot_events: string[] } }
}

describe('the app manifest', () => {
  it('is one that Slack takes', () => {
    const ajv = new Ajv({ strict: false, allErrors: true })
    const check = ajv.compile(read('../../test/fixtures/slack/app-manifest.schema.1.0.0.json'))
    expect(check(manifest), JSON.stringify(check.errors)).toBe(true)
  })

  it('never lets the bot read what is written in channels', () => {
    const { bot } = manifest.oauth_config.scopes
    expect(bot.filter((scope) => /^(channels|groups|mpim):history$/.test(scope))).toEqual([])
    expect(manifest.settings.event_subscriptions.bot_events.filter((name) => /^message\.(?!im$)/.test(name))).toEqual(
      [],
    )
  })
})
