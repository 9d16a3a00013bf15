/** All attacks: those on what a subject keeps, writes and shows, over the same rounds of its life, and those on what is published. */
import { asImages, namesNearSlots, openedLater, readIn } from './bytes.ts'
import type { Round } from './campaign.ts'
import { findings, type Outcome } from './chance.ts'
import { people, type Team } from './company.ts'
import { boxesByOrder, boxesByTransaction, byRowOrder, byTransaction } from './linking.ts'
import type { Publisher } from './publisher.ts'
import { ofEveryone, ofFew, ofJoiners, ofSegments, ofTheAway, ofVoters } from './publishing.ts'
import type { Subject } from './subject.ts'
import {
  whoAgrees,
  whoVotedByAbsence,
  whoVotedByFiles,
  whoVotedByJobs,
  whoVotedByLog,
  whoVotedByMessages,
  whoVotedByRows,
  whoVotedBySight,
} from './telling.ts'
import {
  thatSomebodyVoted,
  thatSomebodyVotedByMetrics,
  whatSomebodySaid,
  whatSomebodySaidByMetrics,
} from './watching.ts'

interface Named {
  name: string
  /** Takes more rounds than the short form lives through. */
  long?: boolean
  /**
   * Why the product is not held to the limit, and what the measured number means. Only for what can't be protected by design; the README and
   * the bot say so as well.
   */
  unprotected?: string
}

export interface Attack extends Named {
  /** PostgreSQL alone tells which transaction wrote a row; on SQLite boxes lie in the order of their slots, and the program makes backups itself. */
  only?: 'PostgreSQL' | 'SQLite'
  run(subject: Subject, rounds: readonly Round[]): Outcome & { sign?: string }
}

export const ATTACKS: readonly Attack[] = [
  { name: 'live results: that somebody voted', run: (_, rounds) => thatSomebodyVoted(rounds) },
  { name: 'live results: what they said', long: true, run: (_, rounds) => whatSomebodySaid(rounds) },
  {
    name: 'metrics: that somebody voted',
    long: true,
    unprotected:
      'whoever may read the metrics sees that some form was sent, not whose nor what; let only your own network reach them',
    run: (_, rounds) => thatSomebodyVotedByMetrics(rounds),
  },
  { name: 'metrics: what they said', long: true, run: (_, rounds) => whatSomebodySaidByMetrics(rounds) },
  { name: 'row order, while open: person to ballot', run: (_, rounds) => byRowOrder(rounds, 'open') },
  { name: 'row order, after the close: person to ballot', run: (_, rounds) => byRowOrder(rounds, 'closed') },
  {
    name: 'xmin, while open: person to ballot',
    only: 'PostgreSQL',
    run: (subject, rounds) => byTransaction(subject, rounds, 'open'),
  },
  {
    name: 'xmin, after the close: person to ballot',
    only: 'PostgreSQL',
    run: (subject, rounds) => byTransaction(subject, rounds, 'closed'),
  },
  { name: 'xmin, while open: person to sealed box', only: 'PostgreSQL', run: boxesByTransaction },
  {
    name: 'row order, while open: order of votes to sealed box',
    only: 'PostgreSQL',
    unprotected: 'who sees people vote and the table at once knows which box is whose, but not what is in it',
    run: (_, rounds) => boxesByOrder(rounds),
  },
  { name: 'names beside sealed boxes, in files and WAL', run: namesNearSlots },
  {
    name: 'files, WAL, temporary files, open: ballots, keys',
    run: (_, rounds) => readIn(rounds, imagesOf(rounds, 'open')),
  },
  { name: 'the same after the close', run: (_, rounds) => readIn(rounds, imagesOf(rounds, 'closed')) },
  {
    name: 'backup while open: ballots, keys',
    only: 'SQLite',
    run: (_, rounds) => readIn(rounds, imagesOf(rounds, 'backup')),
  },
  { name: 'copy while open, key folder after the close', run: (_, rounds) => openedLater(rounds) },
  { name: 'key folder after the close', run: (_, rounds) => keysLeft(rounds) },
  { name: 'log: ballots, typed texts, keys', run: (_, rounds) => readIn(rounds, saidIn(rounds, 'log')) },
  { name: 'platform: ballots, typed texts, keys', run: (_, rounds) => readIn(rounds, saidIn(rounds, 'platform')) },
  { name: 'replies, forms, pages, export: ballots, keys', run: (_, rounds) => readIn(rounds, saidIn(rounds, 'reply')) },
  { name: 'who voted: rows while open', run: (subject, rounds) => whoVotedByRows(subject, rounds, 'open') },
  {
    name: 'who voted: rows after the reminder',
    run: (subject, rounds) => whoVotedByRows(subject, rounds, 'reminded'),
  },
  { name: 'who voted: rows after the close', run: (subject, rounds) => whoVotedByRows(subject, rounds, 'closed') },
  {
    name: 'who voted: jobs after the close',
    run: (subject, rounds) => whoVotedByJobs(subject, rounds, 'closed'),
  },
  { name: 'who voted: files after the close, dead rows too', long: true, run: whoVotedByFiles },
  { name: 'who voted: rows of those who go away', run: whoVotedByAbsence },
  { name: 'who voted: log', run: whoVotedByLog },
  { name: 'who voted: messages to others', run: whoVotedByMessages },
  {
    name: 'who voted: commands, home, pages as leader',
    run: (subject, rounds) => whoVotedBySight(subject, rounds, false),
  },
  {
    name: 'who voted: playground API as somebody else',
    unprotected: 'the playground has no log-in: whoever opens it is everybody, and sees whom a reminder has reached',
    run: (subject, rounds) => whoVotedBySight(subject, rounds, true),
  },
  { name: 'who agrees: all that is left of a person', long: true, run: whoAgrees },
]

