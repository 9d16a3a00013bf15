/** The parts of the works agreement that are made from the manifest: teams, rituals with their times, settings, the record of processing. */
import { stringify } from 'yaml'
import type { Language } from '#platform'
import type { Speak } from '#ritual'
import { createCalendars } from '../engine/calendars.ts'
import { scheduleWords } from '../engine/commands/schedule-words.ts'
import { PROCESSING } from '../store/records.ts'
import type { Manifest, ManifestRitual, ManifestTeam } from './schema.ts'
import { sourcesOf } from './sources.ts'
import { durationIn, retentionIn } from './units-in-words.ts'

const WORDS = {
  de: {
    team: ['Team', 'Leitung', 'Mitglieder', 'Beobachtende', 'Kanal'],
    from: (channel: string) => `alle aus ${channel}`,
    ritual: ['Ritual', 'Art', 'Team', 'Wann', 'Nach wessen Uhr', 'Offen'],
    zone: { member: 'der eigenen', team: 'der des Teams' },
    record: ['Tabelle', 'Was', 'Wessen', 'Wozu', 'Wie lange', 'Wer es erfährt'],
    usual: 'Keine; es gilt, was oben steht.',
    none: 'keine',
    personal: 'Ohne Personenbezug',
  },
  en: {
    team: ['Team', 'Leaders', 'Members', 'Observers', 'Channel'],
    from: (channel: string) => `everyone in ${channel}`,
    ritual: ['Ritual', 'Kind', 'Team', 'When', 'By whose clock', 'Open for'],
    zone: { member: 'one’s own', team: 'the team’s' },
    record: ['Table', 'What', 'Whose', 'Why', 'How long', 'Who learns it'],
    usual: 'None; what is said above holds.',
    none: 'none',
    personal: 'Nothing about persons',
  },
}

/** Names of leaders and observers; how many members, not who: the manifest has that. */
export function teamsTable(manifest: Manifest, language: Language): string {
  const { team: head, from, none } = WORDS[language]
  const row = (team: ManifestTeam): string[] => [
    team.name,
    namesOf(manifest, team.leaders),
    [String(team.members.length), ...sourcesOf(team).map(from)].join(' + '),
    team.observers.length > 0 ? namesOf(manifest, team.observers) : none,
    team.channels.join(', '),
  ]
  return table(head, manifest.teams.map(row))
}

export function namesOf(manifest: Manifest, emails: readonly string[]): string {
  return emails.map((email) => manifest.people.find((person) => person.email === email)?.name ?? email).join(', ')
}

/** @param today the day from which the times are told */
export function ritualsTable(manifest: Manifest, language: Language, t: Speak, today: Temporal.PlainDate): string {
  const { ritual: head, zone } = WORDS[language]
  const house = { manifest, calendars: createCalendars(manifest) }
  const row = ({ name, kind, team, schedule }: ManifestRitual): string[] => [
    name,
    kind,
    manifest.teams.find(({ id }) => id === team)?.name ?? team,
    scheduleWords(house, schedule, today, t),
    schedule.zone === 'member' || schedule.zone === 'team' ? zone[schedule.zone] : schedule.zone,
    durationIn(schedule.window, language),
  ]
  return table(head, manifest.rituals.map(row))
}

/** As the manifest writes them, so that they can be compared with it. */
export function optionsText({ rituals }: Manifest, language: Language): string {
  const set = rituals.filter(({ options }) => JSON.stringify(options) !== '{}')
  if (set.length === 0) return WORDS[language].usual
  return set.map(({ id, options }) => `\`\`\`yaml\n${stringify({ [id]: options }).trimEnd()}\n\`\`\``).join('\n\n')
}

/** Every table, those about persons first. */
export function recordTables({ privacy }: Manifest, language: Language): string {
  const { record: head, personal: impersonal } = WORDS[language]
  const kept = keptWith(privacy.retention, language)
  const rows = (about: boolean): string[][] =>
    PROCESSING.filter(({ personal }) => personal === about).map(({ table: name, words }) => {
      const { what, whose, why, kept: until, readers } = words[language]
      return [code(name), what, whose, why, kept(until), readers]
    })
  return [table(head, rows(true)), `${impersonal}:`, table(head, rows(false))].join('\n\n')
}

/** Fills the lengths of time of the manifest into the words of the record. */
export function keptWith(retention: Manifest['privacy']['retention'], language: Language) {
  return (words: string): string =>
    words
      .replace('{{responses}}', retentionIn(retention.responses, language))
      .replace('{{results}}', retentionIn(retention.results, language))
}

const code = (name: string): string => `\`${name}\``

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

/** A name may hold what Markdown would take for its own. */
const cell = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('|', String.raw`\|`)
