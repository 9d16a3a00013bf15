/** What leaders have begun in a scene of the contract, and what they could begin from it. */
import { type Begun, type Startable, type Started, STARTS, type StartName } from '#ritual'
import type { AnyRitual } from '../../src/engine/discovery.ts'

export const AT = '2026-12-02T07:00:00.000Z'
export const SAYS = { de: 'Was würde uns gerade am meisten helfen? '.repeat(3).trim(), en: 'What would help us most?' }

type Draw = () => number
type Team = { leaders: { id: string; name: string }[] }

const pick = <T>(items: readonly T[], draw: Draw): T => items[Math.floor(draw() * items.length)]!

/** What a leader who is still there, or has been forgotten since, has begun in this one. */
export const startedIn = (ritual: AnyRitual, scene: Team & { options: unknown }, draw: Draw): Started[] =>
  namesOf(ritual).flatMap((what): Started[] => {
    if (draw() < 0.4) return []
    const by = draw() < 0.2 ? null : scene.leaders[0]!
    const choices = ritual.starts![what]!.choices?.(ritual.options.parse(scene.options)) ?? []
    const isAsked = what === 'question' || what === 'topic'
    return [{ what, choice: choices.length > 0 ? pick(choices, draw) : null, says: isAsked ? SAYS : null, by, at: AT }]
  })

export const namesOf = ({ starts }: AnyRitual): StartName[] => STARTS.filter((what) => starts?.[what] !== undefined)

/** What the leaders of one that begins others could begin, and what came of what they had. */
export function offeredIn(
  { begins }: AnyRitual,
  { leaders, phase }: Team & { phase: string },
  draw: Draw,
): { startable: Startable[]; begun: Begun[] } {
  if (!begins || phase !== 'closed') return { startable: [], begun: [] }
  const some = STARTS.filter(() => draw() < 0.6)
  return {
    startable: some.map((what) => ({
      what,
      ritual: 'Kaffeerunde',
      goes: pick(['now', 'running', 'next'] as const, draw),
      at: AT,
      choices: what === 'format' ? ['mad-sad-glad', '4ls'] : [],
      named: (choice) => choice,
      by: leaders.map(({ id }) => id),
    })),
    begun: some.map((what) => ({
      by: pick([leaders[0]!.id, 'nobody-knows'], draw),
      what,
      ritual: 'Kaffeerunde',
      goes: pick(['now', 'running', 'next'] as const, draw),
      came: () => pick(['Es läuft noch.', null], draw),
    })),
  }
}
