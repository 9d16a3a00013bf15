/**
 * A checksum in the header of a backup. SQLite's own check finds broken structure, not a row in which the disk has turned a bit. It stands where SQLite leaves
 * four bytes to the application (https://sqlite.org/fileformat.html#database_header), and holds as long as nobody has written to the copy since it was made.
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'

const AT = 68
/** How often SQLite has written to the file: once, when it made it. */
const CHANGES_AT = 24
const HEADER = 100
const CHUNK = 1 << 20

export function addChecksum(path: string): void {
  const file = openSync(path, 'r+')
  try {
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(sumOf(file))
    writeSync(file, sum, 0, sum.length, AT)
  } finally {
    closeSync(file)
  }
}

/** Whether the copy is what it was when it was made. A copy without a checksum, or that was used since, can't tell. */
export function isAsWritten(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const header = Buffer.alloc(HEADER)
    readSync(file, header, 0, HEADER, 0)
    const sum = header.readUInt32BE(AT)
    return sum === 0 || header.readUInt32BE(CHANGES_AT) > 1 || sum === sumOf(file)
  } finally {
    closeSync(file)
  }
}

/** Of everything but the checksum itself. */
function sumOf(file: number): number {
  const chunk = Buffer.alloc(CHUNK)
  let sum = 0
  for (let at = 0; ;) {
    const length = readSync(file, chunk, 0, CHUNK, at)
    if (length === 0) return sum
    if (at === 0) chunk.fill(0, AT, AT + 4)
    sum = crc32(chunk.subarray(0, length), sum)
    at += length
  }
}