const imagesOf = (rounds: readonly Round[], moment: 'open' | 'closed' | 'backup') =>
  rounds.flatMap(({ images }) => images?.[moment] ?? [])

const saidIn = (rounds: readonly Round[], where: 'log' | 'platform' | 'reply') =>
  asImages(rounds.flatMap(({ said }) => said.filter((each) => each.where === where)))

const keysLeft = (rounds: readonly Round[]): Outcome =>
  findings(rounds.filter(({ keysAfter }) => keysAfter.length > 0).length, rounds.length)

/** A game on what is published: whoever plays it sets the questions and reads the reports. */
export interface Game extends Named {
  teams: Team[]
  play(publisher: Publisher): Promise<Outcome>
}

/** Enough for chance to stay below what a leak gives away for certain. */
const ROUNDS = 12
/** Where a leak gives away much, but not everything. */
const MORE_ROUNDS = 14

const teamOf = (size: number): Team[] => [{ id: 'team', members: people(size) }]

export const GAMES: readonly Game[] = [
  { name: 'small group: what fewer than five said', teams: teamOf(9), play: (publisher) => ofFew(publisher, ROUNDS) },
  { name: 'unanimity among five to nine', teams: teamOf(9), play: (publisher) => ofEveryone(publisher, ROUNDS) },
  {
    name: 'a voter, from the published result',
    long: true,
    teams: teamOf(9),
    play: (publisher) => ofVoters(publisher, ROUNDS / 2),
  },
  ...[7, 10].flatMap((size): Game[] => [
    {
      name: `joiners and leavers, among ${size} and ${size + 1}`,
      long: true,
      teams: teamOf(size),
      play: (publisher) => ofJoiners(publisher, MORE_ROUNDS, size),
    },
    {
      name: `the away, among ${size} and ${size + 1}`,
      long: true,
      teams: teamOf(size + 1),
      play: (publisher) => ofTheAway(publisher, MORE_ROUNDS, size),
    },
    {
      name: `segments: ${size + 1} minus ${size} of them`,
      long: true,
      teams: [
        { id: 'all', members: people(size + 1), fromChannel: true },
        { id: 'most', members: people(size + 1).slice(1), fromChannel: true },
      ],
      play: (publisher) => ofSegments(publisher, MORE_ROUNDS, size),
    },
  ]),
]
