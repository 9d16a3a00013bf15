import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The maintenance database of the tests' own PostgreSQL. */
    postgresUrl: string
  }
}

/** One PostgreSQL for the whole run: started before the first test file, gone with its data after the last. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres()
  provide('postgresUrl', server.url)
  return () => server.stop()
}
