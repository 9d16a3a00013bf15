/** What Bolt is to listen to, and who takes it. */
import type { App } from '@slack/bolt'
import { PRESSES } from './button.ts'
import { FORM } from './modal.ts'
import { onCommand, onSaying } from './on-command.ts'
import { onHome, onMembership, onPerson, onThrownOut } from './on-event.ts'
import { onPress } from './on-press.ts'
import { onSubmit } from './on-submit.ts'
import type { Reception } from './reception.ts'

export function listen(app: App, hall: Reception): void {
  app.action(PRESSES, ({ body, ack }) => onPress(hall, body, () => ack()))
  app.view({ callback_id: FORM, type: 'view_submission' }, ({ body, ack }) =>
    onSubmit(hall, body, (answer) => (answer === undefined ? ack() : ack(answer))),
  )
  app.command(/.*/, ({ body, ack }) =>
    // The types package does not know charts yet.
    onCommand(hall, body, (said) => (said === undefined ? ack() : ack(said as Parameters<typeof ack>[0]))),
  )
  const events: Record<string, (body: unknown) => Promise<void>> = {
    app_home_opened: (body) => onHome(hall, body),
    message: (body) => onSaying(hall, body),
    member_joined_channel: (body) => onMembership(hall, 'joined', body),
    member_left_channel: (body) => onMembership(hall, 'left', body),
    user_change: (body) => onPerson(hall, body),
    team_join: (body) => onPerson(hall, body),
    app_uninstalled: (body) => onThrownOut(hall, body),
    tokens_revoked: (body) => onThrownOut(hall, body),
  }
  for (const [name, take] of Object.entries(events)) app.event(name, ({ body }) => take(body))
}
