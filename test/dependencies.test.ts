/** What the program is made of: everything that it needs is written down with a reason, and may be used under its licence. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { billOfMaterials } from './sbom.ts'

const at = (path: string): URL => new URL(`../${path}`, import.meta.url)
const data = <T>(path: string): T => JSON.parse(readFileSync(at(path), 'utf8')) as T

interface Locked {
  version: string
  license?: string
  dev?: boolean
  devOptional?: boolean
  optional?: boolean
}

const declared = data<Record<'dependencies' | 'devDependencies', Record<string, string>>>('package.json')
const locked = Object.entries(data<{ packages: Record<string, Locked> }>('package-lock.json').packages)
/** All that `npm ci --omit=dev` installs, by folder. */
const production = locked.filter(([folder, { dev }]) => folder !== '' && dev !== true)

/**
 * Licences under which a package may be part of the program: they ask that its notice stays with it, which it does since packages are installed whole, and
 * ask nothing of what is built on it. Anything else is for somebody to decide, here and in the README.
 */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
  // Python's, of the parser of command-line arguments that date-holidays brings: permissive like the BSD licences.
  'PSF-2.0',
  // The data of date-holidays, taken from Wikipedia and others: its source has to be named, and the README does.
  'CC-BY-3.0',
])

/** Of licences joined by AND all have to be allowed, of those joined by OR one. */
function isAllowed(expression: string): boolean {
  const plain = expression.replaceAll(/[()]/g, '')
  if (plain.includes(' OR ')) return plain.split(' OR ').some(isAllowed)
  return plain.split(' AND ').every((licence) => ALLOWED.has(licence))
}

describe('the packages the program is made of', () => {
  test('may all be used under their licences', () => {
    expect(production.length).toBeGreaterThan(100)
    const refused = production.filter(([, { license }]) => license === undefined || !isAllowed(license))
    expect(refused.map(([folder, { license }]) => `${folder}: ${license}`)).toEqual([])
  })

  test('say the same about their licence as the lock file does', () => {
    const here = production.filter(([, { optional }]) => !optional)
    for (const [folder, { license }] of here)
      expect(data<Locked>(`${folder}/package.json`).license, folder).toBe(license)
  })

  test('stand in the README, each with its reason, and no others', () => {
    const readme = readFileSync(at('README.md'), 'utf8')
    const [, section] = readme.split('\n## Dependencies\n')
    const rows = [...section!.split('\n## ')[0]!.matchAll(/^\| ([^|]+) \| ([^|]+) \|$/gm)].slice(1)
    const named = rows.filter(([, name]) => !/^-+$/.test(name!)).flatMap(([, name]) => name!.split(', '))
    const types = (name: string): boolean => name.startsWith('@types/')
    const all = Object.keys({ ...declared.dependencies, ...declared.devDependencies }).filter((name) => !types(name))
    expect(named.toSorted()).toEqual(all.toSorted())
  })

  test('stand in the bill of materials, with their versions', async () => {
    const { bomFormat, components, dependencies } = await billOfMaterials()
    expect(bomFormat).toBe('CycloneDX')
    const listed = new Set(components.map(({ name, version }) => `${name}@${version}`))
    const needed = production.filter(([, { devOptional, optional }]) => !devOptional && !optional)
    for (const [folder, { version }] of needed) {
      const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)
      expect(listed).toContain(`${name}@${version}`)
    }
    for (const tool of ['vitest', 'oxlint', 'fast-check'])
      expect([...listed].filter((each) => each.startsWith(`${tool}@`))).toEqual([])
    const known = new Set(components.map((component) => component['bom-ref']))
    for (const { dependsOn } of dependencies) for (const ref of dependsOn) expect(known).toContain(ref)
  })
})
