/** What must be true in the end, whatever has gone wrong: read from the database, from what stands in Slack, and from what people were told. */
import type { Database } from '../../src/store/database.ts'
import type { Slack } from '../slack/double.ts'
import { shownText } from '../slack/reading.ts'
import type { StoredMessage } from '../slack/world.ts'
import { placeIn } from '../../adapters/slack/parts.ts'
import { instantText } from '../../src/time/format.ts'
import type { Company } from './company.ts'
import type { Answer } from './people.ts'
import type { Replica, Sending } from './replica.ts'

export interface Entry {
  what: string
  count: number
  of: number
  /** Left out where the numbers only inform. */
  balanced?: boolean
  /** Some of what does not add up. */
  examples?: string[]
}

export interface World {
  db: Database
  slack: Slack
  company: Company
  answers: readonly Answer[]
  replicas: readonly Replica[]
  from: Temporal.Instant
  until: Temporal.Instant
}

/** Where there should be none, how many there are; otherwise how many are right. */
const exactly = (what: string, wanted: number, wrong: string[]): Entry => ({
  what,
  count: Math.abs(wanted - wrong.length),
  of: wanted,
  balanced: wrong.length === 0,
  examples: wrong.slice(0, 5),
})

const told = (what: string, count: number, of: number): Entry => ({ what, count, of })

export async function balance(world: World): Promise<Entry[]> {
  return [
    ...(await occurrenceEntries(world)),
    ...(await answerEntries(world)),
    ...(await ballotEntries(world)),
    ...(await messageEntries(world)),
    ...laneEntries(world),
  ]
}

async function occurrenceEntries({ db, slack, company, from, until }: World): Promise<Entry[]> {
  const rows = await db.kysely.selectFrom('occurrence').select(['id', 'state', 'ritual_id', 'local_at']).execute()
  const states = new Map(rows.map(({ id, state }) => [id, state]))
  const expected = company.expected(from, until)
  const held = expected.filter((id) => ['open', 'closed'].includes(states.get(id) ?? ''))
  const missed = expected.filter((id) => states.get(id) === 'missed')
  const known = new Set(expected)
  const extra = rows.filter(({ id, state }) => !known.has(id) && ['open', 'closed', 'missed'].includes(state))
  const reports = toldMissed(slack)
  const missedOf = Map.groupBy(missed, (id) => id.split('@')[0]!)
  const inDoubt = await ritualsInDoubt(db)
  const untold = [...missedOf].filter(([ritual, ids]) => reports.get(ritual) !== ids.length && !inDoubt.has(ritual))
  return [
    exactly(
      'occurrences planned = held + missed',
      expected.length,
      expected.filter((id) => !held.includes(id) && !missed.includes(id)).map((id) => `${id} is ${states.get(id)}`),
    ),
    exactly(
      'occurrences that nobody planned',
      0,
      extra.map(({ id, state }) => `${id} is ${state}`),
    ),
    told('held', held.length, expected.length),
    told('missed', missed.length, expected.length),
    exactly(
      'rituals whose missed ones their leaders were told of, each once, unless nobody knows',
      missedOf.size,
      untold.map(([ritual, ids]) => `${ritual}: ${ids.length} missed, ${reports.get(ritual) ?? 0} told`),
    ),
  ]
}

/** Those of whose reports nobody knows whether they arrived. */
async function ritualsInDoubt(db: Database): Promise<Set<string>> {
  const rows = await db.kysely
    .selectFrom('delivery')
    .select('key')
    .where('key', 'like', 'missed/%')
    .where('state', '=', 'unknown')
    .execute()
  return new Set(rows.map(({ key }) => key.slice('missed/'.length).split('@')[0]!))
}

/** How many times of each ritual its leader was told that it was missed. */
function toldMissed(slack: Slack): Map<string, number> {
  const found = new Map<string, number>()
  for (const { kind, messages } of slack.world.conversations.values()) {
    if (kind !== 'im') continue
    for (const message of messages) {
      const [, ritual, , times] =
        /„(ritual-team-\d+)“ ist (einmal|(\d+) Mal) ausgefallen/.exec(shownText(message)) ?? []
      if (ritual !== undefined) found.set(ritual, (found.get(ritual) ?? 0) + Number(times ?? 1))
    }
  }
  return found
}

