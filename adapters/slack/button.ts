/** Buttons, and what a press brings back. Slack wants ids that differ within a message, so each carries its place beside its name. */
import type { Button } from '#message'
import type { types } from '@slack/bolt'

const PREFIX = 'press'

/** `place` tells the buttons of one message apart. */
export const buttonElement = (button: Button, place: string): types.Button => ({
  type: 'button',
  text: { type: 'plain_text', text: button.label, emoji: false },
  action_id: [PREFIX, place, button.action].join('.'),
  value: `${button.occurrence ?? ''}|${button.value ?? ''}`,
  accessibility_label: button.label,
  ...(button.style ? { style: button.style } : {}),
})

export const PRESSES = /^press\.\d+-\d+\./

export interface Pressed {
  action: string
  value?: string
  occurrence?: string
}

/** @returns null for what is none of our buttons */
export function pressedIn(actionId: string, value: string): Pressed | null {
  const [, action] = /^press\.\d+-\d+\.(.+)$/.exec(actionId) ?? []
  const cut = value.indexOf('|')
  if (action === undefined || cut < 0) return null
  return {
    action,
    ...(cut > 0 ? { occurrence: value.slice(0, cut) } : {}),
    ...(cut < value.length - 1 ? { value: value.slice(cut + 1) } : {}),
  }
}
