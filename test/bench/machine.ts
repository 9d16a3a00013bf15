/** On what the figures were measured: nobody can judge them without it. */
import { execFileSync } from 'node:child_process'
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'

export interface Machine {
  node: string
  cpu: string
  /** Those that this process may use. */
  cores: number
  memoryGB: number
  os: string
}

export const machine = (): Machine => ({
  node: process.version,
  cpu: cpus()[0]?.model.trim() || 'unknown',
  cores: availableParallelism(),
  memoryGB: Math.round(totalmem() / 1024 ** 3),
  os: `${platform()} ${release()} (${arch()})`,
})

/** The commit that was measured, with a `+` where something was not committed; null where there is no git. */
export function commit(): string | null {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: join(import.meta.dirname, '../..'),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  try {
    return (
      git('rev-parse', '--short=10', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+')
    )
  } catch {
    return null
  }
}
