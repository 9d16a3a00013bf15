/** Searching bytes: for ballots in plain, for what was typed, for keys, and for names beside sealed boxes. */
import { boxKey, unseal } from '../../src/engine/ballot-box.ts'
import type { Round, Vote } from './campaign.ts'
import { findings, matchings, type Outcome, sum } from './chance.ts'
import type { Image, Row } from './grounds.ts'
import type { Ballot, Said, Subject } from './subject.ts'

/** Ballots, keys and typed texts that can be read in these bytes. A sealed box keeps all of them to itself. */
export function readIn(rounds: readonly Round[], images: readonly Image[]): Outcome {
  // Nothing of a ballot can stand where its first field's name does not: that spares most searches.
  const fields = new Set(rounds.flatMap((round) => round.fields.slice(0, 1)))
  const naming = images.filter(({ bytes }) => [...fields].some((field) => bytes.includes(field)))
  const ballots = rounds.flatMap(({ votes }) => votes.flatMap(({ ballot }) => (ballot ? [ballot] : [])))
  const others = rounds.flatMap(({ blunders, key }) => [...blunders.map(encodings), ...(key ? [keyForms(key)] : [])])
  const found = [
    ...ballots.filter((ballot) => standsIn(naming, [...jsonOf(ballot), ...listOf(ballot)])),
    ...others.filter((forms) => standsIn(images, forms)),
  ]
  return findings(found.length, ballots.length + others.length)
}

const standsIn = (images: readonly Image[], forms: readonly (string | Buffer)[]): boolean =>
  images.some(({ bytes }) => forms.some((form) => bytes.includes(form)))

export const asImages = (said: readonly Said[]): Image[] => [
  { name: 'said', bytes: Buffer.from(said.map(({ text }) => text).join('\n')) },
]

/** As documents hold it, also inside another document. */
function jsonOf(ballot: Ballot): string[] {
  const inner = JSON.stringify(ballot).slice(1, -1)
  return [inner, inner.replaceAll('"', '\\"'), inner.replaceAll(/[:,]/g, '$& ')]
}

/** As a table or a list of a form's initial values would hold it. */
function listOf(ballot: Ballot): string[] {
  const entries = Object.entries(ballot)
  return [
    entries.map(([name, initial]) => JSON.stringify({ name, initial })).join(','),
    entries.map(([field, step]) => `${field}=${step}`).join('&'),
  ]
}

function encodings(text: string): string[] {
  const bytes = Buffer.from(text)
  // Within base64 a text looks different by where it begins; its ends mix with what stands around it.
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4),
  )
  return [text, bytes.toString('hex'), Buffer.from(text, 'utf16le').toString('latin1'), ...shifted]
}

const keyForms = (key: Buffer): (string | Buffer)[] => [
  key,
  key.toString('hex'),
  key.toString('base64').slice(0, -1),
  key.toString('base64url'),
]

/** A copy of the database from while the poll was open, with everything that is left of keys after the close. */
export function openedLater(rounds: readonly Round[]): Outcome {
  const opened = rounds.map(({ poll, rows, votes, keysAfter }) => {
    const keys = keysIn(keysAfter, poll)
    const open = rows.open.filter(({ values }) => Object.values(values).includes(poll))
    const cast = lastOf(votes.filter(({ person }) => rows.open.length > 0 && person))
    return cast.filter(
      ({ ballot, slot }) => ballot && slot !== null && open.some((row) => opens(row, poll, slot, keys, ballot)),
    ).length
  })
  return findings(sum(opened), sum(rounds.map(({ votes }) => lastOf(votes).length)))
}

const lastOf = (votes: readonly Vote[]): Vote[] => [...new Map(votes.map((vote) => [vote.person, vote])).values()]

/** What lies in the folder, and what an overwritten or a careless key would be. */
const keysIn = (files: readonly Image[], poll: string): Buffer[] => [
  ...files.flatMap(({ bytes }) => (bytes.length >= 32 ? [bytes.subarray(0, 32)] : [])),
  Buffer.alloc(32),
  Buffer.alloc(32, poll),
]

function opens({ values }: Row, poll: string, slot: string, keys: readonly Buffer[], ballot: Ballot): boolean {
  const texts = Object.values(values).filter((value) => typeof value === 'string')
  if (!texts.includes(slot)) return false
  if (texts.some((text) => text === JSON.stringify(ballot))) return true
  return texts.some((text) => keys.some((key) => unseal(boxKey(key), `${poll}\n${slot}`, text)))
}

/** Bytes before and after a slot in which a name would be its owner's. */
const NEAR = 120

/** Names, ids and addresses beside the slots of open polls, in files and write-ahead logs. */
export function namesNearSlots(subject: Subject, rounds: readonly Round[]): Outcome {
  const imaged = rounds.flatMap(({ votes, images }) => (images ? [{ votes: lastOf(votes), images: images.open }] : []))
  const hits = imaged.flatMap(({ votes, images }) =>
    votes.filter(
      ({ slot, person }) => slot !== null && images.some(({ bytes }) => isBeside(bytes, slot, subject.marks(person))),
    ),
  )
  return matchings(hits.length, sum(imaged.map(({ votes }) => votes.length)), imaged.length)
}

function isBeside(bytes: Buffer, slot: string, marks: readonly string[]): boolean {
  for (let at = bytes.indexOf(slot); at >= 0; at = bytes.indexOf(slot, at + slot.length)) {
    const around = bytes.subarray(Math.max(0, at - NEAR), at + slot.length + NEAR)
    if (marks.some((mark) => around.includes(mark))) return true
  }
  return false
}
