/** Promises as people read them. What somebody wrote is shortened where it only points to the promise, never changed. */
import { bold, type Button, buttons, type Block, type RichText } from '#message'
import type { Speak } from '#ritual'
import { shortened } from '../../message/shortened.ts'

const TEXT_MAX = 300
const TRIGGER_MAX = 150

/** A promise as far as saying it needs. */
export interface Sayable {
  id: string
  text: string
  trigger: string | null
}

/** As much of a promise's text as stands where it is told of. */
export const shownText = (text: string): string => shortened(text, TEXT_MAX)

/** "When X: Y", or Y alone. */
export function whatWords(t: Speak, { text, trigger }: Sayable): RichText {
  const what: RichText = [bold(shownText(text))]
  return trigger === null ? what : t.rich('promise.when', { trigger: shortened(trigger, TRIGGER_MAX), what })
}

/** What the owner can say of it. */
export const ownerButtons = (t: Speak, { id }: Sayable): Block =>
  buttons(
    { action: 'promise-kept', label: t('tap.promise-kept'), value: id },
    { action: 'promise-move', label: t('tap.promise-move'), value: id },
    { action: 'promise-dropped', label: t('tap.promise-dropped'), value: id },
  )

/** What the one it was promised to can say of it. */
export const receivedButtons = (t: Speak, { id }: Sayable): Block => buttons(keptButton(t, id))

const keptButton = (t: Speak, id: string): Button => ({
  action: 'promise-kept',
  label: t('tap.promise-kept'),
  value: id,
})
