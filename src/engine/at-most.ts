/** Runs no more than `most` works at a time; the others wait for their turn. */
export function atMost(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= most) await new Promise<void>((goOn) => waiting.push(goOn))
    else running += 1
    try {
      return await work()
    } finally {
      // The place is handed on, not given back.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
