/** The buttons of a promise: done, a new date, dropped. They work wherever a promise is shown, for every ritual. */
import { type Block, type Button, checkAnswers, type Form, type Message, note } from '#message'
import type { Reply } from '#platform'
import { json, parse } from '../../store/codecs.ts'
import { queueAnew, showInPlace } from '../../store/outbox.ts'
import { act, wake } from '../act.ts'
import { answersIn } from '../answers-in.ts'
import { type Caller, notice } from '../caller.ts'
import { type House, nowText, type Writes } from '../house.ts'
import { tellOther } from './news.ts'
import { dropPromise, type Held, heldBy, keepPromise, movePromise, type Settling } from './settling.ts'

/** The form carries the promise in its name, since a ticket of the bot itself carries nothing else. */
const MOVE = 'promise-move'

/** Nobody plans a promise further ahead than this. */
const YEARS_AHEAD = 1

/** @returns null when it is no button or form of a promise */
export function promisePress(
  house: House,
  caller: Caller,
  action: string,
  value: string | undefined,
): Promise<Reply> | null {
  if (action === 'promise-kept') return settle(house, caller, value ?? '', keepPromise)
  if (action === 'promise-dropped') return settle(house, caller, value ?? '', dropPromise)
  if (action === MOVE) return openMove(house, caller, value ?? '')
  if (action.startsWith(`${MOVE}/`)) return takeMove(house, caller, action.slice(MOVE.length + 1), value ?? '')
  return null
}

type Act = (house: House, trx: Writes, held: Held, member: string) => Promise<Settling>

function settle(house: House, caller: Caller, id: string, what: Act): Promise<Reply> {
  const { member, t } = caller
  return act(house, async (trx) => {
    const held = await heldBy(house, trx, id, member.id)
    if (held === null) return notice(t('promise.gone'))
    const settling = await what(house, trx, held, member.id)
    if (settling.did === 'not-yours') return notice(t('promise.not-yours'))
    const other = settling.did === 'already' ? null : await tellOther(house, trx, settling, member.id)
    const said = [standing(caller, settling), ...(other ? [t('promise.told', { name: other.name })] : [])].join(' ')
    return shown(house, trx, caller, id, said)
  })
}

/** How it stands after the press; the same when it stood so before. */
function standing({ t }: Caller, { did, held }: Extract<Settling, { held: Held }>): string {
  const { state, due, missed } = held.row
  if (state !== 'open') return t(`promise.now.${state === 'withdrawn' ? 'dropped' : state}`)
  const date = t.date(due)
  return did === 'moved' && missed !== null ? t('promise.now.moved-late', { date }) : t('promise.now.moved', { date })
}

async function openMove(house: House, caller: Caller, id: string): Promise<Reply> {
  const { member, t, event } = caller
  const held = await act(house, (trx) => heldBy(house, trx, id, member.id))
  if (held === null) return notice(t('promise.gone'))
  if (held.row.owner_id !== member.id) return notice(t('promise.not-yours'))
  if (held.row.state !== 'open') return notice(standing(caller, { did: 'already', held }))
  const delivery = 'delivery' in event ? (event.delivery ?? null) : null
  return {
    type: 'form',
    form: moveForm(caller, held),
    ticket: { occurrence: null, form: `${MOVE}/${id}`, delivery },
  }
}

function moveForm({ t }: Caller, { row, owner }: Held): Form {
  const max = Temporal.PlainDate.from(owner.today).add({ years: YEARS_AHEAD }).toString()
  const initial = row.due >= owner.today ? { initial: row.due } : {}
  const hint = row.due >= owner.today ? t('promise.move.hint') : t('promise.move.hint-late')
  return {
    title: t('promise.move.title'),
    submit: t('promise.move.submit'),
    fields: [
      {
        type: 'date',
        name: 'due',
        label: t('promise.move.due'),
        hint,
        required: true,
        ...initial,
        min: owner.today,
        max,
      },
    ],
  }
}

async function takeMove(house: House, caller: Caller, id: string, value: string): Promise<Reply> {
  const { member, t } = caller
  const held = await act(house, (trx) => heldBy(house, trx, id, member.id))
  if (held === null) return notice(t('promise.gone'))
  const form = moveForm(caller, held)
  const { answers, problems } = checkAnswers(form, answersIn(value))
  if (problems.length > 0) return { type: 'errors', errors: { due: dateProblem(caller, problems[0]!) }, form }
  const due = String(answers['due'])
  // Nothing would change, and whoever pressed would lose the buttons that they are asked to press.
  if (due === held.row.due && held.row.state === 'open')
    return { type: 'errors', errors: { due: t('promise.move.same') }, form }
  return settle(house, caller, id, (...given) => movePromise(...given, due))
}

function dateProblem({ t }: Caller, { problem, values }: { problem: string; values: Record<string, string | number> }) {
  if (problem === 'too-early') return t('promise.move.past', { date: t.date(String(values['min'])) })
  if (problem === 'too-late') return t('promise.move.far', { date: t.date(String(values['max'])) })
  return t(`form.problem.${problem === 'required' ? 'required' : 'not-a-date'}`)
}

/**
 * Where the button stands in a message of the ledger's own, that message says what came of it and stops asking; elsewhere (in a ritual's message,
 * say, which the ritual brings up to date) it is said to the person alone.
 */
async function shown(house: House, trx: Writes, caller: Caller, id: string, said: string): Promise<Reply> {
  const { event, member } = caller
  const pressed = event.type === 'submit' ? event.ticket.delivery : event.type === 'press' ? event.delivery : null
  const query = trx
    .selectFrom('delivery')
    .select(['id', 'message'])
    .where('id', '=', pressed ?? '')
    .where('recipient', '=', `member:${member.id}`)
    .where('key', 'like', 'promises/%')
  // Two promises in one message may be answered at the same moment.
  const row = await (house.db.dialect === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
  if (!row) return notice(said)
  const message = answered(parse<Message>(row.message), id, said)
  const now = nowText(house)
  if ('inPlace' in event && event.inPlace) await showInPlace(trx, row.id, json(message), now)
  else {
    await queueAnew(trx, row.id, json(message))
    wake(trx, { name: 'deliver', key: row.id, runAt: now, lane: `member:${member.id}` })
  }
  return { type: 'replace', message }
}

/** In the place of this promise's buttons stands what came of it. */
function answered(message: Message, id: string, said: string): Message {
  const isAsking = (block: Block): boolean =>
    block.type === 'buttons' && block.buttons.some(({ value }: Button) => value === id)
  return { ...message, blocks: message.blocks.map((block) => (isAsking(block) ? note(said) : block)) }
}
