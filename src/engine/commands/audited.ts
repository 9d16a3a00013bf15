/** What a leader or an admin does with a ritual, as an entry for the audit log. */
import type { Act, Entry } from '../../store/audit.ts'
import type { Caller } from '../caller.ts'
import { type House, nowText } from '../house.ts'

/** @param detail which occurrence, or until when; never anything that was written by somebody */
export const entryOf = (house: House, caller: Caller, what: Act, ritual: string, detail: string | null): Entry => ({
  at: nowText(house),
  what,
  actor: caller.member.id,
  ritual,
  detail,
})
