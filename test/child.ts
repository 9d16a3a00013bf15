import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'
import { endsWithTest } from './ends-with-test.ts'

/** A process of its own that runs one of the scripts in test/processes and says on standard output how it is getting on. */
export interface Child extends AsyncDisposable {
  readonly pid: number
  /** Everything it said so far, line by line, errors too. */
  readonly lines: readonly string[]
  /** Resolves when it has said a line that contains `text`. */
  said(text: string): Promise<void>
  /** Kills it without a chance to clean up. */
  kill(): Promise<void>
  /** The exit code; null when it was killed. */
  readonly ended: Promise<number | null>
}

export function startChild(script: string, ...args: string[]): Child {
  const path = fileURLToPath(new URL(`./processes/${script}`, import.meta.url))
  const child = endsWithTest(spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => lines.push(line))
  }
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  const said = (text: string): Promise<void> =>
    vi.waitFor(
      () => {
        if (!lines.some((line) => line.includes(text)))
          throw new Error(`${script} did not say "${text}": ${lines.join(' / ')}`)
      },
      { timeout: 25_000, interval: 20 },
    )
  return { pid: child.pid ?? 0, lines, said, kill, ended, [Symbol.asyncDispose]: kill }
}
