/** A good selection of the gallery to be looked at: each kind of message and form of every ritual once in each language, and one of everything that a block can be. */
import type { Form, Message } from '#message'
import { renderCard } from '../../adapters/teams/card.ts'
import { formCard, formDialog } from '../../adapters/teams/form-card.ts'
import type { TeamsReader } from '../../adapters/teams/reader.ts'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { markForms } from '../../src/engine/opening-forms.ts'
import { stamped } from '../../src/engine/outbox.ts'
import { DELIVERY, languageOf, OCCURRENCE, TICKET } from '../contract/gallery.ts'
import { everyForm, everythingSaid } from '../contract/ritual.ts'
import { sceneOf } from '../contract/scenes.ts'
import type { NamedCard } from './draw.ts'
import { everything } from './everything.ts'

/** Scenes in which most of what can be said is said. */
const SEEDS = ['3', '29']

const readerOf = (where: string): TeamsReader => ({ language: languageOf(where), zone: 'Europe/Berlin' })

/** `post cards:went-well: retro, vote (de)`, `form next-step-coffee: pulse, closed (de)` and `prompt: pulse, open, member asked (de)` as what they have in common with others of their kind. */
const kindOf = (where: string): string =>
  where.replace(/^((?:.*form|post) [a-z]+)[^ ]*:/, '$1:').replace(/, [^()]*(?: \w+)? \(/, ' (')

export async function selection(): Promise<NamedCard[]> {
  const found = new Map<string, NamedCard>()
  const keep = (where: string, cardOf: () => NamedCard['card']): void => {
    const name = kindOf(where)
    if (!found.has(name)) found.set(name, { name, card: cardOf() })
  }
  for (const ritual of (await discoverRituals()).values())
    for (const seed of SEEDS) {
      const scene = sceneOf(ritual, {}, seed)
      for (const { message, where } of everythingSaid(ritual, scene))
        for (const each of message().slice(0, 1)) keep(where, () => shown(each, where))
      for (const { form, where } of everyForm(ritual, scene)) {
        keep(where, () => asked(form, where))
        if (languageOf(where) === 'de') keep(`mistakes in ${where}`, () => wrong(form, where))
      }
    }
  keep('everything (de)', () => shown({ summary: 'Alles', blocks: everything() }, '(de)'))
  return [...found.values()]
}

const shown = (message: Message, where: string): NamedCard['card'] =>
  renderCard(markForms(stamped(message, OCCURRENCE)), readerOf(where), DELIVERY).card

const asked = (form: Form, where: string): NamedCard['card'] =>
  formCard(form, { ticket: TICKET, origin: {} }, readerOf(where))

const SENTENCE = 'Das geht so nicht: Bitte schau noch einmal hin.'

/** In a window, with something wrong with every field. */
function wrong(form: Form, where: string): NamedCard['card'] {
  const errors = Object.fromEntries(form.fields.map(({ name }) => [name, SENTENCE]))
  return formDialog(form, { ticket: TICKET, origin: {} }, readerOf(where), { errors }).task.value.card.content
}
