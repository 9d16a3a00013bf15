import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readEnv, variables } from './env.ts'
import { ProblemError } from './errors.ts'

function complaint(environment: Record<string, string>): string {
  try {
    readEnv(environment)
  } catch (error) {
    if (error instanceof ProblemError) return error.message
    throw error
  }
  throw new Error('Nothing was wrong.')
}

const slack = { SLACK_BOT_TOKEN: 'xoxb-secret', SLACK_APP_TOKEN: 'xapp-secret' }
const id = '00000000-0000-0000-0000-000000000001'
const teams = { MicrosoftAppId: id, MicrosoftAppPassword: 'secret', MicrosoftAppTenantId: id }

test('with nothing set, the playground opens on this machine', () => {
  expect(readEnv({ PATH: '/bin', HOME: '/root', TEAM: 'x' })).toEqual({
    PORT: 3000,
    HOST: '127.0.0.1',
    DATABASE_URL: 'sqlite:data/teamrunde.db',
    TEAMRUNDE_MANIFEST: 'manifest/teamrunde.yaml',
    TEAMRUNDE_KEYS: 'data/keys',
    TEAMRUNDE_PLAYGROUND: '0',
    LOG_LEVEL: 'info',
    MicrosoftAppType: 'SingleTenant',
    TEAMS_UNAUTHENTICATED_LOOPBACK: '0',
    playground: true,
  })
})

test('what .env.example leaves empty counts as not set', () => {
  expect(readEnv({ SLACK_BOT_TOKEN: '', PORT: '' })).toEqual(readEnv({}))
})

test('a platform closes the playground, unless it is asked for', () => {
  expect(readEnv(slack).playground).toBe(false)
  expect(readEnv(teams).playground).toBe(false)
  expect(readEnv({ ...slack, HOST: '0.0.0.0' }).HOST).toBe('0.0.0.0')
  expect(readEnv({ ...slack, TEAMRUNDE_PLAYGROUND: '1' }).playground).toBe(true)
})

describe('what is wrong is told, all at once, with what to set', () => {
  test.for([
    [{ PORT: '70000' }, 'PORT: expected a port from 0 to 65535, found "70000".'],
    [{ PORT: '3000a' }, 'PORT: expected a port from 0 to 65535, found "3000a".'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: expected trace, debug, info, warn, error, fatal, silent, found "loud".'],
    [{ DATABASE_URL: 'mysql://root:secret@db/x' }, 'DATABASE_URL: expected sqlite:data/teamrunde.db or postgres://'],
    [{ TEAMRUNDE_PLAYGROUND: 'yes' }, 'TEAMRUNDE_PLAYGROUND: expected 0 or 1, found "yes".'],
    [{ TEAMRUNDE_MANFIEST: 'x' }, 'TEAMRUNDE_MANFIEST: there is no such setting. Did you mean TEAMRUNDE_MANIFEST?'],
    [{ teamrunde_keys: 'x' }, 'teamrunde_keys: there is no such setting. Did you mean TEAMRUNDE_KEYS?'],
    [
      { TEAMRUNDE_FRESHNESS_OF_COFFEE: 'x' },
      'TEAMRUNDE_FRESHNESS_OF_COFFEE: there is no such setting; .env.example lists all.',
    ],
    [{ TEAMRUNE_KEYS: 'x' }, 'TEAMRUNE_KEYS: there is no such setting. Did you mean TEAMRUNDE_KEYS?'],
    [{ SLACK_BOT_TOKN: 'xoxb-secret' }, 'SLACK_BOT_TOKN: there is no such setting. Did you mean SLACK_BOT_TOKEN?'],
    [{ MicrosoftAppID: id }, 'MicrosoftAppID: there is no such setting. Did you mean MicrosoftAppId?'],
    [{ SLACK_BOT_TOKEN: 'xapp-secret' }, 'SLACK_BOT_TOKEN: expected a bot token, which begins with xoxb-.'],
    [{ SLACK_BOT_TOKEN: 'xoxb-secret' }, 'SLACK_APP_TOKEN: set it for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.'],
    [{ SLACK_APP_TOKEN: 'xapp-secret' }, 'SLACK_BOT_TOKEN: set it,'],
    [{ MicrosoftAppPassword: 'secret' }, 'MicrosoftAppId: set it,'],
    [{ MicrosoftAppId: id }, 'MicrosoftAppPassword: set it,'],
    [{ MicrosoftAppId: id, MicrosoftAppPassword: 'secret' }, 'MicrosoftAppTenantId: set it,'],
    [{ HOST: '0.0.0.0' }, 'HOST: the playground lets everyone be everyone'],
    [{ ...teams, HOST: '0.0.0.0', TEAMS_UNAUTHENTICATED_LOOPBACK: '1' }, 'TEAMS_UNAUTHENTICATED_LOOPBACK: anyone'],
  ] as [Record<string, string>, string][])('%o', ([environment, told]) => {
    const message = complaint(environment)
    expect(message).toContain(told)
    expect(message).not.toContain('secret')
  })

  test('several at once', () => {
    expect(complaint({ PORT: 'x', LOG_LEVEL: 'y', TEAMRUNDE_KEY: 'z' }).split('\n')).toEqual([
      'The environment (.env) is not right yet:',
      '  TEAMRUNDE_KEY: there is no such setting. Did you mean TEAMRUNDE_KEYS?',
      '  PORT: expected a port from 0 to 65535, found "x".',
      '  LOG_LEVEL: expected trace, debug, info, warn, error, fatal, silent, found "y".',
    ])
  })
})

test("other programs' variables are none of our business", () => {
  const others = {
    SLACK_WEBHOOK_URL: 'x',
    SLACK_USER_TOKEN: 'x',
    TEAMCITY_VERSION: 'x',
    MICROSOFT_EDGE: 'x',
    DATABASE_URI: 'x',
  }
  expect(readEnv(others)).toEqual(readEnv({}))
})

test('.env.example lists every variable, each with a comment, and nothing else', () => {
  const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')
  const lines = text.split('\n')
  const listed = lines.flatMap((line) => /^(\w+)=/.exec(line)?.[1] ?? [])
  expect(listed).toEqual(Object.keys(variables.shape))
  for (const name of listed) {
    const above = lines[lines.findIndex((line) => line.startsWith(`${name}=`)) - 1]
    expect(above, name).toMatch(/^# \S/)
  }
  const values = Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? []
      return name ? [[name, value]] : []
    }),
  )
  expect(readEnv(values)).toEqual(readEnv({}))
})
