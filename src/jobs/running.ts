import type { Handlers, RunningJob } from './queue.ts'

/** Calls the handler of a job's name; throws when there is none. */
export async function handle(handlers: Handlers, job: RunningJob): Promise<void> {
  const handler = Object.hasOwn(handlers, job.name) ? handlers[job.name] : undefined
  if (!handler) throw new Error(`There is no handler for jobs named ${job.name}.`)
  await handler(job)
}

/** What is kept and logged of a failure: name and text, short, and nothing else that may hang on an error. */
export function reasonOf(error: unknown): string {
  return textOf(error).slice(0, 500)
}

function textOf(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`
  // pg-boss passes on what looks like an error but is a plain object.
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message)
  return String(error)
}

/** Resolves with the first of: all done, or the time is over. */
export async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([work, over])
  clearTimeout(timer)
}
