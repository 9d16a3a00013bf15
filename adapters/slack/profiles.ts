/** A person as Slack describes them, as the house knows people. Slack leaves out what it likes: nothing in here is relied upon. */
import type { Language, Profile } from '#platform'
import { z } from 'zod'
import { personId } from './ids.ts'

const text = z.string().optional().catch(undefined)
const flag = z.boolean().optional().catch(undefined)

export const slackUser = z.object({
  id: z.string(),
  name: text,
  real_name: text,
  deleted: flag,
  is_bot: flag,
  is_workflow_bot: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_stranger: flag,
  tz: text,
  locale: text,
  profile: z
    .object({
      display_name: text,
      real_name: text,
      email: text,
      status_text: text,
      status_emoji: text,
      status_expiration: z.number().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
})

export type SlackUser = z.output<typeof slackUser>

/** Slack's own helper has no flag that says it is one. */
const SLACKBOT = 'USLACKBOT'

export const asProfile = (team: string, user: SlackUser): Profile => ({
  id: personId(team, user.id),
  name: nameOf(user),
  email: user.profile?.email?.toLowerCase() ?? null,
  zone: zoneOf(user.tz),
  language: languageOf(user.locale),
  kind: kindOf(user),
})

const nameOf = ({ id, name, real_name, profile }: SlackUser): string =>
  [profile?.real_name, real_name, profile?.display_name, name].find((one) => one !== undefined && one.trim() !== '') ??
  id

function kindOf(user: SlackUser): Profile['kind'] {
  if (user.is_bot || user.is_workflow_bot || user.id === SLACKBOT) return 'bot'
  if (user.deleted) return 'deactivated'
  return user.is_restricted || user.is_ultra_restricted || user.is_stranger ? 'guest' : 'person'
}

function zoneOf(zone: string | undefined): string | null {
  if (zone === undefined || zone === '') return null
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone && zone
  } catch {
    return null
  }
}

export function languageOf(locale: string | undefined): Language | null {
  const language = locale?.slice(0, 2).toLowerCase()
  return language === 'de' || language === 'en' ? language : null
}
