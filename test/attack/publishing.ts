/** What can be worked out from published results alone: of few, of everyone, of somebody who joined, left or was away, of one group inside another. */
import { shownShare } from '../../rituals/pulse/shares.ts'
import { guesses, type Luck, luckOf, type Outcome } from './chance.ts'
import { people, type Team } from './company.ts'
import { learned, type Sample, type Signs } from './learning.ts'
import { type Publisher, type Shown, shownIn } from './publisher.ts'

const TEAM = 'team'
/** Fewest answers that may be shown together. */
const THRESHOLD = 5

const teamOf = (members: readonly string[]): Team[] => [{ id: TEAM, members }]

/** Fewer than the threshold answer, all of them alike. */
export function ofFew(publisher: Publisher, rounds: number): Promise<Outcome> {
  const staff = people(9)
  return secretBits(rounds, 'few', async (secret, luck) => {
    const voters = luck.shuffled(staff).slice(0, 1 + luck.below(THRESHOLD - 1))
    const answers = new Map(voters.map((person) => [person, secret]))
    return (await publisher.hold({ teams: teamOf(staff), away: [], answers })).get(TEAM)!
  })
}

/** Between five and nine answer: either all of them agree, or all but one. */
export function ofEveryone(publisher: Publisher, rounds: number): Promise<Outcome> {
  const staff = people(9)
  return secretBits(rounds, 'everyone', async (secret, luck) => {
    const voters = luck.shuffled(staff).slice(0, 8)
    const answers = new Map(voters.map((person, index) => [person, secret || index > 0]))
    return (await publisher.hold({ teams: teamOf(staff), away: [], answers })).get(TEAM)!
  })
}

async function secretBits(
  rounds: number,
  seed: string,
  publish: (secret: boolean, luck: Luck) => Promise<string>,
): Promise<Outcome> {
  const samples: Sample[] = []
  for (let round = 0; round < rounds; round += 1) {
    const luck = luckOf(`${seed} ${round}`)
    // Each secret as often as the other, so that chance is a coin.
    const secret = round % 4 < 2 === (round % 2 === 0)
    samples.push({ round, secret, signs: signsInText(await publish(secret, luck)) })
  }
  return learned(samples)
}

/** The whole text, its lines, and the shares in it. */
function signsInText(text: string): Signs {
  const shown = shownIn(text)
  const lines = Object.fromEntries(text.split('\n').map((line, index) => [`line ${index}`, line]))
  return { ...lines, text, ...(shown ? { share: shown.from / shown.of, upTo: shown.to / shown.of } : {}) }
}

/** Whether a voter agrees, from the result and what is known of them: when they came, and where they stand in the list of the team. */
export async function ofVoters(publisher: Publisher, rounds: number): Promise<Outcome> {
  const staff = people(9)
  const samples: Sample[] = []
  const modes: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const luck = luckOf(`voters ${round}`)
    const answers = new Map(luck.shuffled(staff).map((person) => [person, luck.coin()]))
    const lines = (await publisher.hold({ teams: teamOf(staff), away: [], answers })).get(TEAM)!.split('\n')
    const agree = [...answers.values()].filter(Boolean).length
    for (const [arrival, [person, secret]] of [...answers].entries()) {
      const places = { arrival, roster: staff.indexOf(person) }
      samples.push({ round, secret, signs: { ...signsInText(lines.join('\n')), ...linesBy(lines, places) } })
      modes.push(Math.max(agree, staff.length - agree) / staff.length)
    }
  }
  return guesses(learned(samples).hits, modes)
}

/** A list in the text may run in the order in which people came, or stand in the team, from any line on. */
const linesBy = (lines: readonly string[], places: Record<string, number>): Signs =>
  Object.fromEntries(
    Object.entries(places).flatMap(([name, place]) =>
      [0, 1, 2, 3].map((from) => [`${name} from line ${from}`, lines[from + place] ?? 'none']),
    ),
  )

/** Somebody joins or leaves between two weeks, and nobody changes their mind. */
export function ofJoiners(publisher: Publisher, rounds: number, size: number): Promise<Outcome> {
  return differences(rounds, `joiners ${size}`, size, async (_, present, answers, luck) => {
    const published = await publisher.hold({ teams: teamOf(present), away: [], answers, luck })
    return shownIn(published.get(TEAM)!)
  })
}

