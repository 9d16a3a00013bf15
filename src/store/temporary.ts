import { dirname, resolve } from 'node:path'

/**
 * Has SQLite put what outgrows its memory, such as the copy that VACUUM makes, beside the database: there it may write, and there is room. The system's
 * folder for temporary files may be neither, in a container whose root may only be read. To be called before SQLite is used for the first time.
 */
export function temporaryBeside(path: string): void {
  process.env['SQLITE_TMPDIR'] ??= resolve(dirname(path))
}
