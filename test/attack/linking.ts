/** Linking people with ballots by how a database keeps its rows: their order, and the transactions they were written in. */
import { type Luck, luckOf, matchings, type Outcome, sum } from './chance.ts'
import type { Moment, Round, Vote } from './campaign.ts'
import type { Row } from './grounds.ts'
import { objectIn } from './signs.ts'
import type { Ballot, Subject } from './subject.ts'

/** The intruder knows in which order people came, and takes the rows to lie in it. */
export const byRowOrder = (rounds: readonly Round[], moment: Moment): Outcome =>
  linked(rounds, moment, (readable, votes, luck) => {
    if (readable.length === 0) return drawn(votes, luck)
    const inOrder = readable.toSorted((a, b) => a.row.position - b.row.position)
    return votes.map((_, index) => inOrder[index]?.ballot)
  })

/** The intruder looks for rows that were written in the ballot's transaction and name somebody. */
export const byTransaction = (subject: Subject, rounds: readonly Round[], moment: Moment): Outcome =>
  linked(rounds, moment, (readable, votes, luck, round) => {
    if (readable.length === 0) return drawn(votes, luck)
    return votes.map(({ person }) => {
      const own = readable.find(({ row }) => namesWrittenWith(subject, round.rows[moment], row).includes(person))
      return own ? own.ballot : drawn(votes, luck)[0]
    })
  })

/** Whose sealed box is whose, while the poll is open. */
export function boxesByTransaction(subject: Subject, rounds: readonly Round[]): Outcome {
  return boxes(rounds, (box, { rows }) => {
    const names = new Set(namesWrittenWith(subject, rows.open, box))
    return names.size === 1 ? [...names][0]! : null
  })
}

export function boxesByOrder(rounds: readonly Round[]): Outcome {
  return boxes(rounds, (box, { rows, votes }) => {
    const slots = new Set(votes.map(({ slot }) => slot))
    const order = boxRows(rows.open, slots).toSorted((a, b) => a.position - b.position)
    // Who changed their mind has moved to the end.
    const last = [...new Map(votes.map((vote, index) => [vote.person, index]))].toSorted((a, b) => a[1] - b[1])
    return last[order.indexOf(box)]?.[0] ?? null
  })
}

interface Readable {
  row: Row
  ballot: Ballot
}

type Guess = (
  readable: Readable[],
  votes: readonly Vote[],
  luck: Luck,
  round: Round,
) => readonly (Ballot | null | undefined)[]

/** Whoever reads nothing guesses, knowing all ballots but not whose they are: more than any intruder knows. */
const drawn = (votes: readonly Vote[], luck: Luck): (Ballot | null)[] =>
  luck.shuffled(votes.map(({ ballot }) => ballot))

function linked(rounds: readonly Round[], moment: Moment, guess: Guess): Outcome {
  const hits = rounds.map((round) => {
    const luck = luckOf(`linking ${round.poll}`)
    const votes = round.votes.filter(({ person, ballot }) => ballot && round.voted[moment].has(person))
    const guessed = guess(readableIn(round, moment), votes, luck, round)
    return votes.filter(({ ballot }, index) => same(ballot!, guessed[index])).length
  })
  const trials = sum(rounds.map(({ votes }) => votes.length))
  return matchings(sum(hits), trials, rounds.length)
}

const same = (ballot: Ballot, other: Ballot | null | undefined): boolean =>
  Object.entries(ballot).every(([field, step]) => other?.[field] === step)

/** Rows in which a ballot stands for everyone to read. */
function readableIn({ rows, fields, poll }: Round, moment: Moment): Readable[] {
  return rows[moment].flatMap((row) => {
    if (!Object.values(row.values).includes(poll)) return []
    const ballot = Object.values(row.values)
      .map(objectIn)
      .find((object) => fields.every((field) => object && field in object))
    return ballot ? [{ row, ballot: ballot as Ballot }] : []
  })
}

function namesWrittenWith(subject: Subject, rows: readonly Row[], { xmin, table }: Row): string[] {
  const beside = rows.filter((row) => row.xmin !== null && row.xmin === xmin && row.table !== table)
  const texts = beside.flatMap(({ values }) => Object.values(values).map(String))
  return subject.staff.filter((person) =>
    subject.marks(person).some((mark) => texts.some((text) => text.includes(mark))),
  )
}

const boxRows = (rows: readonly Row[], slots: ReadonlySet<string | null>): Row[] =>
  rows.filter(({ values }) => Object.values(values).some((value) => typeof value === 'string' && slots.has(value)))

function boxes(rounds: readonly Round[], whose: (box: Row, round: Round) => string | null): Outcome {
  const perRound = rounds.map((round) => {
    const owners = new Map(round.votes.map(({ slot, person }) => [slot as unknown, person]))
    const found = boxRows(round.rows.open, new Set(round.votes.map(({ slot }) => slot)))
    const ownerOf = (box: Row) => owners.get(Object.values(box.values).find((value) => owners.has(value)))
    return { found: found.length, hits: found.filter((box) => whose(box, round) === ownerOf(box)).length }
  })
  return matchings(sum(perRound.map(({ hits }) => hits)), sum(perRound.map(({ found }) => found)), rounds.length)
}
