import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ProblemError } from '../errors.ts'
import { pollKeys } from './poll-keys.ts'

const POLL = 'team-spirit@2026-12-03T10:00:00'

let home: string
let folder: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'teamrunde-keys-'))
  folder = join(home, 'data', 'keys')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const fileOf = (poll: string) => join(folder, `${createHash('sha256').update(poll).digest('hex')}.key`)
const modeOf = (path: string) => statSync(path).mode & 0o777

describe('a key', () => {
  test('is made once, and is another one for another poll', async () => {
    const keys = pollKeys(folder)
    expect(keys.read(POLL)).toBeNull()
    await keys.create(POLL)
    await keys.create('another')
    const key = Buffer.from(keys.read(POLL)!)
    await keys.create(POLL)
    expect(keys.read(POLL)).toEqual(key)
    expect(key).toHaveLength(32)
    expect(keys.read('another')).not.toEqual(key)
  })

  test('lies in a file of its own that only the owner may read and whose name says nothing', async () => {
    await pollKeys(folder).create(POLL)
    expect(readdirSync(folder).map((name) => join(folder, name))).toEqual([fileOf(POLL)])
    expect(modeOf(fileOf(POLL))).toBe(0o600)
    expect(modeOf(folder)).toBe(0o700)
  })

  test('outlives the process', async () => {
    const keys = pollKeys(folder)
    await keys.create(POLL)
    expect(pollKeys(folder).read(POLL)).toEqual(keys.read(POLL))
  })

  test('is the same for all replicas that make it at once', async () => {
    const replicas = Array.from({ length: 8 }, () => pollKeys(folder))
    await Promise.all(replicas.flatMap((keys) => [keys.create(POLL), keys.create(POLL)]))
    const seen = new Set(replicas.map((keys) => keys.read(POLL)!.toString('hex')))
    expect(seen.size).toBe(1)
    expect(readdirSync(folder)).toHaveLength(1)
  })

  test('comes back from the file when more polls run than are remembered', async () => {
    const keys = pollKeys(folder)
    const polls = Array.from({ length: 300 }, (_, index) => `poll ${index}`)
    for (const poll of polls) await keys.create(poll)
    const first = polls.map((poll) => keys.read(poll)!.toString('hex'))
    expect(polls.map((poll) => keys.read(poll)!.toString('hex'))).toEqual(first)
    expect(new Set(first).size).toBe(300)
  })
})

describe('a destroyed key', () => {
  test('is gone from the folder and from memory, as often as one asks', async () => {
    const keys = pollKeys(folder)
    await keys.create(POLL)
    const held = keys.read(POLL)!
    const before = Buffer.from(held)
    await keys.destroy(POLL)
    await keys.destroy(POLL)
    expect(keys.read(POLL)).toBeNull()
    expect(readdirSync(folder)).toEqual([])
    expect(held).not.toEqual(before)
  })

  test('is overwritten before it is unlinked: a second name of the file shows nothing', async () => {
    const keys = pollKeys(folder)
    await keys.create(POLL)
    const before = readFileSync(fileOf(POLL))
    const second = join(home, 'second-name')
    linkSync(fileOf(POLL), second)
    await keys.destroy(POLL)
    expect(readFileSync(second)).not.toEqual(before)
  })

  test('takes the draft along that a crash left behind', async () => {
    const keys = pollKeys(folder)
    await keys.create(POLL)
    await keys.create('another')
    copyFileSync(fileOf(POLL), `${fileOf(POLL)}.0123456789abcdef`)
    await keys.destroy(POLL)
    expect(readdirSync(folder).map((name) => join(folder, name))).toEqual([fileOf('another')])
  })

  test('is noticed by the other replicas', async () => {
    const [here, there] = [pollKeys(folder), pollKeys(folder)]
    await here.create(POLL)
    expect(there.read(POLL)).not.toBeNull()
    await here.destroy(POLL)
    expect(there.read(POLL)).toBeNull()
  })
})

describe('a lost key', () => {
  test('is told from a key that is there, whether its file was removed, cut short, or the folder with it', async () => {
    const keys = pollKeys(folder)
    for (const lose of [
      () => rmSync(fileOf(POLL)),
      () => writeFileSync(fileOf(POLL), 'short'),
      () => rmSync(folder, { recursive: true }),
    ]) {
      await keys.create(POLL)
      lose()
      expect(pollKeys(folder).read(POLL)).toBeNull()
      await keys.destroy(POLL)
    }
  })

  test('does not keep the next poll from getting one', async () => {
    const keys = pollKeys(folder)
    rmSync(folder, { recursive: true })
    await keys.destroy(POLL)
    await keys.create('next')
    expect(keys.read('next')).toHaveLength(32)
    expect(modeOf(folder)).toBe(0o700)
  })
})

describe('at the start', () => {
  test('a file in the place of the folder is named, with what to set', () => {
    mkdirSync(join(home, 'data'))
    writeFileSync(folder, '')
    expect(() => pollKeys(folder)).toThrow(/keys: there is a file where the folder should be\. Set TEAMRUNDE_KEYS/)
    expect(() => pollKeys(join(folder, 'deeper'))).toThrow(ProblemError)
  })

  test('an empty folder that others can look into is closed to them', () => {
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, 0o755)
    pollKeys(folder)
    expect(modeOf(folder)).toBe(0o700)
  })

  test('a shared folder with other things in it is refused and left as it is', () => {
    writeFileSync(join(home, 'holiday-photos'), '')
    chmodSync(home, 0o755)
    expect(() => pollKeys(home)).toThrow(/other accounts can look into it.*Set TEAMRUNDE_KEYS/)
    expect(modeOf(home)).toBe(0o755)
  })

  test('nothing of the trial stays', () => {
    pollKeys(folder)
    expect(readdirSync(folder)).toEqual([])
  })
})
