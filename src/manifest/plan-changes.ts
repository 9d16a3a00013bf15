/** Changes as lines: `+` what comes, `~` what changes, `-` what goes. */
import type { Change, FieldChange } from './diff.ts'
import { printable } from './problem.ts'
import type { Manifest, ManifestTeam } from './schema.ts'
import { sourcesOf } from './sources.ts'

const SIGNS = { added: '+', changed: '~', removed: '-' } as const

/** All changes, for when there is nothing to be seen but them. */
export function changeSummary(changes: readonly Change[], applied: Manifest | null, next: Manifest): string[] {
  return [
    ...changeLines(changes, applied, next),
    ...changes.filter(({ what }) => what === 'ritual').flatMap((change) => lines(change, next)),
  ]
}

/** Everything but rituals, which come with their dates. */
export function changeLines(changes: readonly Change[], applied: Manifest | null, next: Manifest): string[] {
  const names = namesOf(applied, next)
  const others = changes.filter(({ what }) => what !== 'ritual' && what !== 'person' && what !== 'membership')
  return [
    ...others
      .filter(({ what }) => what === 'organisation' || what === 'admin')
      .flatMap((change) => lines(change, next)),
    ...peopleLines(changes, names),
    ...others.filter(({ what }) => what === 'unit' || what === 'team').flatMap((change) => lines(change, next)),
    ...membershipLines(changes, names),
    ...others.filter(({ what }) => what === 'privacy').flatMap((change) => lines(change, next)),
  ]
}

function lines(change: Change, next: Manifest): string[] {
  if (change.type === 'joins' || change.type === 'leaves') return []
  const title = [change.what, change.id].filter(Boolean).join(' ')
  const team =
    change.type === 'added' && change.what === 'team' ? next.teams.find(({ id }) => id === change.id) : undefined
  const head = `${SIGNS[change.type]} ${title}${team ? `: ${sizeText(team)}` : ''}`
  return change.type === 'changed' ? [head, ...fieldLines(change.fields)] : [head]
}

function sizeText(team: ManifestTeam): string {
  const { name, leaders, members } = team
  const sources = sourcesOf(team)
  const people = sources.length > 0 ? `members from ${sources.join(' and ')}` : count(members.length, 'member')
  return `${name}, ${count(leaders.length, 'leader')}, ${people}`
}

/** `    schedule.at  10:00 → 11:00` */
export function fieldLines(fields: readonly FieldChange[]): string[] {
  const width = Math.max(0, ...fields.map(({ path }) => path.length))
  return fields.map(({ path, from, to }) =>
    isConfidential(path) ? `    ${path}  changed` : `    ${path.padEnd(width)}  ${valueText(from)} → ${valueText(to)}`,
  )
}

/** Whom a ritual keeps apart is for the manifest alone: a plan is pasted into tickets and logs. */
const isConfidential = (path: string): boolean => path === 'options.apart' || path.startsWith('options.apart.')

/** Options may hold any text. */
const LONGEST_VALUE = 200

function valueText(value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return 'none'
  if (typeof value === 'string') return printable(value, LONGEST_VALUE)
  const isWords = Array.isArray(value) && value.every((item) => typeof item === 'string')
  return printable(isWords ? value.join(', ') : JSON.stringify(value), LONGEST_VALUE)
}

/** More than a handful of names is a number. */
const MOST_NAMES = 8

function peopleLines(changes: readonly Change[], names: ReadonlyMap<string, string>): string[] {
  const people = changes.filter(({ what }) => what === 'person')
  const of = (type: Change['type']) =>
    people.filter((change) => change.type === type).map(({ id }) => names.get(id ?? '') ?? id)
  const changed = people.flatMap((change) =>
    change.type === 'changed'
      ? [`~ person ${names.get(change.id ?? '') ?? change.id}`, ...fieldLines(change.fields)]
      : [],
  )
  return [...summary('+', of('added')), ...changed, ...summary('-', of('removed'))]
}

function summary(sign: string, who: readonly (string | null)[]): string[] {
  if (who.length === 0) return []
  if (who.length > MOST_NAMES) return [`${sign} ${who.length} people`]
  return [`${sign} ${who.length === 1 ? 'person' : 'people'} ${who.join(', ')}`]
}

function membershipLines(changes: readonly Change[], names: ReadonlyMap<string, string>): string[] {
  return changes.flatMap((change) => {
    if (change.what !== 'membership') return []
    const name = names.get(change.id) ?? change.id
    if (change.type === 'leaves') return [`- ${change.team}: ${name} leaves`]
    if (change.was) return [`~ ${change.team}: ${name} becomes ${change.role}, was ${change.was}`]
    return [`+ ${change.team}: ${name} joins as ${change.role}`]
  })
}

function namesOf(applied: Manifest | null, next: Manifest): Map<string, string> {
  return new Map([...(applied?.people ?? []), ...next.people].map(({ email, name }) => [email, name]))
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`
}
