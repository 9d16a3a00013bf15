/** Events that come again, out of order, or from somebody who is not asked: nothing of it may be counted or undone. */
import { findings, luckOf, type Outcome } from './chance.ts'
import { LEADER } from './company.ts'
import { type Ballot, METRICS, type Subject } from './subject.ts'

const THRESHOLD = 5

/** How many of five tricks work. */
export async function replayed(subject: Subject): Promise<Outcome> {
  const poll = await subject.open()
  const fields = await subject.fields()
  const [ana, ben, cem, dana] = subject.staff as [string, string, string, string]
  const luck = luckOf('replays')
  const ballot = (): Ballot => Object.fromEntries(fields.map((field) => [field, 1 + luck.below(5)]))
  const all = (step: number): Ballot => Object.fromEntries(fields.map((field) => [field, step]))

  // A platform that got no answer sends the event once more.
  const once = ballot()
  for (let retry = 0; retry < 3; retry += 1) await subject.vote(ana, once, 'retried')
  const doubled = (await subject.counted(poll, ana)).length !== 1

  // Somebody changes their mind, and then the older event arrives again.
  await subject.vote(ben, all(1), 'older')
  await subject.vote(ben, all(5), 'newer')
  await subject.vote(ben, all(1), 'older')
  const left = await subject.counted(poll, ben)
  const undone = left.some((one) => one?.[fields[0]!] !== 5)

  // Four people want to reach the threshold: by voting often, and with the leader's help.
  await subject.vote(cem, ballot(), 'cem')
  await subject.vote(dana, ballot(), 'dana')
  for (let time = 0; time < 3; time += 1) await subject.vote(dana, ballot(), `dana ${time}`)
  await subject.stuff(LEADER, ballot(), 'stuffed')
  const stuffed = (await subject.counted(poll, LEADER)).length > 0
  const counted = await subject.close()
  const unlocked = counted !== null && counted >= THRESHOLD

  // And after the close comes a late one.
  const before = await seenBy(subject)
  await subject.stuff(ana, all(3), 'late')
  const late = (await seenBy(subject)) !== before
  return findings([doubled, undone, stuffed, unlocked, late].filter(Boolean).length, 5)
}

/** What the leader sees; that an event came at all is counted in the metrics. */
async function seenBy(subject: Subject): Promise<string> {
  const { [METRICS]: _, ...seen } = await subject.look()
  return JSON.stringify(seen)
}
