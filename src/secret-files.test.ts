import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { readEnv } from './env.ts'

const TOKEN = 'xoxb-secret-of-the-house'

function file(content: string): string {
  const path = join(mkdtempSync(join(inject('testFolder'), 'secrets-')), 'token')
  writeFileSync(path, content)
  return path
}

const complaint = (environment: Record<string, string>): string => {
  try {
    readEnv(environment)
  } catch (error) {
    return String(error)
  }
  throw new Error('nothing to complain about')
}

test('a secret may stand in a file of its own', () => {
  const env = readEnv({ SLACK_BOT_TOKEN_FILE: file(`${TOKEN}\n`), SLACK_APP_TOKEN: 'xapp-1' })
  expect(env.SLACK_BOT_TOKEN).toBe(TOKEN)
  expect(env.playground).toBe(false)
})

test('an empty name counts as none', () => {
  expect(readEnv({ DATABASE_URL_FILE: '' })).toEqual(readEnv({}))
})

test('one or the other, not both', () => {
  expect(complaint({ DATABASE_URL: 'sqlite:a.db', DATABASE_URL_FILE: file('sqlite:b.db') })).toContain(
    'DATABASE_URL and DATABASE_URL_FILE are both set. Keep one of them.',
  )
})

test('a file that is missing or empty is named, and never what is in it', () => {
  const missing = join(inject('testFolder'), 'nowhere')
  expect(complaint({ SLACK_SIGNING_SECRET_FILE: missing })).toContain(`${missing} can't be read (ENOENT)`)
  const empty = file(' \n')
  expect(complaint({ MicrosoftAppPassword_FILE: empty })).toContain(`${empty} is empty`)
  const wrong = complaint({ SLACK_BOT_TOKEN_FILE: file('a-token-of-the-wrong-kind') })
  expect(wrong).toContain('SLACK_BOT_TOKEN: expected a bot token, which begins with xoxb-.')
  expect(wrong).not.toContain('wrong-kind')
})
