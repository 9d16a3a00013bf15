/** The composition root: reads the environment and the manifest, opens the database, starts the platforms, the engine and the server. */
import module from 'node:module'
import { errorText } from './errors.ts'
import { within } from './jobs/running.ts'
import type { App } from './start.ts'

// From the second start on, Node need not strip the types again.
module.enableCompileCache()

// Whoever read along may go: that is no reason to end. The log looks after itself.
process.stdout.on('error', () => {})

/** Milliseconds that a start which is nearly done gets to be done, so that what it has begun is brought to an end like everything else. */
const NEARLY = 1000

const starting = import('./start.ts').then(({ start }) => start(process.env, process.argv.slice(2)))

// From the beginning on: the first process of a container does not end by a signal that it does not listen to.
let stopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    // A second signal is meant: leave at once.
    if (stopping) process.exit(1)
    stopping = true
    void leave().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  })
}

async function leave(): Promise<void> {
  const begun: App[] = []
  await within(
    NEARLY,
    starting.then((app) => begun.push(app)),
  )
  if (begun.length === 0) process.stdout.write('Asked to end before it was at work.\n')
  for (const app of begun) await app.stop()
}

try {
  const { greeting } = await starting
  // Who has read this may ask it to end.
  process.stdout.write(`${greeting}\n`)
} catch (error) {
  process.stderr.write(`${errorText(error)}\n`)
  process.exit(1)
}
