/** Milliseconds. */
const PAUSES = [50, 500]

/** How sending a message went is known here alone until it is written down: a connection that breaks just now must not cost it. */
export async function insist(write: () => Promise<void>): Promise<void> {
  for (const pause of PAUSES) {
    try {
      return await write()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
  await write()
}
