/** Secrets that stand in files of their own, as containers and systemd hand them out: NAME_FILE names the file that holds NAME. */
import { readFileSync } from 'node:fs'
import { ProblemError } from './errors.ts'

type Environment = Record<string, string | undefined>

const SECRETS = [
  'DATABASE_URL',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'MicrosoftAppPassword',
] as const

/**
 * The environment with what stands in those files. White space at the ends is none of the secret.
 * @throws ProblemError naming the variable and the file, never what is in it
 */
export function withSecretFiles(environment: Environment): Environment {
  const filled = { ...environment }
  for (const name of SECRETS) {
    const file = environment[`${name}_FILE`]
    delete filled[`${name}_FILE`]
    if (file === undefined || file === '') continue
    if (environment[name]) throw new ProblemError(`${name} and ${name}_FILE are both set. Keep one of them.`)
    filled[name] = secretIn(name, file)
  }
  return filled
}

function secretIn(name: string, file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new ProblemError(`${name}_FILE: ${file} can't be read (${code}). Name a file that this account may read.`)
  }
  if (text === '') throw new ProblemError(`${name}_FILE: ${file} is empty. Put the value of ${name} into it.`)
  return text
}
