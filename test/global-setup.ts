import { rmSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres-server.ts'
import { quickFolder } from './quick-folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The maintenance database of the tests' own PostgreSQL. */
    postgresUrl: string
    /** A folder for files of tests, removed with everything in it after the last test. */
    testFolder: string
  }
}

/** One PostgreSQL and one folder for the whole run: there before the first test file, gone with their data after the last. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres()
  const folder = quickFolder('test')
  provide('postgresUrl', server.url)
  provide('testFolder', folder)
  return async () => {
    rmSync(folder, { recursive: true, force: true })
    await server.stop()
  }
}
