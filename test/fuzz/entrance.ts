/** What the fuzzing loop knows of an entrance: what may come in, and what has to hold whatever comes. */
import fc from 'fast-check'

export interface Entrance<Input = never> {
  name: string
  inputs: fc.Arbitrary<Input>
  /** Comes in once. Throws where a promise is broken: a crash, a fault of ours, a sentence that is none. */
  enter(input: Input): Promise<void> | void
}

/** Keeps the type of its inputs to itself, so that all entrances fit into one list. */
export interface Opened {
  name: string
  /** @throws with the smallest input that breaks a promise */
  fuzz(runs: number, seed: number): Promise<void>
}

/** Milliseconds that any one thing may take, on a machine that has a lot to do. */
const LONGEST = 8000

export function entrance<Input>({ name, inputs, enter }: Entrance<Input>): Opened {
  const property = fc.asyncProperty(inputs, async (input) => {
    const begun = performance.now()
    await enter(input)
    const took = performance.now() - begun
    if (took > LONGEST) throw new Error(`It took ${Math.round(took)} ms.`)
  })
  return {
    name,
    async fuzz(runs, seed) {
      // Without an end a broken promise would be shrunk for minutes.
      await fc.assert(property, { numRuns: runs, seed, interruptAfterTimeLimit: 240_000 })
    },
  }
}
