/** What keeps a database from being opened, in words for whoever can put it right. */
import { ProblemError } from '../errors.ts'

/** By the codes of node, PostgreSQL and SQLite. */
const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nothing answers there',
  ECONNRESET: 'it hangs up',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to that host',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host can not be looked up just now',
  '28000': 'it does not let this account in',
  '28P01': 'the name or the password is not accepted',
  '3D000': 'the server has no database of this name',
  '53300': 'it has no connection left',
  '57P03': 'it is just starting or stopping',
  EACCES: 'this account may not write there',
  EPERM: 'this account may not write there',
  EROFS: 'nothing can be written there',
  EEXIST: 'there is a file where its folder should be',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'there is a file where its folder should be',
  SQLITE_CANTOPEN: 'the file can not be opened',
  SQLITE_CANTOPEN_ISDIR: 'it is a folder, not a file',
  SQLITE_READONLY: 'this account may not write there',
  SQLITE_NOTADB: 'the file is no SQLite database',
  SQLITE_CORRUPT: 'the file is damaged; restore it from a backup',
  SQLITE_FULL: 'the disk is full',
}

/** @returns a problem that names the place, or the error itself where it is something else */
export function asProblem(error: unknown, place: string): unknown {
  const reason = codesOf(error).map((code) => REASONS[code] ?? REASONS[familyOf(code)])
  const known = reason.find((each) => each !== undefined)
  if (known === undefined || error instanceof ProblemError) return error
  return new ProblemError(`The database ${place} can't be opened: ${known}. DATABASE_URL says where it is.`, {
    cause: error,
  })
}

/** `SQLITE_READONLY_DIRECTORY` is a `SQLITE_READONLY`. */
const familyOf = (code: string): string => code.split('_', 2).join('_')

/** What pg, and our own silence.ts, say without a code. */
const SILENT = /timeout|has been silent/

/** A host with several addresses fails with an error for each. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const own =
    'code' in error && typeof error.code === 'string' ? [error.code] : SILENT.test(error.message) ? ['ETIMEDOUT'] : []
  return error instanceof AggregateError ? [...own, ...error.errors.flatMap(codesOf)] : own
}
