/** The contract of rituals in which something can be begun from others, and of those that offer it. */
import { expect, it } from 'vitest'
import type { Outcome, Reader, Started } from '#ritual'
import type { AnyRitual } from '../../src/engine/discovery.ts'
import { LIMITS } from '../../src/message/measure.ts'
import { speakTo } from '../views.ts'
import { type AnyView, LANGUAGES, readerIn, type Scene, viewIn } from './scenes.ts'
import { AT, namesOf, SAYS } from './started-scene.ts'
import { purely } from './purity.ts'

export function startsContract(ritual: AnyRitual, holds: (check: (scene: Scene) => void) => void): void {
  it('says in a sentence what came of what was begun in it, and to the channel nothing of anybody', () => {
    holds((scene) => {
      for (const what of namesOf(ritual)) {
        const started: Started = { what, choice: null, says: SAYS, by: scene.leaders[0]!, at: AT }
        for (const language of LANGUAGES) {
          for (const person of [scene.leaders[0], undefined]) {
            const view = viewIn(ritual, scene)
            const reader = readerIn(ritual, scene, view, person, language)
            const said = purely(
              () => view,
              (given) => ritual.starts![what]!.came(given, started, reader),
            )
            if (said === null) continue
            expect(said).toMatch(/\S/)
            expect(said).not.toMatch(/\{\{|undefined|\[object|NaN/)
            for (const { name } of scene.members) expect(said).not.toMatch(new RegExp(`${name}(?!\\d)`))
          }
        }
      }
    })
  })

  it('names each of its choices, by whatever options', () => {
    for (const spec of Object.values(ritual.starts ?? {})) {
      for (const choice of spec.choices?.(ritual.options.parse({})) ?? []) {
        for (const language of LANGUAGES) expect(spec.named?.(choice, speakTo(language, ritual.kind))).toMatch(/\S/)
      }
    }
  })
}

/** What a button asks to begin can be said in both languages, and is among the choices of where it would be begun. */
export function expectStart(
  ritual: AnyRitual,
  { start }: Extract<Outcome, { do: 'start' }>,
  { view, reader, where }: { view: AnyView; reader: Reader; where: string },
): void {
  expect(ritual.begins, where).toBe(true)
  const offered = view.startable.find(({ what, by }) => what === start.what && by.includes(reader.me!.id))
  expect(offered, `${where}: nobody could begin it`).toBeDefined()
  if (offered!.choices.length > 0) expect(offered!.choices, where).toContain(start.choice)
  if (start.says === null) return
  for (const language of LANGUAGES) {
    const said = speakTo(language, ritual.kind)(start.says)
    expect(said, where).not.toBe(start.says)
    expect(said.length, where).toBeLessThanOrEqual(LIMITS.fieldLabel)
  }
}
