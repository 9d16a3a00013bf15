/**
 * Slack's payloads as the house's events. Ids come from what is the same when Slack brings the same thing twice, and differs when somebody does the same
 * thing twice.
 */
import { hash } from 'node:crypto'
import type { PlatformEvent } from '#platform'
import { pressedIn } from './button.ts'
import { answersIn } from './field.ts'
import { isDirect } from './ids.ts'
import { placeIn } from './parts.ts'
import type { CommandPayload, PressPayload, SubmissionPayload } from './payloads.ts'
import type { FormContext, Origin } from './ticket.ts'

/** Who acts, and what is known of them without asking. */
export type Actor = Pick<PlatformEvent, 'platform' | 'person' | 'language' | 'zone'>

type Press = Extract<PlatformEvent, { type: 'press' }>
type Submit = Extract<PlatformEvent, { type: 'submit' }>
type Command = Extract<PlatformEvent, { type: 'command' }>

/** @returns null for a press on what is none of our buttons */
export function pressEvent(payload: PressPayload, actor: Actor): Press | null {
  const [action] = payload.actions
  const pressed = action && pressedIn(action.action_id, action.value ?? '')
  if (!action || !pressed) return null
  const delivery = placeIn(action.block_id)?.delivery
  return {
    ...actor,
    type: 'press',
    id: digest('press', payload.trigger_id, action.action_ts ?? ''),
    ...pressed,
    ...(delivery === undefined ? {} : { delivery }),
    inPlace: canReplace(pressOrigin(payload)),
  }
}

/** Where a press came from. */
export function pressOrigin({ container, channel, response_url, view }: PressPayload): Origin {
  if (view?.type === 'home') return { home: true }
  return {
    channel: container?.channel_id ?? channel?.id,
    ts: container?.message_ts,
    answerTo: response_url,
    ephemeral: container?.is_ephemeral,
  }
}

/** Only what one person sees is changed for one person's press: their own conversation, or what was shown to them alone. */
export const canReplace = ({ channel, ts, ephemeral, answerTo }: Origin): boolean =>
  ephemeral === true ? answerTo !== undefined : channel !== undefined && ts !== undefined && isDirect(channel)

/**
 * The same form with the same answers is the same event, however often it comes: somebody who was told that it did not work sends it again. With other answers
 * it is another one. What tells them apart is a digest that says nothing of the answers.
 */
export const submitEvent = (payload: SubmissionPayload, { ticket, origin }: FormContext, actor: Actor): Submit => ({
  ...actor,
  type: 'submit',
  id: digest('submit', payload.view.id, JSON.stringify(payload.view.state.values)),
  ticket,
  answers: answersIn(payload.view.state.values),
  inPlace: canReplace(origin),
})

export const commandEvent = (payload: CommandPayload, actor: Actor): Command => ({
  ...actor,
  type: 'command',
  id: digest('command', payload.trigger_id),
  text: payload.text,
  conversation: payload.channel_id ?? null,
})

const digest = (...parts: string[]): string => hash('sha256', parts.join('\u0000'), 'base64url').slice(0, 32)
