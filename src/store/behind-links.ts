import { readlinkSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** The system follows no more either. */
const MOST_LINKS = 40

/**
 * The file that a link leads to, also where it is still to be made. SQLite puts its log beside the file itself, not beside a link to it; and
 * two who come by different links must meet at one lock.
 */
export function behindLinks(path: string, most = MOST_LINKS): string {
  try {
    return most > 0 ? behindLinks(resolve(dirname(path), readlinkSync(path)), most - 1) : path
  } catch {
    // It is no link, or not there.
    return path
  }
}
