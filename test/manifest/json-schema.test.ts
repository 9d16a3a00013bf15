import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { manifestJsonSchemaText } from '../../src/manifest/json-schema.ts'
import { readManifest } from '../../src/manifest/read.ts'
import { kinds } from './kinds.ts'
import { changed, small } from './samples.ts'

const at = (path: string): URL => new URL(`../../manifest/${path}`, import.meta.url)
const sample = readFileSync(at('teamrunde.yaml'), 'utf8')

function editor(schema: string): (manifest: string) => boolean {
  const validate = new Ajv({ strict: false, formats: { email: /@/ } }).compile(JSON.parse(schema))
  return (manifest) => validate(parse(manifest)) === true
}

test('manifest/teamrunde.schema.json is fresh; otherwise run `npm run teamrunde schema`', async () => {
  expect(readFileSync(at('teamrunde.schema.json'), 'utf8')).toBe(manifestJsonSchemaText(await discoverRituals()))
})

test('the sample is sound for the program and for an editor, and names the schema', async () => {
  const rituals = await discoverRituals()
  const reading = readManifest(at('teamrunde.yaml').pathname, rituals)
  expect(reading).not.toHaveProperty('problems')
  expect(editor(manifestJsonSchemaText(rituals))(sample)).toBe(true)
  expect(sample.split('\n')[0]).toBe('# yaml-language-server: $schema=./teamrunde.schema.json')
})

test('the sample company is as it is told: 24 people, two leaders and who leads them, one team too small', async () => {
  const reading = readManifest(at('teamrunde.yaml').pathname, await discoverRituals())
  if ('problems' in reading) throw new Error('The sample has problems.')
  const { people, teams } = reading.manifest
  expect(people).toHaveLength(24)
  expect(new Set(teams.flatMap(({ leaders }) => leaders)).size).toBe(3)
  expect(teams.map(({ members }) => members.length)).toEqual([11, 7, 3, 2])
  expect(people.every(({ email }) => email.endsWith('@nordlicht.example'))).toBe(true)
  expect(reading.warnings.map(({ text }) => text)).toEqual([
    'workshop-west has 3 members: its pulse will never show results (threshold 5). Make one team of it and after-sales for this, with one pulse in the place of two?',
  ])
})

test('an editor sees what the program sees in single values', () => {
  const isFine = editor(manifestJsonSchemaText(kinds))
  expect(isFine(small)).toBe(true)
  const mistakes: [string, string][] = [
    ['language: de', 'langage: de'],
    ['language: de', 'language: fr'],
    ['zone: Europe/Berlin', 'zone: Berlin'],
    ['country: DE', 'country: Germany'],
    ['region: SH', 'region: SHH'],
    ['kind: pulse', 'kind: puls'],
    ['at: 10:00', 'at: 10 Uhr'],
    ['at: 10:00', 'at: 10:00, widow: 4h'],
    ['on: thu', 'on: thur'],
    ['on: thu, at: 10:00', 'on: thu'],
    ['web:after-sales', "'#after-sales'"],
    ['leaders: [jana@nordlicht.example]', 'leaders: []'],
  ]
  for (const [from, to] of mistakes) expect(isFine(changed(from, to)), to).toBe(false)
})
