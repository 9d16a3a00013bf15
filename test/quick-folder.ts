import { mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const IN_MEMORY = '/dev/shm'
const ROOM_NEEDED = 2 * 1024 ** 3

/**
 * Where the data of tests lie: in memory where Linux offers room for it, else in the temporary folder. No test cuts the power, so none has to
 * wait for a disk; that answers do is a setting, which src/store/sqlite.test.ts looks at.
 */
export function quickPlace(): string {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY)
    return bavail * bsize >= ROOM_NEEDED ? IN_MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}

/** A new folder, which whoever asks for it removes. What a run that was killed has left under the same name goes now. */
export function quickFolder(name: string, place = quickPlace()): string {
  const prefix = `teamrunde-${name}-`
  for (const entry of readdirSync(place)) {
    const owner = entry.startsWith(prefix) ? Number(/^\d+(?=-)/.exec(entry.slice(prefix.length))?.[0]) : NaN
    if (owner > 0 && !isAlive(owner)) rmSync(join(place, entry), { recursive: true, force: true })
  }
  return mkdtempSync(join(place, `${prefix}${process.pid}-`))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
