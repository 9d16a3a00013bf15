/** Rituals for several teams: not where answers are anonymous. */
import type { AnyRitual } from '../engine/discovery.ts'
import { sealedPhaseOf } from '../engine/occasion.ts'
import type { Cursor } from './cursor.ts'
import { type Finding, foundText } from './problem.ts'

/**
 * An anonymous ritual holds a team's answers against its leader's view, and its threshold protects one team. Over several, whoever takes part
 * in two of them could be told by the difference.
 */
export function sharedRitualFindings(root: Cursor, rituals: ReadonlyMap<string, AnyRitual>): Finding[] {
  return root
    .key('rituals')
    .items()
    .filter((ritual) => ritual.key('with').items().length > 0)
    .flatMap((ritual) => {
      const kind = rituals.get(ritual.key('kind').text()?.value ?? '')
      if (!kind || !isAnonymous(kind, ritual.key('options').value)) return []
      const { path, value } = ritual.key('with')
      const expected = `no further teams: an anonymous ${kind.kind} is for one team alone, so give each team its own`
      return [{ path, at: 'value' as const, expected, found: foundText(value) }]
    })
}

/** Wrong options are told of elsewhere. */
function isAnonymous(kind: AnyRitual, options: unknown): boolean {
  const read = kind.options.safeParse(options ?? {})
  return kind.privacy === 'anonymous' || (read.success && sealedPhaseOf(kind, read.data) !== null)
}
