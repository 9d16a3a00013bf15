/** What is published of polls: by the product, held through the whole engine, and by the leaky house. */
import { askRosters } from '../../src/engine/rosters.ts'
import type { Luck } from './chance.ts'
import { buttonsOf, type Story, tell, textOf } from '../house.ts'
import { emailOf, LEADER, manifestOf, nameOf, type Team } from './company.ts'
import type { Ground } from './grounds.ts'

/** One week: who belongs to which team, who is away, and who answers, in this order: whether they agree. */
export interface Week {
  teams: Team[]
  away: readonly string[]
  answers: ReadonlyMap<string, boolean>
  /** Draws what they answer to the other statements, which ask something else; without it they answer all of them alike. */
  luck?: Luck
}

/** By team: everything that its leader and its channel can read after the close. */
export type Published = ReadonlyMap<string, string>

export interface Publisher extends AsyncDisposable {
  hold(week: Week): Promise<Published>
}

const FIRST = Temporal.PlainDate.from('2026-12-03')
/** Steps that stand for agreeing and for not. */
const [AGREES, DOUBTS] = [5, 2]

export async function productPublisher(ground: Ground, teams: Team[]): Promise<Publisher> {
  const story = await tell(ground.engine, {
    manifest: manifestOf(teams),
    now: `${FIRST.subtract({ days: 1 }).toString()}T12:00`,
  })
  const channels = new Map(teams.filter(({ fromChannel }) => fromChannel).map(({ id, members }) => [id, members]))
  if (channels.size > 0) await fill(story, channels)
  let standing = manifestOf(teams)
  let thursday = FIRST
  return {
    async hold({ teams: now, away, answers, luck = null }) {
      const manifest = manifestOf(now)
      if (manifest !== standing) await story.restart(manifest)
      standing = manifest
      const day = thursday.toString()
      for (const person of away) await story.command(person, `away from ${day} until ${day}`)
      await story.to(`${day}T10:00`)
      for (const [person, agrees] of answers) await answerAll(story, person, agrees ? AGREES : DOUBTS, luck)
      await story.to(`${thursday.add({ days: 1 }).toString()}T12:30`)
      const published = await publishedBy(story, now)
      thursday = thursday.add({ weeks: 1 })
      await story.to(`${thursday.subtract({ days: 1 }).toString()}T12:00`)
      return published
    },
    [Symbol.asyncDispose]: () => story[Symbol.asyncDispose](),
  }
}

/** The people of a channel, as its platform tells them. */
async function fill(story: Story, channels: ReadonlyMap<string, readonly string[]>): Promise<void> {
  story.platform.platform.roster = async (channel) =>
    (channels.get(channel) ?? []).map((person) => ({
      id: person,
      name: nameOf(person),
      email: emailOf(person),
      zone: null,
      language: null,
      kind: 'person',
    }))
  await askRosters(story.house)
}

/** In every poll that is open for them; the global statement comes first. */
async function answerAll(story: Story, person: string, step: number, luck: Luck | null): Promise<void> {
  const open = story
    .standing(`@${person}`)
    .filter(({ message }) => buttonsOf(message).some(({ action, style }) => action === 'answer' && style === 'primary'))
  for (const prompt of open) {
    const opened = await story.press(person, 'answer', prompt)
    if (opened.type !== 'form') continue
    const answers = Object.fromEntries(
      opened.form.fields.map((field, place) => {
        const chosen = luck && place > 0 ? 1 + luck.below(5) : step
        return [field.name, field.type === 'scale' ? chosen : null]
      }),
    )
    const reply = await story.send({ type: 'submit', person, ticket: opened.ticket, answers })
    if (reply.type !== 'replace') throw new Error(`A vote was answered with ${textOf(reply)}.`)
  }
}

async function publishedBy(story: Story, teams: Team[]): Promise<Published> {
  const published = new Map<string, string>()
  for (const { id } of teams) {
    const texts = [story.standing(id), story.standing(`@${LEADER}`)].map((all) =>
      all.filter(({ at }) => at >= story.now().slice(0, 10)),
    )
    const replies = await Promise.all(
      ['gap', 'report', 'status'].map((word) => story.command(LEADER, `${word} spirit-${id}`)),
    )
    published.set(id, [...texts.flat().map(({ text }) => text), ...replies.map(textOf)].join('\n'))
  }
  return published
}

/** Exact numbers, however few there are, and the answers one by one in the order in which they came. */
export const leakyPublisher = (): Publisher => ({
  async hold({ teams, away, answers }) {
    return new Map(
      teams.map(({ id, members }) => {
        const present = new Set(members.filter((person) => !away.includes(person)))
        const own = [...answers].filter(([person]) => present.has(person))
        const agree = own.filter(([, agrees]) => agrees).length
        const lines = own.map(([, agrees]) => (agrees ? 'agrees' : 'does not agree'))
        return [id, [`Team spirit: ${agree} of ${own.length}`, ...lines].join('\n')]
      }),
    )
  },
  [Symbol.asyncDispose]: async () => {},
})

/** A share as it was published: the same count twice where it is exact. */
export interface Shown {
  from: number
  to: number
  of: number
}

/** The share of the global statement, as the headline for the team has it; null where none is shown. */
export function shownIn(text: string): Shown | null {
  const found = /Team spirit(?: this week)?: (at most |at least )?(\d+)(?: to (\d+))? of (\d+)/.exec(text)
  if (!found) return null
  const [, bound, first, second, of] = found
  const [from, to, all] = [Number(first), Number(second ?? first), Number(of)]
  return { from: bound === 'at most ' ? 0 : from, to: bound === 'at least ' ? all : to, of: all }
}
