/** What a sub-command of `/teamrunde` is. */
import type { Language, Reply } from '#platform'
import type { Caller } from '../caller.ts'
import type { House } from '../house.ts'

/** `leader`: whoever leads a team; `steering`: admins too, who see to schedules and never read answers; `overview`: whom the manifest names so, and admins. */
export type Audience = 'everyone' | 'leader' | 'steering' | 'admin' | 'overview'

export interface Command {
  /** Also the key of its line in the help, `help.says.<name>`, unless it says nothing there. */
  name: string
  /** What people type; the first one is what help shows. */
  words: Record<Language, string[]>
  who: Audience
  /** A command that a ritual brings along may have no line of its own in the help. */
  wordless?: boolean
  /** Whether help tells this person of it; everyone who may use it where it is missing. */
  concerns?(house: House, caller: Caller): Promise<boolean>
  /** `rest` is what was typed after the words, as it was typed. */
  run(house: House, caller: Caller, rest: string): Promise<Reply>
}
