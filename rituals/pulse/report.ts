/** What is said once a poll is closed: to each leader with their own view beside the staff's, and shorter to the team. */
import {
  bold,
  bullets,
  heading,
  note,
  paragraph,
  type Block,
  type Message,
  type Post,
  type Reader,
  type Speak,
} from '#ritual'
import { rowsOf } from './comparison.ts'
import { cycleForTeam } from './cycle-report.ts'
import { isSpiritHeld } from './held-back.ts'
import { GLOBAL, statement } from './instrument.ts'
import { leaderMessage } from './leader-report.ts'
import { youSaidWeDid } from './outcome.ts'
import { ownLines } from './own-questions.ts'
import type { ShownShare } from './shares.ts'
import type { PulseView } from './state.ts'
import { shareOf, type Tally } from './tally.ts'
import { answered, cell, counts, inWords, percents, plausible } from './wording.ts'
import { voiceBlocks } from './voice.ts'
import { begunBefore } from './start-step.ts'
import { heldNotes, withheldTeam } from './withheld.ts'

export function report(view: PulseView): Post[] {
  if (!view.result) return []
  return [
    { key: 'team', to: 'channel', message: (reader) => teamMessage(view, reader) },
    ...view.team.leaders.map((leader): Post => ({
      key: `leader-${leader.id}`,
      to: { member: leader.id },
      message: (reader) => leaderMessage(view, reader, leader.id),
    })),
  ]
}

/** Leaders' predictions are theirs alone and don't stand here; what they planned does, as their form says. */
function teamMessage(view: PulseView, reader: Reader): Message {
  const { t } = reader
  const tally = view.result?.tally
  const blocks = tally ? teamBlocks(view, tally, t) : [paragraph(withheldTeam(view, t))]
  return {
    summary: t('team.summary', { name: view.ritual.name }),
    blocks: [...begunBefore(view, reader, null), ...youSaidWeDid(view, t), ...blocks, ...cycleForTeam(view, t)],
  }
}

function teamBlocks(view: PulseView, tally: Tally, t: Speak): Block[] {
  const share = shareOf(tally, GLOBAL, view.threshold)
  const lines = rowsOf(view, tally, null).flatMap(({ item, share: shown }) =>
    item === GLOBAL || !shown
      ? []
      : [t.rich('team.line', { statement: statement(t, item), counts: [bold(cell(t, shown))] })],
  )
  return [
    heading(
      share
        ? t('team.headline', { counts: counts(t, share) })
        : t(isSpiritHeld(tally.held) ? 'team.headline-held' : 'team.headline-few'),
    ),
    ...(share ? [paragraph(spirit(t, share))] : []),
    ...(lines.length > 0 ? [paragraph(t('team.week')), bullets(lines)] : []),
    ...ownLines(view, tally, t),
    ...voiceBlocks(t, tally),
    note(answered(t, tally.n, view.result!.invited)),
    ...(share ? [note(t('plausible-means'))] : []),
    ...heldNotes(view, tally, t),
    note(t('team.next', { threshold: inWords(t, view.threshold) })),
  ]
}

const spirit = (t: Speak, share: ShownShare): string =>
  t('team.spirit', {
    statement: statement(t, GLOBAL),
    percents: percents(t, share),
    of: share.of,
    plausible: plausible(t, share),
  })
