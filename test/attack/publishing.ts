/** What can be worked out from published results alone: of few, of everyone, of somebody who joined, left or was away, of one group inside another. */
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

/** Every week somebody joins or leaves, and nobody changes their mind. */
export function ofJoiners(publisher: Publisher, rounds: number, size: number): Promise<Outcome> {
  const staff = people(size + 1)
  return differences(rounds, `joiners ${size}`, staff, async (present, answers) => {
    const published = await publisher.hold({ teams: teamOf(present), away: [], answers })
    return shownIn(published.get(TEAM)!)
  })
}

/** Every week somebody is away who was there the week before, or the other way round. */
export function ofTheAway(publisher: Publisher, rounds: number, size: number): Promise<Outcome> {
  const staff = people(size + 1)
  return differences(rounds, `away ${size}`, staff, async (present, answers) => {
    const away = staff.filter((person) => !present.includes(person))
    const published = await publisher.hold({ teams: teamOf(staff), away, answers })
    return shownIn(published.get(TEAM)!)
  })
}

/** Two groups that differ by one person answer in the same week. */
export async function ofSegments(publisher: Publisher, rounds: number, size: number): Promise<Outcome> {
  const staff = people(size + 1)
  let hits = 0
  const modes: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const luck = luckOf(`segments ${round}`)
    const answers = opinionsOf(staff, luck)
    const teams = [
      { id: 'all', members: staff },
      { id: 'most', members: staff.slice(1) },
    ]
    const published = await publisher.hold({ teams, away: [], answers })
    const [all, most] = teams.map(({ id }) => shownIn(published.get(id)!)) as [Shown | null, Shown | null]
    if (difference(most, all) === answers.get(staff[0]!)) hits += 1
    modes.push(modeOf(answers))
  }
  return guesses(hits, modes)
}

async function differences(
  rounds: number,
  seed: string,
  staff: readonly string[],
  shownTo: (present: readonly string[], answers: ReadonlyMap<string, boolean>) => Promise<Shown | null>,
): Promise<Outcome> {
  const luck = luckOf(seed)
  const opinions = opinionsOf(staff, luck)
  const answersOf = (present: readonly string[]) => new Map(present.map((person) => [person, opinions.get(person)!]))
  let hits = 0
  const modes: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const one = staff[round % staff.length]!
    const others = staff.filter((person) => person !== one)
    const whole = round % 2 === 0 ? [others, staff] : [staff, others]
    const shown: (Shown | null)[] = []
    for (const present of whole) shown.push(await shownTo(present, answersOf(present)))
    const [without, all] = round % 2 === 0 ? shown : shown.toReversed()
    if (difference(without!, all!) === opinions.get(one)) hits += 1
    modes.push(modeOf(opinions))
  }
  return guesses(hits, modes)
}

/** Half of them agree, so that guessing is hardest. */
const opinionsOf = (staff: readonly string[], luck: Luck): Map<string, boolean> =>
  new Map(luck.shuffled(staff).map((person, index) => [person, index % 2 === 0]))

/** What one more person must have said: the answer that more of the possible counts agree with. */
function difference(without: Shown | null, all: Shown | null): boolean {
  if (!all) return without !== null && without.from + without.to > without.of
  const counts = Array.from({ length: all.of }, (_, count) => count)
  const possible = counts.filter((count) => !without || (without.from <= count && count <= without.to))
  const fits = (one: number): number =>
    possible.filter((count) => all.from <= count + one && count + one <= all.to).length
  return fits(1) === fits(0) ? all.from + all.to > all.of : fits(1) > fits(0)
}

/** How often always naming the more common answer is right. */
function modeOf(answers: ReadonlyMap<string, boolean>): number {
  const agree = [...answers.values()].filter(Boolean).length
  return Math.max(agree, answers.size - agree) / answers.size
}
