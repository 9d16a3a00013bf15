/** The composition root: reads the environment and the manifest, opens the database, starts the platforms, the engine and the server. */
import module from 'node:module'
import { errorText } from './errors.ts'

// From the second start on, Node need not strip the types again.
module.enableCompileCache()

// Whoever read along may go: that is no reason to end. The log looks after itself.
process.stdout.on('error', () => {})

const { start } = await import('./start.ts')

try {
  const app = await start(process.env, process.argv.slice(2))
  let stopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // A second signal is meant: leave at once.
      if (stopping) process.exit(1)
      stopping = true
      void app.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  }
  // Who has read this may ask it to end.
  process.stdout.write(`${app.greeting}\n`)
} catch (error) {
  process.stderr.write(`${errorText(error)}\n`)
  process.exit(1)
}
