/**
 * Where the log goes: standard output, beside everything else. Whoever reads it may be slow, stop reading or go away, and the disk behind it may be full: none of
 * that may hold up the program, or keep it from ending. pino's own output ends the program on a full disk, and waits for a slow reader for ever when it ends.
 */
import { write, writeSync } from 'node:fs'

/** Bytes that wait for somebody to read them; what comes then is lost. */
const MOST = 4 << 20

/** Milliseconds until what was refused is offered again. */
const PAUSE = 100

/** Milliseconds that the end of the program waits for a reader. */
const LAST = 500

export interface LogOutput {
  write(line: string): void
  /** To be called when nothing else goes on any more. */
  end(): void
}

export function logOutput(fd: number): LogOutput {
  let waiting: string[] = []
  let size = 0
  let underWay: Buffer | null = null
  let isHeldUp = false
  let isGone = false

  const gone = (): void => {
    isGone = true
    waiting = []
    underWay = null
  }
  const taken = (): Buffer => {
    const all = Buffer.from(waiting.join(''))
    waiting = []
    size = 0
    return all
  }
  const offer = (): void => {
    isHeldUp = false
    write(fd, underWay!, (error, length) => {
      if (error?.code === 'EPIPE') return gone()
      if (error) {
        isHeldUp = true
        setTimeout(offer, PAUSE).unref()
        return
      }
      underWay = underWay!.subarray(length)
      if (underWay.length === 0) underWay = waiting.length > 0 ? taken() : null
      if (underWay) offer()
    })
  }
  return {
    write(line) {
      if (isGone || size > MOST) return
      waiting.push(line)
      size += line.length
      if (underWay) return
      underWay = taken()
      offer()
    },
    end() {
      if (isGone) return
      // What is under way is finished without us.
      let rest = Buffer.concat([...(underWay && isHeldUp ? [underWay] : []), taken()])
      const until = performance.now() + LAST
      while (rest.length > 0) {
        try {
          rest = rest.subarray(writeSync(fd, rest))
        } catch (error) {
          const isFull = error instanceof Error && 'code' in error && error.code === 'EAGAIN'
          if (!isFull || performance.now() > until) return
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
        }
      }
    },
  }
}
