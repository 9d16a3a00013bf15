/** All sub-commands of `/teamrunde`, in the order in which help names them. */
import type { AnyRitual } from '../discovery.ts'
import { why } from '../why.ts'
import { answer } from './answer.ts'
import { away, back } from './away.ts'
import { calendar } from './calendar.ts'
import type { Command } from './command.ts'
import { doctor } from './doctor.ts'
import { exportMine } from './export.ts'
import { forget } from './forget.ts'
import { overview } from './overview.ts'
import { pause, resume } from './pausing.ts'
import { plan } from './plan.ts'
import { privacy } from './privacy.ts'
import { promises } from './promises.ts'
import { remind } from './remind.ts'
import { report } from './report.ts'
import { ritualCommands } from './ritual-commands.ts'
import { join, leave, snooze } from './snooze.ts'
import { status } from './status.ts'
import { start } from './start.ts'
import { close, skip } from './steering.ts'
import { today } from './today.ts'

const whyAsked: Command = {
  name: 'why',
  words: { de: ['warum', 'wieso', 'warum ich'], en: ['why', 'why me'] },
  who: 'everyone',
  run: why,
}

/** Help is added by whoever knows all of them. */
export function commandsOf(rituals: ReadonlyMap<string, AnyRitual>): Command[] {
  return [
    today,
    answer,
    report,
    away,
    back,
    snooze,
    leave,
    join,
    whyAsked,
    promises,
    calendar,
    privacy,
    exportMine,
    forget,
    status,
    ...ritualCommands(rituals),
    overview,
    remind,
    close,
    start,
    skip,
    pause,
    resume,
    plan,
    doctor,
  ]
}
