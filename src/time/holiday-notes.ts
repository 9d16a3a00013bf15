/**
 * What date-holidays has worked out, kept beside Node's compile cache: the library takes 37 MB and 70 ms, and the next start of the same program
 * asks it the same. Where there is no compile cache (tests, a folder nobody may write), it is asked each time. Whoever could forge the
 * notes could forge the compiled code beside them.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import module from 'node:module'
import { join } from 'node:path'

/** Characters; far more than a manifest asks for. Beyond it nothing is noted. */
const MOST = 500_000

/** @param version of the library: another one may know other days */
export function holidayNotes(version: () => string) {
  let notes: Map<string, unknown> | undefined
  let isWriting = false

  const folder = (): string | undefined => module.getCompileCacheDir()
  const file = (): string => join(folder()!, `holidays-${version()}.json`)

  function read(): Map<string, unknown> {
    try {
      return new Map(Object.entries(JSON.parse(readFileSync(file(), 'utf8')) as object))
    } catch {
      return new Map()
    }
  }

  /** Once for everything that is asked in one turn. */
  function writeSoon(): void {
    if (isWriting) return
    isWriting = true
    setImmediate(() => {
      isWriting = false
      const text = JSON.stringify(Object.fromEntries(notes!))
      if (text.length > MOST) return
      try {
        const draft = `${file()}.${process.pid}`
        writeFileSync(draft, text, { mode: 0o600 })
        renameSync(draft, file())
      } catch {
        // It is only about being quicker the next time.
      }
    })
  }

  /** What is noted under a name, or what `make` gives. */
  return <Value>(name: string, make: () => Value): Value => {
    if (folder() === undefined) return make()
    notes ??= read()
    if (notes.has(name)) return notes.get(name) as Value
    const value = make()
    notes.set(name, value)
    writeSoon()
    return value
  }
}
