/** Everything that the product can say or ask, in both languages, for whoever shows it: a platform's gallery holds each piece against what it takes. */
import * as fc from 'fast-check'
import { describe, it } from 'vitest'
import type { Form, Message } from '#message'
import type { Language } from '#platform'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { stamped } from '../../src/engine/outbox.ts'
import { markForms } from '../../src/engine/opening-forms.ts'
import { engineSays } from './engine-says.ts'
import { everyForm, everythingSaid, variantsOf } from './ritual.ts'
import { type Scene, sceneOf } from './scenes.ts'
import { tries } from '../depth.ts'

/** As the engine stamps them: an id for the occurrence on every button, one for the delivery. */
export const OCCURRENCE = '01890a5d-ac96-774b-bcce-b302099a8057'
export const DELIVERY = 'f'.repeat(24)
export const TICKET = { occurrence: OCCURRENCE, form: 'answer', delivery: DELIVERY }

export interface Gallery {
  message(message: Message, where: string): void
  form(form: Form, where: string): void
}

/** Where something is said ends with the language it is said in. */
export const languageOf = (where: string): Language => (where.endsWith('(en)') ? 'en' : 'de')

/** Posts stand in conversations; anything else may also be shown to one person alone. */
export const isPost = (where: string): boolean => where.startsWith('post')

export async function galleryContract(platform: string, all: Gallery): Promise<void> {
  const gallery = { message: once(all.message), form: once(all.form) }
  for (const ritual of (await discoverRituals()).values()) {
    const scenes = (check: (scene: Scene) => void): void =>
      fc.assert(
        fc.property(fc.nat().map(String), fc.constantFrom(...variantsOf(ritual)), (seed, options) =>
          check(sceneOf(ritual, options, seed)),
        ),
        tries(5),
      )
    describe(`${platform}, the ritual ${ritual.kind}`, () => {
      it('says what can be shown, and all of it', () => {
        scenes((scene) => {
          for (const { message, where } of everythingSaid(ritual, scene))
            for (const each of message()) gallery.message(markForms(stamped(each, OCCURRENCE)), where)
        })
      })

      it('asks with forms that can be shown, and asks everything', () => {
        scenes((scene) => {
          for (const { form, where } of everyForm(ritual, scene)) gallery.form(form, where)
        })
      })
    })
  }

  it(`${platform}, the bot itself says and asks what can be shown`, async () => {
    const { messages, forms } = await engineSays()
    for (const { message, where } of messages) gallery.message(message, where)
    for (const { form, where } of forms) gallery.form(form, where)
  })
}

/** The same is often said to several people, and by the same words in the same language. */
function once<Shown>(show: (each: Shown, where: string) => void): (each: Shown, where: string) => void {
  const seen = new Set<string>()
  return (each, where) => {
    const key = `${languageOf(where)}${isPost(where)}${JSON.stringify(each)}`
    if (seen.has(key)) return
    seen.add(key)
    show(each, where)
  }
}
