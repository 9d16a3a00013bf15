/** Runs the attacks on one database: each first against the leaky house, then against the product. */
import { ATTACKS, GAMES } from './attacks.ts'
import { live, type Round } from './campaign.ts'
import { findings, type Outcome } from './chance.ts'
import type { Ground } from './grounds.ts'
import { openLeaky } from './leaky.ts'
import { openProduct } from './product.ts'
import { leakyPublisher, productPublisher } from './publisher.ts'
import { replayed } from './replaying.ts'
import type { Subject } from './subject.ts'
import type { Entry } from './verdict.ts'

/** How much of it: everything takes minutes, the short form seconds. */
export interface Effort {
  rounds: number
  /** Events of each round that the leader watches. */
  watched: number
  /** Of the questions a leader can ask, the first ones. */
  questions: number
  long: boolean
  /** Which games on published results are played, by their place in the list. */
  games: number
}

export const FULL: Effort = { rounds: 12, watched: 4, questions: 9, long: true, games: GAMES.length }

const PEOPLE = 12

/** Attacks on what is kept, written and shown. */
export async function attackHouse(ground: Ground, effort: Effort): Promise<Entry[]> {
  const leaky = await lifeOf(await openLeaky(ground, PEOPLE), effort, 'leaky')
  const product = await lifeOf(await openProduct(ground, PEOPLE, effort.questions), effort, 'product')
  const able = ATTACKS.filter(({ only, long }) => (only ?? ground.name) === ground.name && (effort.long || !long))
  const entries = able.map(({ name, unprotected, run }): Entry => ({
    attack: name,
    database: ground.name,
    leaky: run(leaky.subject, leaky.rounds),
    product: run(product.subject, product.rounds),
    unprotected,
  }))
  const tricks = { attack: 'repeated, old and foreign events', unprotected: undefined }
  return [...entries, { ...tricks, database: ground.name, leaky: leaky.tricks, product: product.tricks }]
}

/** Attacks on what is published. */
export async function attackReports(ground: Ground, effort: Effort): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const { name, unprotected, teams, play } of GAMES.slice(0, effort.games)) {
    await using publisher = await productPublisher(ground, teams)
    const leaky = await play(leakyPublisher())
    entries.push({ attack: name, database: ground.name, leaky, product: await play(publisher), unprotected })
  }
  return entries
}

interface Life {
  subject: Subject
  rounds: Round[]
  tricks: Outcome
}

/** Everything that needs the subject alive happens in here; what was written down is attacked afterwards. */
async function lifeOf(subject: Subject, { rounds, watched, long }: Effort, seed: string): Promise<Life> {
  await using alive = subject
  const lived = await live(alive, { rounds, watched, afterwards: long, seed })
  const tricks = await replayed(alive)
  return { subject: alive, rounds: lived, tricks: findings(tricks.hits, tricks.trials) }
}
