/** `overview`: what can be told of all teams together, for admins and whom the manifest names. */
import type { Reply } from '#platform'
import { lastWholeWeek, toldAcross } from '../across.ts'
import { type Caller, notice } from '../caller.ts'
import type { House } from '../house.ts'
import type { Command } from './command.ts'

export const overview: Command = {
  name: 'overview',
  words: { de: ['überblick', 'alle teams'], en: ['overview', 'all teams'] },
  who: 'overview',
  run: runOverview,
}

async function runOverview(house: House, caller: Caller): Promise<Reply> {
  const kind = [...house.rituals.values()].find(({ across }) => across)
  if (!kind?.across) return notice(caller.t('overview.none'))
  const told = await toldAcross(house, kind, kind.across, lastWholeWeek(house))
  const reader = { t: house.texts.speak(caller.language, kind.kind), zone: caller.zone, me: null }
  return { type: 'notice', message: kind.across.report(told, house.manifest.privacy.minimumGroup, reader) }
}
