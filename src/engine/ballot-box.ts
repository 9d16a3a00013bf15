/** How a ballot is sealed: padded to one size, AES-256-GCM under a key of the poll, bound to its poll and slot. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { Answers } from '#message'

/**
 * Bytes of every ballot before sealing, where its ritual asks for no more: room for ten fields and some 300 characters of comment. Just small
 * enough for a sealed ballot to lie in its page on SQLite; with 2048 bytes and a second page a vote took 1.5 times as long as a check-in's answer,
 * like this 1.1 times.
 */
const BALLOT_BYTES = 576
const LENGTH_BYTES = 2
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** The answers don't fit into a box; boxes of different sizes would tell ballots apart. A form's limits must keep this from happening. */
export class BallotTooLargeError extends Error {
  override readonly name = 'BallotTooLargeError'
  readonly bytes: number

  constructor(bytes: number, room: number) {
    super(`A sealed ballot holds ${room} bytes; these answers take ${bytes}.`)
    this.bytes = bytes
  }
}

/** The place of a member's ballot, 43 characters; without the poll's key nobody can tell whose it is. */
export function slotOf(pollKey: Buffer, member: string): string {
  return createHmac('sha256', pollKey).update(`slot:${member}`).digest('base64url')
}

/** What an event of the poll is remembered by, 43 characters; without the poll's key nobody can tell which it was. */
export function veil(pollKey: Buffer, event: string): string {
  return createHmac('sha256', pollKey).update(`event:${event}`).digest('base64url')
}

/** Kept beside the poll's key and gone with it. */
const boxKeys = new WeakMap<Buffer, Buffer>()

/** The key of all boxes of a poll. */
export function boxKey(pollKey: Buffer): Buffer {
  const known = boxKeys.get(pollKey)
  if (known) return known
  const key = Buffer.from(hkdfSync('sha256', pollKey, '', 'teamrunde ballot box', 32))
  boxKeys.set(pollKey, key)
  return key
}

/** A box of one fixed length for all ballots of `bytes`, base64. It opens only at `where` it belongs. Throws `BallotTooLargeError`. */
export function seal(key: Buffer, where: string, answers: Answers | null, bytes: number = BALLOT_BYTES): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(where))
  const sealed = cipher.update(padded(answers, bytes))
  cipher.final()
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64')
}

/** Opens a box. Undefined when the box was tampered with, moved, or sealed with another key. */
export function unseal(key: Buffer, where: string, box: string): Answers | null | undefined {
  const bytes = Buffer.from(box, 'base64')
  if (bytes.length < NONCE_BYTES + LENGTH_BYTES + TAG_BYTES) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(where))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  const opened = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
  try {
    decipher.final()
  } catch {
    return undefined
  }
  return unpadded(opened)
}

function padded(answers: Answers | null, bytes: number): Buffer {
  const text = Buffer.from(JSON.stringify(answers))
  const room = bytes - LENGTH_BYTES
  if (text.length > room) throw new BallotTooLargeError(text.length, room)
  const block = Buffer.alloc(bytes)
  block.writeUInt16BE(text.length)
  text.copy(block, LENGTH_BYTES)
  return block
}

function unpadded(block: Buffer): Answers | null {
  const length = block.readUInt16BE()
  return JSON.parse(block.toString('utf8', LENGTH_BYTES, LENGTH_BYTES + length)) as Answers | null
}
