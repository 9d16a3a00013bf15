/** Some weeks of a subject's life, lived at random and written down: what really happened, and all that could be seen of it. */
import { luckOf } from './chance.ts'
import type { Image, Row } from './grounds.ts'
import { liveRound } from './round.ts'
import { compared, type Likeness, signsInFiles } from './signs.ts'
import type { Signs } from './learning.ts'
import type { Ballot, Said, Sight, Subject } from './subject.ts'

/** When an intruder looks: while people vote, after the reminder, after the close. */
export type Moment = 'open' | 'reminded' | 'closed'

export interface Vote {
  person: string
  /** Null: declined. */
  ballot: Ballot | null
  slot: string | null
}

/** What the leader sees before and after something happened. */
export interface Step {
  before: Sight
  after: Sight
  /** Null when nobody voted. */
  ballot: Ballot | null
}

export interface Round {
  poll: string
  fields: string[]
  /** In the order in which they came; who changed their mind is in here twice. */
  votes: Vote[]
  /** Who had voted when the reminders went out, and who had at the end. */
  voted: Record<Moment, ReadonlySet<string>>
  /** Who said while it was open that they are away today. */
  away: readonly string[]
  rows: Record<Moment, Row[]>
  sights: Record<Exclude<Moment, 'open'>, Sight>
  /** Signs in the files after the close that were not there before, by person. */
  files: ReadonlyMap<string, Signs>
  said: Said[]
  steps: Step[]
  /** What was typed where it could not be taken. */
  blunders: string[]
  /** The poll's key, and all bytes that there were while it was open and afterwards; of few rounds only. */
  key: Buffer | null
  images: Record<'open' | 'closed' | 'backup', Image[]> | null
  keysAfter: Image[]
}

export interface Wishes {
  rounds: number
  /** How many events of a round the leader watches, looking before and after; an even number. */
  watched: number
  /** Whether to go through files and reports again after every close, for what is left of people. */
  afterwards: boolean
  seed: string
}

export async function live(subject: Subject, { rounds, watched, afterwards, seed }: Wishes): Promise<Round[]> {
  const lived: Round[] = []
  let filesBefore = new Map<string, Signs>()
  for (let index = 0; index < rounds; index += 1) {
    const luck = luckOf(`${seed} ${index}`)
    const round = await liveRound(subject, luck, { watched, afterwards, imaged: index === rounds - 1 })
    const filesNow = afterwards ? await fileSigns(subject, round.poll) : new Map<string, Signs>()
    lived.push({ ...round, files: grown(subject, filesBefore, filesNow) })
    filesBefore = filesNow
  }
  return lived
}

export const likenessIn = (subject: Subject, poll: string, person: string): Likeness => ({
  poll,
  marks: subject.marks(person),
  traces: subject.traces(poll, person),
})

async function fileSigns(subject: Subject, poll: string): Promise<Map<string, Signs>> {
  const images = await subject.place.files(false)
  return new Map(subject.staff.map((person) => [person, signsInFiles(images, likenessIn(subject, poll, person))]))
}

/** What came to be during one round, compared with the others. */
function grown(subject: Subject, before: Map<string, Signs>, now: Map<string, Signs>): Map<string, Signs> {
  const signs = subject.staff.map((person) =>
    Object.fromEntries(
      Object.entries(now.get(person) ?? {}).map(([sign, count]) => [
        sign,
        Number(count) - Number(before.get(person)?.[sign] ?? 0),
      ]),
    ),
  )
  return new Map(compared(signs).map((own, index) => [subject.staff[index]!, own]))
}
