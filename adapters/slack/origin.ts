/** Whose workspace a payload belongs to. In shared channels and organisations the plain `team_id` may name somebody else's. */
import { z } from 'zod'

export interface Workspace {
  team: string
  enterprise: string | null
  /** The bot itself, as one of the people. */
  bot: string
}

const id = z.string().nullish().catch(undefined)
const named = z.object({ id }).nullish().catch(undefined)

const schema = z.object({
  event: z.object({}).optional(),
  team_id: id,
  enterprise_id: id,
  context_team_id: id,
  authorizations: z
    .array(z.object({ team_id: id, enterprise_id: id, is_enterprise_install: z.boolean().nullish() }))
    .nullish()
    .catch(undefined),
  team: named,
  enterprise: named,
  user: z.object({ team_id: id }).nullish().catch(undefined),
  view: z.object({ app_installed_team_id: id }).nullish().catch(undefined),
})

type Body = z.output<typeof schema>

/** @returns whether this came for the workspace the bot is installed in */
export function isOurs(body: unknown, workspace: Workspace): boolean {
  const read = schema.safeParse(body)
  return read.success && (read.data.event ? isOurEvent(read.data, workspace) : isOurAct(read.data, workspace))
}

function isOurEvent({ authorizations, context_team_id, team_id }: Body, { team, enterprise }: Workspace): boolean {
  const granted = authorizations ?? []
  if (granted.length > 0) {
    return granted.some(
      (one) =>
        one.team_id === team || (enterprise !== null && one.is_enterprise_install && one.enterprise_id === enterprise),
    )
  }
  return (context_team_id ?? team_id) === team
}

function isOurAct(body: Body, { team, enterprise }: Workspace): boolean {
  const theirs = body.view?.app_installed_team_id ?? body.team?.id ?? body.team_id ?? body.user?.team_id
  return theirs === team || (enterprise !== null && (body.enterprise?.id ?? body.enterprise_id) === enterprise)
}

/** The workspace that a payload names, for the log: an id and nothing else. */
export function teamIn(body: unknown): string | undefined {
  const read = schema.safeParse(body)
  if (!read.success) return undefined
  const { authorizations, context_team_id, team, team_id } = read.data
  const name = authorizations?.[0]?.team_id ?? context_team_id ?? team?.id ?? team_id
  return name && /^[A-Z0-9]{2,20}$/.test(name) ? name : undefined
}
