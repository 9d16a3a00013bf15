/**
 * Buttons. A press of `Action.Execute` changes the card in place; a dialog opens from `Action.Submit` alone, and only where it says so itself. So a
 * button has to know whether it opens a form.
 */
import type { Button } from '#message'
import type { CardElement } from './element.ts'
import { asPress } from './submission.ts'

/** Where a card stands; in a dialog every button is a plain one, whose answer may be another dialog. */
export type Surface = 'message' | 'dialog'

const STYLES = { primary: 'positive', danger: 'destructive' } as const

export function buttonAction(button: Button, delivery: string | null, surface: Surface, plain = false): CardElement {
  const look = { title: button.label, ...(button.style ? { style: STYLES[button.style] } : {}) }
  const data = asPress(button, delivery)
  if (surface === 'dialog') return { type: 'Action.Submit', ...look, data }
  if (button.opens === 'form' && !plain)
    return { type: 'Action.Submit', ...look, data: { ...data, msteams: { type: 'task/fetch' } } }
  return executing(look, button.action, data)
}

/** Characters in a row of buttons, as many as a narrow window has room for beside each other; each button takes up some more than its label. */
const MOST_IN_ROW = 57
const AROUND = 5

/** What does not fit beside the others stands in the next row: a client would cut it. */
export function rowsOf(buttons: readonly Button[]): Button[][] {
  const rows: Button[][] = []
  let room = 0
  for (const button of buttons) {
    room -= button.label.length + AROUND
    if (room < 0) {
      rows.push([])
      room = MOST_IN_ROW - button.label.length - AROUND
    }
    rows.at(-1)!.push(button)
  }
  return rows
}

/**
 * Where a client can't do it in place, the press comes as a message of the person's, which nobody sees.
 * @param more `associatedInputs: 'none'` for what is pressed beside inputs, whatever stands in them
 */
export const executing = (look: { title: string }, verb: string, data: object, more: object = {}): CardElement => ({
  type: 'Action.Execute',
  ...look,
  verb,
  data,
  ...more,
  fallback: { type: 'Action.Submit', ...look, data, ...more },
})
