/** Who has voted, and what they said: told by any trace that voting, agreeing or being reminded leaves somewhere. */
import { likenessIn, type Moment, type Round } from './campaign.ts'
import type { Outcome } from './chance.ts'
import type { Row } from './grounds.ts'
import { learned, type Sample, type Signs } from './learning.ts'
import { compared, type Likeness, signsInJson, signsInRows } from './signs.ts'
import { METRICS, type Subject } from './subject.ts'

export type Told = Outcome & { sign: string }

export const isJob = ({ table }: Row): boolean => table.includes('job')
const isNoJob = (row: Row): boolean => !isJob(row)

/** From the rows of the database at that moment. */
export const whoVotedByRows = (subject: Subject, rounds: readonly Round[], moment: Moment): Told =>
  whoVoted(subject, rounds, moment, ({ rows }, person) => signsInRows(rows[moment].filter(isNoJob), person))

/** From the queue's tables. */
export const whoVotedByJobs = (subject: Subject, rounds: readonly Round[], moment: Moment): Told =>
  whoVoted(subject, rounds, moment, ({ rows }, person) => signsInRows(rows[moment].filter(isJob), person))

/** From the rows of those who said that they are away while the poll was open. */
export const whoVotedByAbsence = (subject: Subject, rounds: readonly Round[]): Told =>
  whoVoted(
    subject,
    rounds,
    'open',
    ({ rows }, person) => signsInRows(rows.open.filter(isNoJob), person),
    ({ away }) => away,
  )

/** From what the leader and the channel can look at; `page` is the playground's, which shows everybody's side of it. */
export const whoVotedBySight = (subject: Subject, rounds: readonly Round[], page: boolean): Told =>
  whoVoted(subject, rounds, 'reminded', ({ sights }, person) => {
    const seen = Object.entries(sights.reminded).filter(
      ([place]) => place !== METRICS && /\bpeople\b|api\/state/.test(place) === page,
    )
    return signsInJson(Object.fromEntries(seen), person)
  })

/** From the bytes of the tables' files, dead rows included. */
export const whoVotedByFiles = (subject: Subject, rounds: readonly Round[]): Told =>
  told(
    subject,
    rounds,
    ({ staff }) => staff,
    (round, person) => round.files.get(person)!,
    reminded,
  )

/** From the log: which lines name somebody, and how often. */
export const whoVotedByLog = (subject: Subject, rounds: readonly Round[]): Told =>
  whoVoted(subject, rounds, 'closed', ({ said }, { marks, traces }) => {
    const lines = said.filter(
      ({ where, text }) => where === 'log' && [...marks, ...traces].some((mark) => text.includes(mark)),
    )
    return { lines: lines.length }
  })

/** From what goes to others: the channel and the leader's own conversation. */
export const whoVotedByMessages = (subject: Subject, rounds: readonly Round[]): Told =>
  whoVoted(subject, rounds, 'reminded', ({ said }, { marks }) => {
    const others = said.filter(
      ({ where, to }) => where === 'platform' && to !== null && !marks.some((mark) => to.includes(mark)),
    )
    return { named: others.filter(({ text }) => marks.some((mark) => text.includes(mark))).length }
  })

/** Whether somebody agrees with the first statement, from everything that is left of them after the close. */
export function whoAgrees(subject: Subject, rounds: readonly Round[]): Told {
  const agrees = ({ votes }: Round, person: string): boolean | null => {
    const ballot = votes.findLast((vote) => vote.person === person)?.ballot
    const step = ballot && Object.values(ballot)[0]
    return step ? step >= 4 : null
  }
  return told(
    subject,
    rounds,
    ({ staff }) => staff,
    (round, person) => ({
      ...signsInRows(round.rows.closed, likenessIn(subject, round.poll, person)),
      ...round.files.get(person)!,
      ...signsInJson(round.sights.closed, likenessIn(subject, round.poll, person)),
    }),
    agrees,
  )
}

const reminded = ({ voted }: Round, person: string): boolean => voted.reminded.has(person)

function whoVoted(
  subject: Subject,
  rounds: readonly Round[],
  moment: Moment,
  signs: (round: Round, person: Likeness) => Signs,
  people: (round: Round) => readonly string[] = () => subject.staff,
): Told {
  // Reminders tell who had voted by then; later moments may show it still.
  const secret = moment === 'open' ? ({ voted }: Round, person: string) => voted.open.has(person) : reminded
  return told(
    subject,
    rounds,
    (_, round) => people(round),
    (round, person) => signs(round, likenessIn(subject, round.poll, person)),
    secret,
  )
}

function told(
  subject: Subject,
  rounds: readonly Round[],
  people: (subject: Subject, round: Round) => readonly string[],
  signs: (round: Round, person: string) => Signs,
  secret: (round: Round, person: string) => boolean | null,
): Told {
  const samples = rounds.flatMap((round, index): Sample[] => {
    const all = people(subject, round)
    const seen = compared(all.map((person) => signs(round, person)))
    return all.flatMap((person, place) => {
      const truth = secret(round, person)
      return truth === null ? [] : [{ round: index, signs: seen[place]!, secret: truth }]
    })
  })
  return learned(samples)
}
