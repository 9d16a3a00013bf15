/**
 * Buttons of the engine itself that open a form, marked as such before a message leaves the house: Teams opens a form only from a button that says so. A
 * ritual marks its own.
 */
import type { Block, Button, Message } from '#message'

const ACTIONS = new Set(['answer', 'change', 'promise-move'])

/** Commands that ask with a form when nothing more is typed, or only a ritual. */
const COMMANDS = /^(?:away|answer(?: .*)?)$/

export const markForms = (message: Message): Message => ({ ...message, blocks: message.blocks.map(marked) })

const marked = (block: Block): Block =>
  block.type === 'buttons' ? { ...block, buttons: block.buttons.map(markedButton) } : block

const markedButton = (button: Button): Button => (opensForm(button) ? { ...button, opens: 'form' } : button)

const opensForm = ({ action, value }: Button): boolean =>
  ACTIONS.has(action) || (action === 'command' && COMMANDS.test(value ?? ''))
