import type { ChildProcess } from 'node:child_process'
import { onTestFinished } from 'vitest'

/** A test that fails half-way stops nothing; what it started must not outlive it. What is started in a hook is stopped in a hook. */
export function endsWithTest<Child extends ChildProcess>(child: Child): Child {
  try {
    onTestFinished(() => void child.kill('SIGKILL'))
  } catch {
    // Not within a test.
  }
  return child
}