async function answerEntries({ db, answers }: World): Promise<Entry[]> {
  const rows = await db.kysely.selectFrom('response').select(['answers', 'occurrence_id', 'member_id']).execute()
  const identities = await db.kysely
    .selectFrom('identity')
    .select(['external_id', 'member_id'])
    .where('platform', '=', 'slack')
    .execute()
  const members = new Map(identities.map(({ external_id, member_id }) => [external_id.split('/')[1]!, member_id]))
  const named = answers.filter(({ text }) => text !== '')
  const confirmed = named.filter(({ outcome }) => outcome === 'confirmed')
  const storedAs = (answer: Answer) => rows.filter((row) => row.answers?.includes(answer.text))
  const lost = confirmed.filter((answer) => storedAs(answer).length === 0)
  const twice = named.filter((answer) => storedAs(answer).length > 1)
  const misplaced = named.filter((answer) =>
    storedAs(answer).some(
      (row) => row.occurrence_id !== answer.occurrence || row.member_id !== members.get(answer.person.id),
    ),
  )
  const refused = named.filter((answer) => answer.outcome === 'refused' && storedAs(answer).length > 0)
  const idOf = ({ text }: Answer): string => text
  return [
    exactly('confirmed answers that are stored', confirmed.length, lost.map(idOf)),
    exactly('answers stored once', named.length, twice.map(idOf)),
    exactly('answers stored where they belong', named.length, misplaced.map(idOf)),
    exactly(
      'refused answers that are not stored',
      named.filter(({ outcome }) => outcome === 'refused').length,
      refused.map(idOf),
    ),
    told(
      'answers of which people do not know',
      named.filter(({ outcome }) => outcome === 'unsure').length,
      named.length,
    ),
  ]
}

const FEWEST = 5

async function ballotEntries({ db, answers, company }: World): Promise<Entry[]> {
  const rows = await db.kysely.selectFrom('result').select(['occurrence_id', 'document']).execute()
  const staff = new Set(company.teams.flatMap(({ staff: members }) => members.map(({ id }) => id)))
  const votes = Map.groupBy(
    answers.filter(({ text, outcome, person }) => text === '' && outcome !== 'none' && staff.has(person.id)),
    ({ occurrence }) => occurrence,
  )
  const wrong = rows.flatMap(({ occurrence_id, document }) => {
    const own = votes.get(occurrence_id) ?? []
    const voters = (outcomes: Answer['outcome'][]) =>
      new Set(own.filter(({ outcome }) => outcomes.includes(outcome)).map(({ person }) => person.id)).size
    const { answered, withheld } = JSON.parse(document) as { answered: number | null; withheld: string | null }
    const [least, most] = [voters(['confirmed']), voters(['confirmed', 'unsure'])]
    const isRight = answered === null ? withheld === 'few' && least < FEWEST : answered >= least && answered <= most
    return isRight ? [] : [`${occurrence_id}: ${answered} counted (${withheld}), ${least} to ${most} voted`]
  })
  const left = await db.kysely
    .selectFrom('spool')
    .innerJoin('occurrence', 'occurrence.id', 'spool.occurrence_id')
    .select('slot')
    .where('state', '=', 'closed')
    .execute()
  return [
    exactly('polls whose ballots are all counted, once', rows.length, wrong),
    exactly(
      'ballots left behind',
      0,
      left.map(() => 'one'),
    ),
    told(
      'ballots confirmed',
      answers.filter(({ text, outcome }) => text === '' && outcome === 'confirmed').length,
      answers.filter(({ text, outcome }) => text === '' && outcome !== 'none').length,
    ),
  ]
}

interface Standing {
  delivery: string
  message: StoredMessage
  members: ReadonlySet<string>
}

/** So long after its time a message is forgotten, and not only waiting for its turn. */
const FORGOTTEN = { seconds: 20 }

