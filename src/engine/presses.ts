/** Buttons and forms that belong to no single ritual: on the welcome, the home view, in help and in notices. */
import { checkAnswers } from '#message'
import type { Reply } from '#platform'
import { answersIn } from './answers-in.ts'
import { type Caller, notice } from './caller.ts'
import { awayForm, setAway } from './commands/away.ts'
import { newCalendar, noCalendar } from './commands/calendar.ts'
import { forgetMe } from './commands/forget.ts'
import { ledRituals, ownRituals } from './commands/known-rituals.ts'
import { resumeRitual } from './commands/pausing.ts'
import { tellPrivacy } from './commands/privacy.ts'
import { runCommand } from './commands/run.ts'
import { onlyAnonymous } from './commands/snooze.ts'
import { unskip } from './commands/steering.ts'
import { fieldErrors } from './field-errors.ts'
import type { House } from './house.ts'
import { promisePress } from './ledger/buttons.ts'
import type { Seat } from './seat.ts'
import { whySeat } from './why.ts'

type Press = (house: House, caller: Caller, value: string | undefined, seat: Seat | undefined) => Promise<Reply>

const PRESSES: Record<string, Press> = {
  command: (house, caller, value) => runCommand(house, caller, value ?? ''),
  why: (house, caller, value, seat) =>
    seat ? whySeat(house, caller, seat) : runCommand(house, caller, `why ${value ?? ''}`),
  privacy: (house, caller) => tellPrivacy(house, caller),
  leave: (house, caller, value, seat) => runCommand(house, caller, `leave ${value ?? seat?.occasion.ritual.id ?? ''}`),
  join: (house, caller, value, seat) => runCommand(house, caller, `join ${value ?? seat?.occasion.ritual.id ?? ''}`),
  snooze: (house, caller, value, seat) =>
    runCommand(house, caller, `snooze ${value ?? seat?.occasion.ritual.id ?? ''}`),
  'only-poll': (house, caller) => onlyAnonymous(house, caller),
  'only-me': onlyMe,
  unskip: (house, caller, value) => unskip(house, caller, value ?? ''),
  'forget-me': (house, caller) => forgetMe(house, caller),
  away: takeAwayForm,
  'calendar-new': newCalendar,
  'calendar-off': noCalendar,
}

/** For forms of the bot itself `action` is the form's name and `value` its answers as JSON. */
export async function generalPress(
  house: House,
  caller: Caller,
  action: string,
  value: string | undefined,
  seat?: Seat,
): Promise<Reply> {
  const promised = promisePress(house, caller, action, value)
  if (promised) return promised
  const press = Object.hasOwn(PRESSES, action) ? PRESSES[action] : undefined
  return press ? press(house, caller, value, seat) : notice(caller.t('press.unknown'))
}

/** The leader meant only themselves: the ritual goes on, and they sit it out. */
async function onlyMe(house: House, caller: Caller, value: string | undefined): Promise<Reply> {
  const led = (await ledRituals(house, caller, true)).find(({ row }) => row.id === value)
  const own = (await ownRituals(house, caller)).find(({ row }) => row.id === value)
  if (!led || !own) return notice(caller.t('not-yours'))
  await resumeRitual(house, caller, led.row.id)
  return runCommand(house, caller, `snooze ${own.row.id}`)
}

async function takeAwayForm(house: House, caller: Caller, value: string | undefined): Promise<Reply> {
  const form = awayForm(house, caller)
  if (value === undefined) return { type: 'form', form, ticket: { occurrence: null, form: 'away', delivery: null } }
  const { answers, problems } = checkAnswers(form, answersIn(value))
  if (problems.length > 0) return { type: 'errors', errors: fieldErrors(caller, problems), form }
  const from = String(answers['from'])
  const until = answers['until'] === null ? null : String(answers['until'])
  if (until !== null && until < from) return { type: 'errors', errors: { until: caller.t('away.form.order') }, form }
  return setAway(house, caller, { from, until })
}
