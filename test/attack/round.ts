/** One week of a subject's life: who votes and when is drawn at random, and whatever could be seen is written down beside the truth. */
import type { Moment, Round, Step, Vote, Wishes } from './campaign.ts'
import type { Luck } from './chance.ts'
import type { Image, Row } from './grounds.ts'
import type { Ballot, Sight, Subject } from './subject.ts'

export interface RoundWishes extends Pick<Wishes, 'watched' | 'afterwards'> {
  /** Whether all bytes are kept. */
  imaged: boolean
}

type Act = () => Promise<void>

export async function liveRound(subject: Subject, luck: Luck, wishes: RoundWishes): Promise<Omit<Round, 'files'>> {
  const heardBefore = subject.said.length
  const poll = await subject.open()
  const fields = await subject.fields()
  const key = subject.key(poll) && Buffer.from(subject.key(poll)!)
  const early = luck.shuffled(subject.staff).filter(() => luck.coin())
  const late = luck.shuffled(subject.staff.filter((person) => !early.includes(person))).filter(() => luck.coin(0.3))
  const voting = votesIn(subject, luck, poll, fields)
  const seen = { rows: {} as Record<Moment, Row[]>, images: {} as Record<'open' | 'closed' | 'backup', Image[]> }

  const steps = await voteEarly(subject, luck, wishes.watched, early, voting)
  const blunders = [`canary-${luck.below(1e9)}`]
  await subject.blunder(luck.pick(subject.staff), blunders[0]!)
  const away = luck.shuffled(subject.staff).slice(0, Math.floor(subject.staff.length / 3))
  for (const person of away) await subject.goAway(person)
  seen.rows.open = await subject.place.rows()
  seen.images.open = await imagesOf(subject, wishes.imaged)
  seen.images.backup = wishes.imaged ? subject.place.backup() : []

  await subject.urge()
  await subject.remind()
  seen.rows.reminded = await subject.place.rows()
  const reminded = await subject.look()
  for (const person of late) await voting.some(person)()

  await subject.close()
  seen.rows.closed = await subject.place.rows()
  seen.images.closed = await imagesOf(subject, wishes.imaged)
  const before = new Set(early)
  return {
    poll,
    fields,
    votes: voting.votes,
    away,
    voted: { open: before, reminded: before, closed: new Set([...early, ...late]) },
    rows: seen.rows,
    sights: { reminded, closed: wishes.afterwards ? await subject.look() : {} },
    said: subject.said.slice(heardBefore),
    steps,
    blunders,
    key,
    images: wishes.imaged ? seen.images : null,
    keysAfter: subject.keys(),
  }
}

type Voting = ReturnType<typeof votesIn>

function votesIn(subject: Subject, luck: Luck, poll: string, fields: readonly string[]) {
  const votes: Vote[] = []
  async function cast(person: string, ballot: Ballot | null): Promise<void> {
    // Some platform or script will name people in the ids of its events.
    await subject.vote(person, ballot, `submit ${person} ${poll} ${votes.length}`)
    votes.push({ person, ballot, slot: subject.slot(poll, person) })
  }
  return {
    votes,
    /** A ballot, or now and then "not today". */
    some:
      (person: string): Act =>
      () =>
        cast(person, luck.coin(0.1) ? null : ballotOf(fields, luck)),
    ballot:
      (person: string): Act =>
      () =>
        cast(person, ballotOf(fields, luck)),
  }
}

/** As many look at the form and leave it as vote; one of those who voted changes their mind. */
async function voteEarly(
  subject: Subject,
  luck: Luck,
  watched: number,
  early: readonly string[],
  voting: Voting,
): Promise<Step[]> {
  const hesitation: Act = () => subject.hesitate(luck.pick(subject.staff))
  const first = early.slice(0, watched / 2)
  const rest = early.slice(first.length)
  const steps = await watch(
    subject,
    luck.shuffled([...first.map(voting.ballot), ...first.map(() => hesitation)]),
    voting,
  )
  for (const act of luck.shuffled([...rest.map(voting.some), ...rest.map(() => hesitation)])) await act()
  if (early.length > 0) await voting.ballot(luck.pick(early))()
  return steps
}

async function watch(subject: Subject, acts: readonly Act[], { votes }: Voting): Promise<Step[]> {
  const steps: Step[] = []
  let before: Sight = acts.length > 0 ? await subject.look() : {}
  for (const act of acts) {
    const count = votes.length
    await act()
    const after = await subject.look()
    steps.push({ before, after, ballot: votes.slice(count)[0]?.ballot ?? null })
    before = after
  }
  return steps
}

/** Everything that a thief of the disk finds, or a backup holds: all but the keys. */
async function imagesOf({ place }: Subject, wanted: boolean): Promise<Image[]> {
  return wanted ? [...(await place.files(true)), ...place.litter()] : []
}

const ballotOf = (fields: readonly string[], luck: Luck): Ballot =>
  Object.fromEntries(fields.map((field, index) => [field, index > 0 && luck.coin(0.1) ? null : 1 + luck.below(5)]))
