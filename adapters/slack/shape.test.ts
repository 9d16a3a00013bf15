import { expect, test } from 'vitest'
import { hasShape } from './shape.ts'

const user = { id: 'U1' }

test.each([
  ['an event', { type: 'event_callback', event: { type: 'message', user: 'U1', channel: 'C1' } }],
  ['a press', { type: 'block_actions', user, actions: [{ type: 'button', action_id: 'a' }] }],
  ['a form', { type: 'view_submission', user, view: {} }],
  ['a command', { command: '/teamrunde', user_id: 'U1' }],
  ['something new', { type: 'of_tomorrow', whatever: 1 }],
])('%s has a shape', (_, body) => {
  expect(hasShape(body)).toBe(true)
})

test.each([
  ['an event that is a text', { event: 'message' }],
  ['an event of nobody', { event: { type: 'app_home_opened', user: null } }],
  ['a press without a button', { type: 'block_actions', user, actions: [] }],
  ['a press by nobody', { type: 'block_actions', actions: [{ type: 'button', action_id: 'a' }] }],
  ['a form that is none', { type: 'view_submission', user, view: 'x' }],
])('%s has none', (_, body) => {
  expect(hasShape(body)).toBe(false)
})
