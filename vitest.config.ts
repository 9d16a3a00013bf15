import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** These wait for processes, browsers and the queue's own pace: begun last, they would keep everyone waiting. */
const LONG = /\/(test\/hard-days|test\/browser|test\/chaos|test\/attack|src\/jobs)\//

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { long = [], short = [] } = Object.groupBy(await super.sort(files), ({ moduleId }) =>
      LONG.test(moduleId) ? 'long' : 'short',
    )
    return [...long, ...short]
  }
}

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'adapters/**/*.test.ts', 'rituals/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    environment: 'node',
    pool: 'forks',
    // What the product keeps in memory is data under a key of its own, so files may share a process, as rituals do in production: loading
    // everything anew for each took a third of the time.
    isolate: false,
    // Two cores: while one test waits for a database or a process, another goes on.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
