/** What a manifest changes against the one in force. */
import type { Manifest, ManifestTeam } from './schema.ts'

/** One value that changes; `from` or `to` is undefined where there is none. `path` is within the entry: `schedule.at`. */
export interface FieldChange {
  path: string
  from: unknown
  to: unknown
}

type Role = 'leader' | 'member' | 'observer'

export type Change =
  | { type: 'added' | 'removed'; what: 'ritual' | 'team' | 'unit' | 'person' | 'admin'; id: string }
  | { type: 'changed'; what: 'ritual' | 'team' | 'unit' | 'person'; id: string; fields: FieldChange[] }
  | { type: 'changed'; what: 'organisation' | 'privacy'; id: null; fields: FieldChange[] }
  /** Of teams that stay. `was` when somebody changes sides within the team. */
  | { type: 'joins' | 'leaves'; what: 'membership'; team: string; id: string; role: Role; was?: Role }

/** All differences, in the order in which a manifest is written. Null as the applied one: everything is new. */
export function diffManifests(applied: Manifest | null, next: Manifest): Change[] {
  const before = applied ?? { organisation: next.organisation, privacy: next.privacy }
  return [
    ...whole('organisation', before.organisation, next.organisation),
    ...admins(applied?.admins ?? [], next.admins),
    ...entries('person', byKey(applied?.people ?? [], 'email'), byKey(next.people, 'email')),
    ...entries('unit', byKey(applied?.units ?? [], 'id'), byKey(next.units, 'id')),
    ...teams(applied?.teams ?? [], next.teams),
    ...entries('ritual', byKey(applied?.rituals ?? [], 'id'), byKey(next.rituals, 'id')),
    ...whole('privacy', before.privacy, next.privacy),
  ]
}

function whole(what: 'organisation' | 'privacy', from: unknown, to: unknown): Change[] {
  const fields = fieldChanges(from, to)
  return fields.length > 0 ? [{ type: 'changed', what, id: null, fields }] : []
}

function admins(from: readonly string[], to: readonly string[]): Change[] {
  return [
    ...to.filter((id) => !from.includes(id)).map((id) => ({ type: 'added', what: 'admin', id }) as const),
    ...from.filter((id) => !to.includes(id)).map((id) => ({ type: 'removed', what: 'admin', id }) as const),
  ]
}

function byKey<Key extends string, Item extends Record<Key, string>>(
  items: readonly Item[],
  key: Key,
): Map<string, Item> {
  return new Map(items.map((item) => [item[key], item]))
}

function entries(
  what: 'ritual' | 'team' | 'unit' | 'person',
  from: ReadonlyMap<string, object>,
  to: ReadonlyMap<string, object>,
): Change[] {
  const added = [...to.keys()].filter((id) => !from.has(id)).map((id) => ({ type: 'added', what, id }) as const)
  const removed = [...from.keys()].filter((id) => !to.has(id)).map((id) => ({ type: 'removed', what, id }) as const)
  const changed = [...to].flatMap(([id, item]): Change[] => {
    const fields = from.has(id) ? fieldChanges(from.get(id), item) : []
    return fields.length > 0 ? [{ type: 'changed', what, id, fields }] : []
  })
  return [...added, ...changed, ...removed]
}

/** A team without its people, whose coming and going is told one by one. */
function bare({ leaders: _leaders, members: _members, observers: _observers, ...team }: ManifestTeam) {
  return team
}

function teams(from: readonly ManifestTeam[], to: readonly ManifestTeam[]): Change[] {
  const before = byKey(from, 'id')
  return [
    ...entries('team', byKey(from.map(bare), 'id'), byKey(to.map(bare), 'id')),
    ...to.flatMap((team) => {
      const earlier = before.get(team.id)
      return earlier ? memberships(earlier, team) : []
    }),
  ]
}

function memberships(from: ManifestTeam, to: ManifestTeam): Change[] {
  const before = rolesOf(from)
  const after = rolesOf(to)
  const joins = [...after].flatMap(([id, role]): Change[] => {
    const was = before.get(id)
    if (was === role) return []
    return [{ type: 'joins', what: 'membership', team: to.id, id, role, ...(was && { was }) }]
  })
  const leaves = [...before]
    .filter(([id]) => !after.has(id))
    .map(([id, role]) => ({ type: 'leaves', what: 'membership', team: to.id, id, role }) as const)
  return [...joins, ...leaves]
}

/** Everyone a team names, with what they are in it. */
export function rolesOf(team: ManifestTeam): Map<string, Role> {
  const of = (role: Role, emails: readonly string[]) => emails.map((email) => [email, role] as const)
  return new Map([...of('observer', team.observers), ...of('member', team.members), ...of('leader', team.leaders)])
}

/** Maps are compared key by key, everything else as a whole. */
export function fieldChanges(from: unknown, to: unknown, path = ''): FieldChange[] {
  if (isNothing(from) && isNothing(to)) return []
  if (!isMap(from) || !isMap(to)) return canonical(from) === canonical(to) ? [] : [{ path, from, to }]
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])]
  return keys.flatMap((key) => fieldChanges(from[key], to[key], path === '' ? key : `${path}.${key}`))
}

/** A list that a later version of this program knows of, and that is empty, was never there. */
function isNothing(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0)
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** JSON that does not depend on the order in which keys were written. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, ordered) ?? 'undefined'
}

function ordered(_: string, value: unknown): unknown {
  if (!isMap(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
