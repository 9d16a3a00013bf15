/** The company whose rows stand in `rows.json`: what a database of a bot at work holds. */
import { companyOf } from '../commands/company.ts'

export const MANIFEST = companyOf(`
  - id: morning
    kind: check-in
    team: service
    name: Morgenrunde
    schedule: { every: week, on: [mon, wed], at: '09:00', window: 4h, reminder: 2h30m }
  - id: spirit
    kind: pulse
    team: service
    name: Teamgeist
    schedule: { every: week, on: mon, at: '10:00', window: 26h, reminder: 23h }
  - id: coffee
    kind: coffee
    team: service
    name: Kaffee
    schedule: { every: week, on: mon, at: '09:30', window: 4d, reminder: 3d }`)

/** The moment at which they were taken: a poll is open, and five have voted. */
export const TAKEN = '2026-12-14T11:00'

export type Rows = Record<string, Record<string, string | number | null>[]>
