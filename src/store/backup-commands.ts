/** `teamrunde backup` and `teamrunde restore`: what they do, and what they say about it. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { readEnv } from '../env.ts'
import { ProblemError } from '../errors.ts'
import { backUp, restore } from './backup.ts'
import { behindLinks } from './behind-links.ts'
import { sqlitePath } from './database.ts'
import { lockFile } from './sqlite-lock.ts'
import { temporaryBeside } from './temporary.ts'
import { asProblem } from './trouble.ts'

type Environment = Record<string, string | undefined>

/** Works while the bot runs. */
export function backupCommand(environment: Environment, file: string): string {
  const { size } = backUp(sqliteFileIn(environment, 'pg_dump'), file)
  return [
    `Written: ${file} (${kilobytes(size)} kB).`,
    'The keys of open polls are not in it, on purpose: nobody can read a ballot from a backup. A poll that is open now and is',
    'restored without its key is void, and says so.',
  ].join('\n')
}

/** Only where the bot does not run, and where no database stands yet. */
export function restoreCommand(environment: Environment, file: string): string {
  const target = sqliteFileIn(environment, 'pg_restore')
  const unlock = claim(target)
  try {
    const { size } = restore(file, target)
    return `Restored: ${target} (${kilobytes(size)} kB). Start Teamrunde now; it goes on from there.`
  } finally {
    unlock()
  }
}

function claim(target: string): () => void {
  try {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
    return lockFile(target)
  } catch (error) {
    throw asProblem(error, target)
  }
}

function sqliteFileIn(environment: Environment, instead: string): string {
  const url = readEnv(environment).DATABASE_URL
  if (url.startsWith('sqlite:')) {
    const file = behindLinks(sqlitePath(url))
    temporaryBeside(file)
    return file
  }
  throw new ProblemError(
    `This Teamrunde keeps its data in PostgreSQL, which brings its own tools: use ${instead}, as the README describes.`,
  )
}

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1024)