/** Somebody is away who was there the week before, or the other way round, and nobody changes their mind. */
export function ofTheAway(publisher: Publisher, rounds: number, size: number): Promise<Outcome> {
  return differences(rounds, `away ${size}`, size, async (staff, present, answers, luck) => {
    const away = staff.filter((person) => !present.includes(person))
    const published = await publisher.hold({ teams: teamOf(staff), away, answers, luck })
    return shownIn(published.get(TEAM)!)
  })
}

/** Two groups that differ by one person answer in the same week. */
export async function ofSegments(publisher: Publisher, rounds: number, size: number): Promise<Outcome> {
  const [one, ...others] = people(size + 1) as [string, ...string[]]
  const teams = [
    { id: 'all', members: [one, ...others], fromChannel: true },
    { id: 'most', members: others, fromChannel: true },
  ]
  let hits = 0
  for (let round = 0; round < rounds; round += 1) {
    const luck = luckOf(`segments ${size} ${round}`)
    const answers = answersWith(one, others, luck)
    const published = await publisher.hold({ teams, away: [], answers, luck })
    const [all, most] = teams.map(({ id }) => shownIn(published.get(id)!)) as [Shown | null, Shown | null]
    if (guessed(most, all, luck) === answers.get(one)) hits += 1
  }
  return coins(hits, rounds)
}

async function differences(
  rounds: number,
  seed: string,
  size: number,
  shownTo: (
    staff: readonly string[],
    present: readonly string[],
    answers: ReadonlyMap<string, boolean>,
    luck: Luck,
  ) => Promise<Shown | null>,
): Promise<Outcome> {
  const staff = people(size + 1)
  let hits = 0
  for (let round = 0; round < rounds; round += 1) {
    const luck = luckOf(`${seed} ${round}`)
    const one = staff[round % staff.length]!
    const others = staff.filter((person) => person !== one)
    const answers = answersWith(one, others, luck)
    const weeks = round % 2 === 0 ? [others, staff] : [staff, others]
    const shown: (Shown | null)[] = []
    for (const present of weeks)
      shown.push(await shownTo(staff, present, new Map(present.map((each) => [each, answers.get(each)!])), luck))
    const [without, all] = round % 2 === 0 ? shown : shown.toReversed()
    if (guessed(without!, all!, luck) === answers.get(one)) hits += 1
  }
  return coins(hits, rounds)
}

/** The one's answer is a coin's, whatever the others say, and so is a guess that knows no more than the result. */
const coins = (hits: number, rounds: number): Outcome =>
  guesses(
    hits,
    Array.from({ length: rounds }, () => 0.5),
  )

/** The one says this or that; of the others as many agree as tell most about the one, which is what an intruder waits for. */
function answersWith(one: string, others: readonly string[], luck: Luck): Map<string, boolean> {
  const secret = luck.coin()
  const count = edgeFor(others.length, secret)
  const answers = luck.shuffled(others).map((person, index) => [person, index < count] as const)
  return new Map(luck.shuffled([...answers, [one, secret] as const]))
}

/** How many of so many others have to agree for two results, as the product shows shares, to tell most about one more. */
function edgeFor(others: number, secret: boolean): number {
  const shown = (count: number, of: number): Shown => shownShare(count, of, THRESHOLD)!
  const certainty = (count: number): number => {
    const agrees = shareFor(shown(count, others), shown(count + Number(secret), others + 1))
    return secret ? agrees : 1 - agrees
  }
  const counts = Array.from({ length: others + 1 }, (_, count) => count)
  const fromHalf = (count: number): number => Math.abs(count - others / 2)
  return counts.toSorted((a, b) => certainty(b) - certainty(a) || fromHalf(a) - fromHalf(b))[0]!
}

function guessed(without: Shown | null, all: Shown | null, luck: Luck): boolean {
  const agrees = without && all ? shareFor(without, all) : 0.5
  return agrees === 0.5 ? luck.coin() : agrees > 0.5
}

/** Of all counts that fit two results, the share in which the one more agrees. */
function shareFor(without: Shown, all: Shown): number {
  const counts = Array.from({ length: all.of }, (_, count) => count).filter(
    (count) => without.from <= count && count <= without.to,
  )
  const fits = (one: number): number =>
    counts.filter((count) => all.from <= count + one && count + one <= all.to).length
  return fits(1) / (fits(0) + fits(1))
}
