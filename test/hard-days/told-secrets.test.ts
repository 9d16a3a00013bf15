/** No way in which a start or the doctor can fail tells a secret. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { doctor } from '../../src/doctor.ts'
import { errorText } from '../../src/errors.ts'
import { start } from '../../src/start.ts'

const SECRETS = ['Geheim1', 'Geheim2', 'Geheim3', 'Geheim4', 'Geheim5']
const [bot, app, signing, database, teams] = SECRETS as [string, string, string, string, string]

const folder = mkdtempSync(join(inject('testFolder'), 'told-'))
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const id = '00000000-0000-0000-0000-000000000001'
const sqlite = `sqlite:${join(folder, 'teamrunde.db')}`
const slack = {
  SLACK_BOT_TOKEN: `xoxb-${bot}`,
  SLACK_SIGNING_SECRET: `${signing}-0123456789`,
  // Nothing listens there.
  SLACK_API_URL: 'http://127.0.0.1:1/api/',
}
const postgres = `postgres://teamrunde:${database}@127.0.0.1:1/teamrunde`

/** Each of them is wrong in one way. */
const WRONG: Record<string, Record<string, string>> = {
  'a token of the wrong kind': { SLACK_BOT_TOKEN: app, SLACK_APP_TOKEN: bot, SLACK_SIGNING_SECRET: 'Geheim3' },
  'tokens that are swapped': { SLACK_BOT_TOKEN: `xapp-${app}`, SLACK_APP_TOKEN: `xoxb-${bot}` },
  'a database of no kind': { DATABASE_URL: `mysql://x:${database}@y/z` },
  'a database that does not answer': { DATABASE_URL: postgres },
  'a database address that is none': { DATABASE_URL: `postgres://teamrunde:${database}@:port/%` },
  'a server that lets nobody in': {
    DATABASE_URL: inject('postgresUrl').replace('postgres@', `nobody:${database}@`),
  },
  'Slack that does not answer': { ...slack, DATABASE_URL: sqlite },
  'Socket Mode that does not answer': { ...slack, SLACK_APP_TOKEN: `xapp-${app}`, DATABASE_URL: sqlite },
  'a secret twice': { ...slack, SLACK_BOT_TOKEN_FILE: file('bot', `xoxb-${bot}`) },
  'a secret of the wrong kind in its file': { SLACK_BOT_TOKEN_FILE: file('wrong', bot) },
  'a secret as the name of its file': { MicrosoftAppPassword_FILE: join(folder, 'gone'), MicrosoftAppPassword: teams },
  'Teams without its tenant': { MicrosoftAppId: id, MicrosoftAppPassword: teams },
  'Teams with an id that is none': { MicrosoftAppId: teams, MicrosoftAppPassword: teams, MicrosoftAppTenantId: id },
  'a misspelt name': { TEAMRUNDE_KEY: bot, SLACK_BOT_TOKENS: `xoxb-${bot}`, DATABASE_URL: postgres },
}

async function told(work: Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await work)
  } catch (error) {
    return errorText(error)
  }
}

describe('what is told of', () => {
  it.each(Object.entries(WRONG))('%s names no secret', async (_, wrong) => {
    const environment = { PORT: '0', LOG_LEVEL: 'silent', TEAMRUNDE_KEYS: join(folder, 'keys'), ...wrong }
    const said = [await told(start(environment, [])), await told(doctor(environment))]
    for (const text of said) {
      expect(text).not.toBe('')
      for (const secret of SECRETS) expect(text).not.toContain(secret)
    }
  })
})
