/** People who answer what they are asked, once each, and try again when Slack tells them that it did not work. */
import { readContext } from '../../adapters/slack/ticket.ts'
import type { Luck } from '../attack/chance.ts'
import type { Slack } from '../slack/double.ts'
import type { Filling } from '../slack/filling.ts'
import { buttonsIn, fieldsIn, type ShownField } from '../slack/reading.ts'
import type { Submitted } from '../slack/submission.ts'
import type { Json, Person, StoredMessage } from '../slack/world.ts'
import type { Company } from './company.ts'

export interface Answer {
  person: Person
  occurrence: string
  /** What nobody else has ever said; empty on a ballot. */
  text: string
  /** `confirmed`: the form closed. `unsure`: it was sent, and no answer came. `refused`: it was told why not. `none`: no form opened. */
  outcome: 'confirmed' | 'unsure' | 'refused' | 'none'
}

export interface Crowd {
  answers: Answer[]
  /** Milliseconds that presses and forms took to be answered. */
  milliseconds: number[]
  /** Nobody begins anything any more; resolves when all have finished. */
  goHome(): Promise<void>
}

/** Milliseconds in which somebody comes to answer. */
const THINKING = 25_000
const LOOK = 100
/** Milliseconds that somebody waits for a form to open. */
const FORM = 4000
const ATTEMPTS = 3
const SHARE = 0.8

export function openCrowd(slack: Slack, company: Company, luck: Luck, thinking = THINKING): Crowd {
  const people = new Map(company.teams.flatMap(({ lead, staff }) => [lead, ...staff]).map((each) => [each.id, each]))
  const answers: Answer[] = []
  const milliseconds: number[] = []
  const busy = new Set<Promise<void>>()
  let seen = 0
  let isOver = false

  const timer = setInterval(() => {
    const { calls } = slack.journal
    const fresh = calls.slice(seen)
    seen = calls.length
    for (const { method, args, result } of fresh) {
      if (method === 'chat.postMessage' && result['ok'] === true)
        noticed(String(result['channel']), String(result['ts']), args)
    }
  }, LOOK)

  function noticed(channel: string, ts: string, args: Json): void {
    const conversation = slack.world.conversations.get(channel)
    if (conversation?.kind !== 'im' || !String(args['blocks']).includes('.answer"')) return
    const person = people.get([...conversation.members].find((id) => people.has(id)) ?? '')
    const message = conversation.messages.find((each) => each.ts === ts)
    if (!person || !message || !luck.coin(SHARE)) return
    const work = new Promise((resolve) => setTimeout(resolve, luck.next() * thinking)).then(() =>
      respond(person, message),
    )
    const tracked: Promise<void> = work.finally(() => busy.delete(tracked))
    busy.add(tracked)
  }

  async function respond(person: Person, message: StoredMessage): Promise<void> {
    const button = buttonsIn(message.blocks).find(({ element }) => String(element['action_id']).endsWith('.answer'))
    // It is closed by now, or was answered.
    if (!button || isOver) return
    const occurrence = String(button.element['value']).split('|')[0]!
    const answer: Answer = { person, occurrence, text: '', outcome: 'none' }
    answers.push(answer)
    const acts = slack.as(person)
    for (let attempt = 1; attempt <= ATTEMPTS && !acts.hasForm(); attempt += 1) {
      const before = acts.hasForm()
      const pressed = await acts.press(String(button.element['action_id']), message).catch(() => null)
      if (pressed) milliseconds.push(pressed.milliseconds)
      if (!before && pressed?.status === 200)
        await slack.journal.until(`a form before ${person.name}`, acts.hasForm, FORM).catch(() => null)
    }
    if (!acts.hasForm()) return
    await sendForm(acts, answer)
    while (acts.hasForm()) await acts.closeForm()
  }

  async function sendForm(acts: ReturnType<Slack['as']>, answer: Answer): Promise<void> {
    const fields = fieldsIn(acts.form().blocks)
    // A form that an earlier press has opened late may stand before them.
    answer.occurrence = readContext(acts.form().private_metadata)?.ticket.occurrence ?? answer.occurrence
    answer.text = fields.some(isText) ? `${answer.person.id} ${answer.occurrence} ${luck.next()}` : ''
    const fillings = Object.fromEntries(fields.map((field) => [field.block, fillingOf(field, answer.text, luck)]))
    for (let attempt = 1; attempt <= ATTEMPTS && acts.hasForm(); attempt += 1) {
      const sent = await acts.submit(fillings)
      milliseconds.push(sent.ack.milliseconds)
      answer.outcome = outcomeOf(sent, answer.outcome)
      if (sent.ack.status === 200 && !isTrouble(sent.errors)) return
    }
  }

  return {
    answers,
    milliseconds,
    async goHome() {
      isOver = true
      clearInterval(timer)
      await Promise.allSettled(busy)
    },
  }
}

/** What was unsure once stays so until it is confirmed. A form that shows something else instead of closing says why not. */
function outcomeOf({ closed, ack }: Submitted, before: Answer['outcome']): Answer['outcome'] {
  if (closed) return 'confirmed'
  return ack.status !== 200 || before === 'unsure' ? 'unsure' : 'refused'
}

const isTrouble = (errors: Record<string, string>): boolean => JSON.stringify(errors).includes('schiefgegangen')

const isText = ({ element }: ShownField): boolean => element['type'] === 'plain_text_input'

function fillingOf({ element, optional }: ShownField, text: string, luck: Luck): Filling {
  if (element['type'] === 'plain_text_input') return optional ? null : text
  const options = (element['options'] ?? []) as { value: string }[]
  return options.length > 0 ? luck.pick(options).value : null
}
