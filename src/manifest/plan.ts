/** What `teamrunde plan` says. */
import type { AnyRitual } from '../engine/discovery.ts'
import { type Change, diffManifests } from './diff.ts'
import { forecast } from './forecast.ts'
import { forecastLines } from './forecast-text.ts'
import { changeLines, fieldLines } from './plan-changes.ts'
import { remarks } from './remarks.ts'
import type { Manifest, ManifestRitual } from './schema.ts'
import { scheduleText } from './words.ts'

export interface PlanFacts {
  /** What is in force; null before the first time. */
  applied: Manifest | null
  next: Manifest
  rituals: ReadonlyMap<string, AnyRitual>
  /** Rituals their leaders have paused, with the instant at which that ends, or null. */
  paused: ReadonlyMap<string, string | null>
  now: Temporal.Instant
  /** The last day whose occurrences are shown. */
  until: Temporal.PlainDate
}

/** The whole plan, changes first, then every ritual with its dates, then what will disappoint. */
export function planText(facts: PlanFacts): string {
  const { applied, next } = facts
  const changes = diffManifests(applied, next)
  return [
    ...changeLines(changes, applied, next),
    ...next.rituals.flatMap((ritual) => ritualLines(ritual, changes, facts)),
    ...removedLines(changes, applied),
    ...warningLines(changes, facts),
    changes.length === 0
      ? 'Nothing to change: this manifest is in force.'
      : 'Nothing has been changed. Run `teamrunde apply`, or restart.',
  ].join('\n')
}

function ritualLines(ritual: ManifestRitual, changes: readonly Change[], facts: PlanFacts): string[] {
  const change = changes.find(({ what, id }) => what === 'ritual' && id === ritual.id)
  const sign = change === undefined ? ' ' : change.type === 'added' ? '+' : '~'
  const year = facts.now.toZonedDateTimeISO(facts.next.organisation.zone).year
  return [
    `${sign} ${columns(ritual, facts.next)}${pausedText(facts.paused.get(ritual.id))}`,
    ...(change?.type === 'changed' ? fieldLines(change.fields) : []),
    ...forecastLines(forecast(facts.next, ritual, facts.now, facts.until), facts.next, year),
  ]
}

function columns(ritual: ManifestRitual, { rituals, teams }: Manifest): string {
  const teamName = (id: string): string => teams.find((team) => team.id === id)?.name ?? id
  const teamNames = ({ team, with: others }: ManifestRitual): string => [team, ...others].map(teamName).join(' + ')
  return [
    ritual.id.padEnd(widthOf(rituals.map(({ id }) => id))),
    ritual.kind.padEnd(widthOf(rituals.map(({ kind }) => kind))),
    teamNames(ritual).padEnd(widthOf(rituals.map(teamNames))),
    scheduleText(ritual.schedule),
  ].join('')
}

function widthOf(values: readonly string[]): number {
  return Math.max(...values.map((value) => value.length)) + 3
}

function pausedText(until: string | null | undefined): string {
  if (until === undefined) return ''
  return until === null ? ', paused' : `, paused until ${until.slice(0, 10)}`
}

function removedLines(changes: readonly Change[], applied: Manifest | null): string[] {
  return changes
    .filter(({ what, type }) => what === 'ritual' && type === 'removed')
    .map(({ id }) => {
      const ritual = applied?.rituals.find((one) => one.id === id)
      return `- ${id}   ${ritual?.kind ?? ''}   stops; what is open runs to its end, its history stays`
    })
}

function warningLines(changes: readonly Change[], { next, rituals }: PlanFacts): string[] {
  const otherKinds = changes.flatMap((change) => {
    const isOther =
      change.type === 'changed' && change.what === 'ritual' && change.fields.some(({ path }) => path === 'kind')
    return isOther
      ? [
          `! ${change.id} can't become another kind, because its history stays: give it a new id. Applying will be refused.`,
        ]
      : []
  })
  return [...otherKinds, ...remarks(next, rituals).map(({ text }) => `! ${text}`)]
}
