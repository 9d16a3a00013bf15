/** Whose a payload is, also where several workspaces share a channel or an organisation. */
import { describe, expect, it } from 'vitest'
import { isOurs, teamIn } from './origin.ts'

const ours = { team: 'T1', enterprise: null, bot: 'U0' }
const event = (more: object) => ({ event: { type: 'message' }, ...more })
const authorized = (team: string | null, more: object = {}) => ({
  authorizations: [{ team_id: team, enterprise_id: null, is_enterprise_install: false, ...more }],
})

describe('a payload', () => {
  it('of a shared channel is ours by whom it was brought to, not by where it happened', () => {
    expect(isOurs(event({ team_id: 'T9', context_team_id: 'T1', ...authorized('T1') }), ours)).toBe(true)
    expect(isOurs(event({ team_id: 'T1', context_team_id: 'T9', ...authorized('T9') }), ours)).toBe(false)
  })

  it('without authorizations is ours by its context, and last by its team', () => {
    expect(isOurs(event({ team_id: 'T9', context_team_id: 'T1' }), ours)).toBe(true)
    expect(isOurs(event({ team_id: 'T1', authorizations: [] }), ours)).toBe(true)
    expect(isOurs(event({ team_id: 'T9' }), ours)).toBe(false)
  })

  it('of an organisation is ours where the bot is installed for all of it', () => {
    const whole = { ...ours, enterprise: 'E1' }
    const granted = authorized(null, { enterprise_id: 'E1', is_enterprise_install: true })
    expect(isOurs(event({ team_id: 'T9', ...granted }), whole)).toBe(true)
    expect(isOurs(event({ team_id: 'T9', ...granted }), ours)).toBe(false)
    expect(isOurs({ type: 'block_actions', team: { id: 'T9' }, enterprise: { id: 'E1' } }, whole)).toBe(true)
  })

  it('of a press, a form or a command is ours by its team', () => {
    expect(isOurs({ type: 'block_actions', team: { id: 'T1' }, user: { team_id: 'T1' } }, ours)).toBe(true)
    expect(isOurs({ type: 'block_actions', team: { id: 'T9' }, user: { team_id: 'T1' } }, ours)).toBe(false)
    expect(isOurs({ type: 'view_submission', team: { id: 'T9' }, view: { app_installed_team_id: 'T1' } }, ours)).toBe(
      true,
    )
    expect(isOurs({ command: '/teamrunde', team_id: 'T1' }, ours)).toBe(true)
    expect(isOurs({ command: '/teamrunde', team_id: 'T9' }, ours)).toBe(false)
  })

  it('that is none of Slack’s is nobody’s', () => {
    for (const body of [{}, [], null, 'x', { event: 'x', team_id: 'T1' }]) expect(isOurs(body, ours)).toBe(false)
  })

  it('names its workspace for the log, and nothing that is no id', () => {
    expect(teamIn({ team: { id: 'T9' } })).toBe('T9')
    expect(teamIn({ team_id: 'what Ana wrote' })).toBeUndefined()
  })
})
