/** The app that people make with `manifest/slack.json`: taken by Slack's public schema, and allowed exactly what the bot needs. */
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { NEEDED } from '../../adapters/slack/scopes.ts'
import { fixture } from './block-check.ts'
import { MINIMAL } from './scopes.ts'

interface AppManifest {
  features: { slash_commands: { command: string; url?: string }[] }
  oauth_config: { scopes: { bot: string[]; user?: string[] } }
  settings: { socket_mode_enabled: boolean; event_subscriptions: { bot_events: string[]; request_url?: string } }
}

const manifest = JSON.parse(readFileSync(new URL('../../manifest/slack.json', import.meta.url), 'utf8')) as AppManifest

describe('the app in Slack', () => {
  it('has a manifest that Slack takes', () => {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
    const base = 'https://raw.githubusercontent.com/slackapi/manifest-schema/v0.5.0/schemas/'
    for (const version of ['1.0.0', '2.0.0']) {
      const { $id: _own, ...schema } = fixture(`app-manifest.schema.${version}.json`)
      ajv.addSchema(schema, `${base}manifest.schema.${version}.json`)
    }
    const check = ajv.compile(fixture('app-manifest.schema.json'))
    expect(check(manifest), JSON.stringify(check.errors?.slice(0, 5), null, 2)).toBe(true)
    expect(check({ ...manifest, surprises: true })).toBe(false)
  })

  it('asks for what the bot needs, and for nothing that reads along', () => {
    const { bot, user } = manifest.oauth_config.scopes
    expect(bot.toSorted()).toEqual(Object.keys(NEEDED).toSorted())
    expect(Object.keys(NEEDED).toSorted()).toEqual(MINIMAL.toSorted())
    expect(user ?? []).toEqual([])
    expect(bot.filter((scope) => /^(channels|groups|mpim):history$/.test(scope))).toEqual([])
  })

  it('works without a public address, and hears of all that changes who is there', () => {
    const { socket_mode_enabled, event_subscriptions } = manifest.settings
    expect(socket_mode_enabled).toBe(true)
    expect(event_subscriptions.request_url).toBeUndefined()
    expect(event_subscriptions.bot_events.toSorted()).toEqual([
      'app_home_opened',
      'app_uninstalled',
      'member_joined_channel',
      'member_left_channel',
      'message.im',
      'team_join',
      'tokens_revoked',
      'user_change',
    ])
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(['/teamrunde'])
  })
})