async function messageEntries({ db, slack, until }: World): Promise<Entry[]> {
  const rows = await db.kysely
    .selectFrom('delivery')
    .select(['id', 'recipient', 'state', 'key', 'sent_revision', 'revision', 'not_before'])
    .execute()
  const identities = await db.kysely
    .selectFrom('identity')
    .select(['external_id', 'member_id'])
    .where('platform', '=', 'slack')
    .execute()
  const people = new Map(identities.map(({ external_id, member_id }) => [member_id, external_id.split('/')[1]!]))
  const standing = standingIn(slack)
  const byDelivery = Map.groupBy(standing, ({ delivery }) => delivery)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const places = (id: string): Standing[] => byDelivery.get(id) ?? []
  const unheard = unheardPosts(slack)
  const doubled = rows.filter(({ id }) => places(id).length > 1)
  const sent = rows.filter(({ state }) => state === 'sent')
  const unknown = rows.filter(({ state }) => state === 'unknown')
  const before = instantText(until.subtract(FORGOTTEN))
  const unfinished = rows.filter(
    ({ state, revision, sent_revision, not_before }) =>
      ['queued', 'sending'].includes(state) && sent_revision < revision && not_before < before,
  )
  const strayed = standing.filter(({ delivery, message, members }) => {
    const recipient = byId.get(delivery)?.recipient
    if (recipient === undefined) return true
    if (recipient.startsWith('channel:')) return recipient !== `channel:slack:${message.channel}`
    return !members.has(people.get(recipient.slice('member:'.length)) ?? '')
  })
  const name = ({ id, key, recipient }: (typeof rows)[number]): string => `${key} to ${recipient} (${id})`
  const lookUps = slack.journal.calls.filter(({ method }) => method === 'conversations.history').length
  return [
    exactly('messages that were sent stand', sent.length, sent.filter(({ id }) => places(id).length === 0).map(name)),
    exactly(
      'messages stand once, unless nobody heard whether they did',
      byDelivery.size,
      doubled.filter(({ id }) => !unheard.has(id)).map(name),
    ),
    told('of these, they stand twice', doubled.length, unheard.size),
    exactly(
      'messages stand with whom they are for',
      standing.length,
      strayed.map(
        ({ delivery, message, members }) =>
          `${byId.get(delivery)?.key} to ${byId.get(delivery)?.recipient} (${people.get(byId.get(delivery)?.recipient.slice(7) ?? '')}) in ${message.channel} (${[...members]})`,
      ),
    ),
    exactly(
      'messages left unsent',
      0,
      unfinished.map((row) => `${name(row)}, ${row.state}, not before ${row.not_before}`),
    ),
    told('messages of which nobody knows', unknown.length, rows.length),
    told('of these, they stand', unknown.filter(({ id }) => places(id).length > 0).length, unknown.length),
    told('looks for messages that may stand', lookUps, slack.journal.calls.length),
  ]
}

/** The first parts of everything the bot said as a delivery. */
function standingIn({ world }: Slack): Standing[] {
  return [...world.conversations.values()].flatMap(({ messages, members }) =>
    messages.flatMap((message) => {
      const place = placeIn(message.blocks[0]?.block_id)
      const isOwn = message.author === world.bot.id && message.only === null
      return isOwn && place?.part === 0 ? [{ delivery: place.delivery, message, members }] : []
    }),
  )
}

/** Deliveries whose post was done while whoever had asked for it heard nothing of that. */
function unheardPosts({ journal }: Slack): Set<string> {
  const posts = journal.calls.filter(
    ({ method, heard, result }) => method === 'chat.postMessage' && !heard && result['ok'] === true,
  )
  return new Set(
    posts.flatMap(({ args }) => {
      const blocks = JSON.parse(String(args['blocks'])) as { block_id?: string }[]
      return placeIn(blocks[0]?.block_id)?.delivery ?? []
    }),
  )
}

/** Clocks of processes are read to so many milliseconds. */
const BLUR = 5

/** So long after it was frozen or cut off a replica may not know yet which jobs it has lost: until the queue's next heartbeat. */
const UNAWARE = 3000

/** Two replicas at one recipient's messages at the same time, each at one of its own. */
function laneEntries({ replicas }: World): Entry[] {
  const all = replicas.flatMap(({ sendings }) => sendings)
  const byRecipient = Map.groupBy(all, ({ recipient }) => recipient)
  const wasHeld = ({ replica, from, until }: Sending): boolean =>
    replicas[replica]!.held.some((stretch) => stretch.from < until && stretch.until + UNAWARE > from)
  const clashes = [...byRecipient.values()].flatMap((own) => {
    const sorted = own.filter((each) => !wasHeld(each)).toSorted((a, b) => a.from - b.from)
    return sorted.flatMap((each, index) => {
      const next = sorted[index + 1]
      if (!next || next.from > each.until - BLUR) return []
      const who = (one: Sending): string => `${one.replica}.${one.life} ${one.delivery} ${one.from}-${one.until}`
      return [`${each.recipient}: ${who(each)} and ${who(next)}`]
    })
  })
  return [exactly('messages of one recipient sent one after the other', all.length, clashes)]
}
