import type { ChildProcess } from 'node:child_process'

/** A test that fails half-way stops nothing; what it started must not outlive the process that runs the tests. */
export function endsWithUs<Child extends ChildProcess>(child: Child): Child {
  const end = (): void => void child.kill('SIGKILL')
  process.once('exit', end)
  child.once('close', () => process.removeListener('exit', end))
  return child
}
