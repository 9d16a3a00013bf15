/** `users.*` and `dnd.*`: who is in the workspace, and who does not want to be disturbed. */
import { isTrue, mayText, type Method, needText, page, personNamed } from './call.ts'
import { Refusal } from './refusal.ts'
import type { Json, Person, World } from './world.ts'

const MOST_AT_ONCE = 50

export const info: Method = (call) => ({
  user: personJson(call.world, personNamed(call), call.scopes, isTrue(call.args, 'include_locale')),
})

export const list: Method = (call) => {
  const { world, args, scopes } = call
  const { items, response_metadata } = page(call, [...world.people.values()])
  return {
    members: items.map((person) => personJson(world, person, scopes, isTrue(args, 'include_locale'))),
    cache_ts: Math.floor(world.now() / 1000),
    response_metadata,
  }
}

export const lookupByEmail: Method = ({ world, args, scopes }) => {
  const email = needText(args, 'email').toLowerCase()
  const person = [...world.people.values()].find((each) => each.email === email && each.kind !== 'deactivated')
  if (person === undefined) throw new Refusal('users_not_found')
  return { user: personJson(world, person, scopes, false) }
}

export const presence: Method = (call) => {
  personNamed(call)
  return { presence: 'active' }
}

export const snooze: Method = (call) => snoozeJson(personNamed(call))

export const snoozes: Method = ({ world, args }) => {
  const people = (mayText(args, 'users') ?? '').split(',').filter(Boolean)
  if (people.length === 0 || people.length > MOST_AT_ONCE) throw new Refusal('too_many_users')
  return {
    users: Object.fromEntries(
      people.flatMap((id) => {
        const person = world.people.get(id)
        return person === undefined ? [] : [[id, snoozeJson(person)]]
      }),
    ),
  }
}

const snoozeJson = ({ snooze: quiet }: Person): Json => ({
  dnd_enabled: quiet !== null,
  next_dnd_start_ts: quiet?.from ?? 1,
  next_dnd_end_ts: quiet?.to ?? 1,
})

/** The address only where the bot may read it, the language only where it was asked for; of the deactivated there is little left. */
export function personJson(world: World, person: Person, scopes: readonly string[], withLocale: boolean): Json {
  const { id, name, kind, zone, status } = person
  const email = person.email !== null && scopes.includes('users:read.email') ? { email: person.email } : {}
  const isDeleted = kind === 'deactivated'
  return {
    id,
    team_id: kind === 'stranger' ? 'T0STRANGE' : world.team.id,
    name: name.toLowerCase().replaceAll(' ', '.'),
    deleted: isDeleted,
    real_name: name,
    ...(isDeleted ? {} : { tz: zone, tz_label: zone, tz_offset: offsetOf(world, zone) }),
    profile: {
      real_name: name,
      display_name: '',
      real_name_normalized: name,
      status_text: status.text,
      status_emoji: status.emoji,
      status_expiration: status.expires,
      team: world.team.id,
      ...email,
    },
    is_admin: person.admin,
    is_owner: false,
    is_bot: kind === 'bot',
    is_app_user: false,
    is_restricted: kind === 'guest' || kind === 'single-channel-guest',
    is_ultra_restricted: kind === 'single-channel-guest',
    ...(kind === 'stranger' ? { is_stranger: true } : {}),
    updated: Math.floor(world.now() / 1000),
    ...(withLocale && !isDeleted ? { locale: person.locale } : {}),
  }
}

const offsetOf = (world: World, zone: string): number =>
  world.clock.now().toZonedDateTimeISO(zone).offsetNanoseconds / 1e9
