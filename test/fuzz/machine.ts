/** What whoever runs the program can write: the environment, and words behind its commands. */
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { inject } from 'vitest'
import { audit } from '../../src/audit-command.ts'
import { readEnv, variables } from '../../src/env.ts'
import { ProblemError } from '../../src/errors.ts'
import { agreement } from '../../src/manifest/agreement-command.ts'
import { plan } from '../../src/manifest/commands.ts'
import { restoreCommand } from '../../src/store/backup-commands.ts'
import { entrance, type Opened } from './entrance.ts'
import { orAny, texts } from './inputs.ts'

/** A process can be given no other characters. */
const words = texts.map((text) => text.toWellFormed().replaceAll('\u0000', ''))

/** Right, or told in words that name no secret. */
async function expectWords(work: () => unknown): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    if (error.message === '') throw new Error('Refused without a word.', { cause: error })
  }
}

const SECRET = /token|secret|password|database_url/i

export const environment: Opened = entrance<Record<string, string>>({
  name: 'the environment',
  inputs: fc.dictionary(
    orAny([...Object.keys(variables.shape), 'TEAMRUNDE_MANIFST', 'SLACK_BOT_TOKEN_FILE', 'DATABASE_URL_FILE']),
    fc.oneof(
      words,
      fc.constantFrom('0', '1', '3000', '0.0.0.0', 'xoxb-1', 'sqlite:x.db', 'postgres://a:b@c/d', 'info'),
    ),
    { maxKeys: 8, noNullPrototype: true },
  ),
  enter: (given) =>
    expectWords(() => {
      const secrets = Object.entries(given).flatMap(([name, value]) =>
        SECRET.test(name) && !name.endsWith('_FILE') && value.length > 8 && isOnlyThere(given, value) ? [value] : [],
      )
      try {
        readEnv(given)
      } catch (error) {
        const told = error instanceof Error ? error.message : String(error)
        for (const secret of secrets) if (told.includes(secret)) throw new Error(`A secret: ${told}`, { cause: error })
        throw error
      }
    }),
})

const isOnlyThere = (given: Record<string, string>, value: string): boolean =>
  Object.values(given).filter((other) => other.includes(value)).length === 1

/** The commands that take words, called as the command line calls them. */
export function commandWords(): Opened {
  const folder = mkdtempSync(join(inject('testFolder'), 'fuzz-'))
  const setting = { DATABASE_URL: `sqlite:${join(folder, 'none.db')}` }
  const commands: Record<string, (word: string) => unknown> = {
    'plan --until': (word) => plan(setting, undefined, word),
    'plan --manifest': (word) => plan(setting, join(folder, word.slice(0, 100)), undefined),
    'audit --since': (word) => audit(setting, word),
    agreement: (word) => agreement(setting, undefined, word),
    restore: (word) => restoreCommand(setting, join(folder, word.slice(0, 100))),
  }
  return entrance<{ command: string; word: string }>({
    name: 'words behind commands',
    inputs: fc.record({
      command: fc.constantFrom(...Object.keys(commands)),
      word: fc.oneof(words, fc.constantFrom('2026-12-31', '2026-13-01', '1.12.2026', 'de', '9999-12-31', '0000-00-00')),
    }),
    enter: ({ command, word }) => expectWords(() => commands[command]!(word)),
  })
}

/** The command line itself, as a process: slow, so only now and then. */
export const commandLine: Opened = entrance<string[]>({
  name: 'the command line',
  inputs: fc
    .array(
      orAny([
        'check',
        'plan',
        'doctor',
        'status',
        'audit',
        'schema',
        '--help',
        '--manifest',
        '--until',
        '--since',
        '--json',
      ]),
      { maxLength: 4 },
    )
    .map((typed) => typed.map((word) => word.toWellFormed().replaceAll('\u0000', ''))),
  async enter(typed) {
    const folder = mkdtempSync(join(inject('testFolder'), 'fuzz-'))
    const { code, said } = await run(typed, folder)
    if (code !== 0 && code !== 1) throw new Error(`It ended with ${code}: ${said}`)
    // A fault of ours would show its stack.
    if (/\n {4}at /.test(said)) throw new Error(`A fault: ${said}`)
    if (code === 1 && said.trim() === '') throw new Error('Refused without a word.')
  },
})

function run(typed: string[], folder: string): Promise<{ code: number | null; said: string }> {
  const cli = join(import.meta.dirname, '../../src/cli.ts')
  const root = join(import.meta.dirname, '../..')
  const child = spawn(process.execPath, [cli, ...typed.filter((word) => word !== 'schema')], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: `sqlite:${join(folder, 'none.db')}`,
      SLACK_BOT_TOKEN: '',
      TEAMRUNDE_MANIFEST: 'manifest/teamrunde.yaml',
    },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, said }))
  })
}
