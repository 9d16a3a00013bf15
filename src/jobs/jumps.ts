import type { Clock } from '../clock.ts'

/** Milliseconds. What the system's clock is put right by now and then is not a jump. */
const TOLERANCE = 1000

/** Tells whether `clock` went further, or less far, than time did since the last call. */
export function jumpDetector(clock: Clock): () => boolean {
  const ahead = (): number => clock.now().epochMilliseconds - performance.now()
  let before = ahead()
  return () => {
    const now = ahead()
    const jumped = Math.abs(now - before) > TOLERANCE
    before = now
    return jumped
  }
}
