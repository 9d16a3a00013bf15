/** `calendar`: the secret address under which one's own calendar program fetches the appointments, once; and a new one, or none. */
import { type Block, buttons, heading, paragraph } from '#message'
import type { Reply } from '#platform'
import { act } from '../act.ts'
import type { Caller } from '../caller.ts'
import { addressSince, dropAddress, makeAddress } from '../feed/addresses.ts'
import type { House } from '../house.ts'
import type { Command } from './command.ts'
import { localDate, today } from './mine.ts'
import { day, told } from './saying.ts'

export const calendar: Command = {
  name: 'calendar',
  words: { de: ['kalender', 'mein kalender'], en: ['calendar', 'my calendar'] },
  who: 'everyone',
  run: (house, caller) => runCalendar(house, caller),
}

async function runCalendar(house: House, caller: Caller): Promise<Reply> {
  const { t, member } = caller
  const since = await addressSince(house.db.kysely, member.id)
  if (since === null) {
    const address = await act(house, (trx) => makeAddress(house, trx, member.id))
    return shown(house, caller, address, 'calendar.new')
  }
  const date = day(caller, localDate(Temporal.Instant.from(since), caller.zone), today(house, caller).toString())
  return told(
    t('calendar.title'),
    heading(t('calendar.title')),
    paragraph(t('calendar.have', { date })),
    paragraph(t('calendar.lost')),
    buttons(
      { action: 'calendar-new', label: t('tap.calendar-new'), style: 'primary' },
      { action: 'calendar-off', label: t('tap.calendar-off') },
    ),
  )
}

/** Takes another address; the old one stops at once. */
export async function newCalendar(house: House, caller: Caller): Promise<Reply> {
  const address = await act(house, (trx) => makeAddress(house, trx, caller.member.id))
  return shown(house, caller, address, 'calendar.replaced')
}

export async function noCalendar(house: House, caller: Caller): Promise<Reply> {
  await act(house, (trx) => dropAddress(trx, caller.member.id))
  const said = caller.t('calendar.off')
  return told(said, paragraph(said))
}

/** Never as a summary: a notification stands on a locked screen. */
function shown(house: House, { t }: Caller, address: string, lead: 'calendar.new' | 'calendar.replaced'): Reply {
  const only: Block[] = isHereOnly(house) ? [paragraph(t('calendar.here-only'))] : []
  return told(
    t('calendar.title'),
    heading(t('calendar.title')),
    paragraph(t(lead)),
    { type: 'text', text: [{ type: 'code', text: address }] },
    paragraph(t('calendar.how')),
    ...only,
    paragraph(t('calendar.who')),
    buttons(
      { action: 'calendar-new', label: t('tap.calendar-new') },
      { action: 'calendar-off', label: t('tap.calendar-off') },
    ),
  )
}

/** Nothing but this machine reaches such an address. */
const isHereOnly = (house: House): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(URL.parse(house.publicAddress())?.hostname ?? '')
