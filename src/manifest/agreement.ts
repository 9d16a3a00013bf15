/** The works agreement: a template of `manifest/` with the values of a manifest, and the record of processing as its last section. */
import { readFileSync } from 'node:fs'
import type { Language } from '#platform'
import { textsOf } from '../compose.ts'
import type { AnyRitual } from '../engine/discovery.ts'
import { LOCALES } from '../message/dates.ts'
import { namesOf, optionsText, recordTables, ritualsTable, teamsTable } from './agreement-parts.ts'
import type { Manifest } from './schema.ts'
import { retentionIn } from './units-in-words.ts'

const GAP = /\{\{([a-z-]+)\}\}/g

/** The template as it lies beside the manifest. */
export function agreementTemplate(language: Language): string {
  return readFileSync(new URL(`../../manifest/works-agreement.${language}.md`, import.meta.url), 'utf8')
}

/**
 * The agreement in Markdown.
 *
 * @param today the day it is made, and from which the times are told
 * @throws Error when the template has a gap that nobody fills
 */
export function agreementText(
  manifest: Manifest,
  rituals: ReadonlyMap<string, AnyRitual>,
  language: Language,
  today: Temporal.PlainDate,
): string {
  const values = valuesOf(manifest, rituals, language, today)
  return agreementTemplate(language).replaceAll(GAP, (_gap, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`works-agreement.${language}.md: there is no value for {{${name}}}.`)
    return value
  })
}

function valuesOf(
  manifest: Manifest,
  rituals: ReadonlyMap<string, AnyRitual>,
  language: Language,
  today: Temporal.PlainDate,
): Record<string, string> {
  const { organisation, privacy, admins } = manifest
  const hours = ({ from, until }: { from: string; until: string }): string => `${from}–${until}`
  const t = textsOf(rituals).speak(language, 'common')
  return {
    organisation: organisation.name,
    date: today.toLocaleString(LOCALES[language], { dateStyle: 'long' }),
    threshold: String(privacy.minimumGroup),
    responses: retentionIn(privacy.retention.responses, language),
    results: retentionIn(privacy.retention.results, language),
    'working-hours': hours(organisation.workingHours),
    'quiet-hours': hours(organisation.quietHours),
    admins: namesOf(manifest, admins),
    teams: teamsTable(manifest, language),
    rituals: ritualsTable(manifest, language, t, today),
    options: optionsText(manifest, language),
    record: recordTables(manifest, language),
  }
}
