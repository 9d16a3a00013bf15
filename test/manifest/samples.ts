import { parseManifest } from '../../src/manifest/read.ts'
import type { Manifest } from '../../src/manifest/schema.ts'
import { problemsText } from '../../src/manifest/print.ts'
import { kinds } from './kinds.ts'

/** A sound manifest to begin from: one leader, five members, a check-in and a pulse. */
export const small = `organisation:
  name: Autohaus Nordlicht
  language: de
  zone: Europe/Berlin
  holidays: { country: DE, region: SH, extraHolidays: [{ date: 12-24, name: Heiligabend }] }
admins: [jana@nordlicht.example]
units:
  - { id: nord, name: Filiale Nord }
  - { id: lissabon, name: Lissabon, holidays: { country: PT } }
people:
  - { email: jana@nordlicht.example, name: Jana Petersen, unit: nord }
  - { email: ben@nordlicht.example, name: Ben Harder, unit: nord }
  - { email: ana@nordlicht.example, name: Ana Ferreira, unit: lissabon, zone: Europe/Lisbon, language: en }
  - { email: selin@nordlicht.example, name: Selin Aydın }
  - { email: tomasz@nordlicht.example, name: Tomasz Wójcik }
  - { email: linh@nordlicht.example, name: Linh Nguyen }
teams:
  - id: after-sales
    name: After Sales
    leaders: [jana@nordlicht.example]
    members: [ben@nordlicht.example, ana@nordlicht.example, selin@nordlicht.example, tomasz@nordlicht.example, linh@nordlicht.example]
    channels: [web:after-sales]
rituals:
  - id: morning
    kind: check-in
    team: after-sales
    schedule: { every: week, on: [mon, wed], at: 09:00 }
  - id: team-spirit
    kind: pulse
    team: after-sales
    schedule: { every: week, on: thu, at: 10:00 }
`

/** The manifest of a text that is sound; throws with what is wrong otherwise. */
export function manifestOf(text: string): Manifest {
  const reading = parseManifest(text, 'teamrunde.yaml', kinds)
  if ('problems' in reading) throw new Error(problemsText(reading.problems))
  return reading.manifest
}

/** The small manifest with one piece of text put in the place of another. */
export function changed(from: string, to: string, text = small): string {
  if (!text.includes(from)) throw new Error(`"${from}" is not in the manifest.`)
  return text.replace(from, () => to)
}
