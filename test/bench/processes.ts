/** The processes of a bench: each started here, watched, and ended by its own handle. */
import { fork, type ChildProcess, type ForkOptions } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Milliseconds. Nothing here takes nearly as long; whoever does is stuck. */
const PATIENCE = 120_000

/** Node's own options for the program, as `npm start` gives them. */
export const startFlags = (): string[] => {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    scripts: { start: string }
  }
  return scripts.start.split(' ').filter((word) => word.startsWith('--') && !word.startsWith('--env-file'))
}

export interface Running {
  child: ChildProcess
  /** Everything it said on standard output. */
  output(): string
  send(message: object): void
  /** The next thing it sends to us. */
  told(): Promise<unknown>
  /** Asks it to end, and makes it end when it does not within 12 s. Gives the exit code. */
  stop(): Promise<number | null>
}

export interface StartOptions {
  /** Arguments for the script. */
  args?: string[]
  /** Modules that Node loads before the script. */
  preload?: string[]
  /** Node's own options, such as `--cpu-prof` for whoever wants to know more. */
  flags?: string[]
  /** What the process finds in its environment besides where programs and temporary files are. */
  env?: Record<string, string>
}

/** @param script from the project's folder, such as `src/main.ts` */
export function startProcess(
  script: string,
  { args = [], preload = [], flags = [], env = {} }: StartOptions = {},
): Running {
  const options: ForkOptions = {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    execArgv: [...flags, ...preload.flatMap((file) => ['--import', new URL(file, import.meta.url).href])],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  }
  const child = fork(fileURLToPath(new URL(`../../${script}`, import.meta.url)), args, options)
  return watched(child, script)
}

export function watched(child: ChildProcess, name: string): Running {
  let output = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const endWithUs = (): void => void child.kill('SIGKILL')
  process.once('exit', endWithUs)
  void ended.then(() => process.off('exit', endWithUs))
  return {
    child,
    output: () => output,
    send: (message) => void child.send(message),
    async told() {
      const gone = ended.then((code) => {
        throw new Error(`${name} ended (${code}) before it answered. ${output}`)
      })
      const [message] = await Promise.race([once(child, 'message', { signal: AbortSignal.timeout(PATIENCE) }), gone])
      return message
    },
    async stop() {
      const force = setTimeout(() => child.kill('SIGKILL'), 12_000)
      child.kill('SIGTERM')
      const code = await ended
      clearTimeout(force)
      return code
    },
  }
}

/** Waits until the process has said something that matches, and gives the first group. */
export async function said(running: Running, pattern: RegExp): Promise<string> {
  const until = performance.now() + PATIENCE
  for (;;) {
    const found = pattern.exec(running.output())
    if (found) return found[1] ?? found[0]
    if (running.child.exitCode !== null) throw new Error(`It ended before it said ${pattern}: ${running.output()}`)
    if (performance.now() > until) throw new Error(`It did not say ${pattern}: ${running.output()}`)
    await Promise.race([once(running.child.stdout!, 'data'), once(running.child, 'exit')])
  }
}

/**
 * Milliseconds that a process has computed, where the system tells; otherwise 0. Unlike everything that a clock measures, it hardly feels what
 * else the machine does.
 */
export function computed({ child }: Running): number {
  try {
    const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    // User and system time in ticks of 10 ms, fields 14 and 15 of proc_pid_stat(5).
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return 0
  }
}
