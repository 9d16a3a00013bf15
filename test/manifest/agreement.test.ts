import { describe, expect, test } from 'vitest'
import { EXACT_FROM } from '../../rituals/pulse/shares.ts'
import { commandsOf } from '../../src/engine/commands/table.ts'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { agreementTemplate, agreementText } from '../../src/manifest/agreement.ts'
import { agreement } from '../../src/manifest/agreement-command.ts'
import { readManifest } from '../../src/manifest/read.ts'
import { type Manifest, SMALLEST_GROUP } from '../../src/manifest/schema.ts'
import { PROCESSING } from '../../src/store/records.ts'
import { databases } from '../databases.ts'
import { manifestOf, small } from './samples.ts'

const rituals = await discoverRituals()
const today = Temporal.PlainDate.from('2026-11-30')
const languages = ['de', 'en'] as const

const inForce = (manifest: Manifest, language: 'de' | 'en') => agreementText(manifest, rituals, language, today)

function sample(): Manifest {
  const reading = readManifest(new URL('../../manifest/teamrunde.yaml', import.meta.url).pathname, rituals)
  if ('problems' in reading) throw new Error('The sample has mistakes.')
  return reading.manifest
}

/** Number, gaps, points and blanks of each section: what must be alike in both languages. */
const bones = (template: string) =>
  template.split(/^## /m).map((section) => ({
    number: /^\d+/.exec(section)?.[0],
    gaps: [...section.matchAll(/\{\{[a-z-]+\}\}/g)].map(([gap]) => gap).toSorted(),
    points: section.match(/^(- |\d\. )/gm)?.length ?? 0,
    blanks: section.match(/_{8}/g)?.length ?? 0,
    code: (section.match(/`(npm run|teamrunde|[A-Z_]{5,}|spool|participant)[^`]*`/g) ?? []).toSorted(),
  }))

test('both languages have the same sections, gaps, points and blanks', () => {
  expect(bones(agreementTemplate('de'))).toEqual(bones(agreementTemplate('en')))
  expect(bones(agreementTemplate('de'))).toHaveLength(13)
})

describe.each(languages)('in %s', (language) => {
  test('every gap is filled, from the sample company and from a small one', () => {
    for (const manifest of [sample(), manifestOf(small)]) {
      const text = inForce(manifest, language)
      expect(text).not.toMatch(/\{\{|\}\}|undefined|\[object|NaN/)
      expect(text).toContain(manifest.organisation.name)
    }
  })

  test('teams and rituals stand there with their times', () => {
    const text = inForce(sample(), language)
    const rows = {
      de: [
        '| After Sales | Jana Petersen | 11 | Birte Clausen | web:after-sales |',
        '| Teamgeist | pulse | After Sales | donnerstags um 10 Uhr | der eigenen | 26 Stunden |',
        '| Teamgeist im Verkauf | pulse | Verkauf | dienstags um 11 Uhr | der des Teams | 1 Tag |',
      ],
      en: [
        '| After Sales | Jana Petersen | 11 | Birte Clausen | web:after-sales |',
        '| Teamgeist | pulse | After Sales | Thursdays at 10:00 | one’s own | 26 hours |',
        '| Teamgeist im Verkauf | pulse | Verkauf | Tuesdays at 11:00 | the team’s | 1 day |',
      ],
    }
    for (const row of rows[language]) expect(text).toContain(row)
    expect(text).toContain('Welcher Kunde braucht uns diese Woche?')
  })

  test('threshold and periods are those of the manifest', () => {
    const privacy = 'privacy: { minimumGroup: 7, retention: { responses: 1 month, results: 3 years } }\n'
    const text = inForce(manifestOf(small + privacy), language)
    const words = { de: ['Ab 7 Antworten', '1 Monat', '3 Jahre'], en: ['From 7 answers on', '1 month', '3 years'] }
    for (const word of words[language]) expect(text).toContain(word)
    expect(text).not.toMatch(/12 (Monate|months)|24 (Monate|months)/)
  })

  test('the record of processing is the last section and names every table, with the periods of the manifest', () => {
    const record = inForce(sample(), language).split(/^## /m).at(-1)!
    expect(record).toMatch(/^12\. .*Art\. 30/)
    for (const { table, words } of PROCESSING) {
      expect(record).toContain(`| \`${table}\` | ${words[language].what} |`)
    }
    expect(record).toContain({ de: '24 Monate lang ab dem Bericht', en: 'for 24 months from the report' }[language])
  })

  test('every kind of ritual is described: a new one needs words here, in both languages', () => {
    const kind = { de: 'Art', en: 'kind' }[language]
    for (const name of rituals.keys()) expect(agreementTemplate(language)).toContain(`(${kind} \`${name}\`)`)
  })

  test('the bounds that stand there in words are those of the code', () => {
    expect({ SMALLEST_GROUP, EXACT_FROM }).toEqual({ SMALLEST_GROUP: 5, EXACT_FROM: 10 })
    const text = agreementTemplate(language)
    expect(text).toMatch({ de: /nie unter fünf/, en: /never be below five/ }[language])
    expect(text).toMatch({ de: /Unter zehn Antworten/, en: /Below ten answers/ }[language])
  })

  test('every command of the bot that is named there exists, in that language', () => {
    const named = [...agreementTemplate(language).matchAll(/`\/teamrunde ([^`]+)`/g)].map(([, words]) => words!)
    expect(named.length).toBeGreaterThan(5)
    const known = new Set(commandsOf(rituals).flatMap(({ words }) => words[language]))
    expect(named.filter((words) => !known.has(words))).toEqual([])
  })

  test('a name with a bar does not break the table', () => {
    const text = inForce(manifestOf(small.replace('name: After Sales', 'name: "After|Sales"')), language)
    expect(text).toContain(String.raw`| After\|Sales | Jana Petersen |`)
  })
})

for (const engine of databases) {
  test(`on ${engine.name} without anything in force, the file's values are printed`, async () => {
    await using db = await engine.openEmpty()
    const file = new URL('../../manifest/teamrunde.yaml', import.meta.url).pathname
    const environment = { DATABASE_URL: db.url }
    expect(await agreement(environment, file, undefined)).toMatch(/^# Betriebsvereinbarung/)
    expect(await agreement(environment, file, 'en')).toMatch(/^# Works agreement/)
    await expect(agreement(environment, file, 'fr')).rejects.toThrow('--language: expected de or en, found "fr".')
  })
}
