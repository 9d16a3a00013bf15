/** The directions of the house: what may import what. A new ritual is one folder, a new platform is one folder, or this fails. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

const filesOf = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))

const importsOf = (file: string): string[] => {
  const source = readFileSync(join(root, file), 'utf8')
  const statements = source.matchAll(
    /^(?:import|export|\}).*?\bfrom '([^']+)'|\bimport\('([^']+)'\)|^import '([^']+)'/gm,
  )
  return [...statements].map((match) => (match[1] ?? match[2] ?? match[3])!)
}

/** Where a relative import ends, from the root; package imports come back as they are. */
const targetOf = (file: string, specifier: string): string =>
  specifier.startsWith('.') ? relative(root, resolve(join(root, dirname(file)), specifier)) : specifier

const isTest = (file: string): boolean => file.endsWith('.test.ts')

const offences = (files: string[], allowed: (target: string, file: string) => boolean): string[] =>
  files
    .filter((file) => !isTest(file))
    .flatMap((file) => importsOf(file).map((specifier) => ({ file, target: targetOf(file, specifier) })))
    .filter(({ file, target }) => !allowed(target, file))
    .map(({ file, target }) => `${file} imports ${target}`)

const folderOf = (file: string): string => file.split('/').slice(0, 2).join('/')
const isPackage = (target: string): boolean => !target.startsWith('#') && !/^(src|adapters|rituals|test)\//.test(target)

/** They find the adapters by name, and load them only when they are set up. */
const LAZY = new Set(['src/start.ts', 'src/doctor.ts'])

describe('the house', () => {
  it('finds the imports it judges', () => {
    expect(importsOf('src/start.ts')).toContain('./engine/engine.ts')
    expect(importsOf('src/start.ts')).toContain('../adapters/web/adapter.ts')
  })

  it('lets a ritual import #ritual, zod and its own folder, and nothing else', () => {
    const allowed = (target: string, file: string): boolean =>
      target === '#ritual' || target === 'zod' || target.startsWith(`${folderOf(file)}/`)
    expect(offences(filesOf('rituals'), allowed)).toEqual([])
  })

  it('lets an adapter import #platform, #message, packages and its own folder, and nothing else', () => {
    const allowed = (target: string, file: string): boolean =>
      target === '#platform' || target === '#message' || isPackage(target) || target.startsWith(`${folderOf(file)}/`)
    expect(offences(filesOf('adapters'), allowed)).toEqual([])
  })

  it('keeps src away from rituals and adapters; only the start and the doctor know the adapters, lazily', () => {
    const allowed = (target: string, file: string): boolean =>
      !target.startsWith('rituals/') && (!target.startsWith('adapters/') || LAZY.has(file))
    expect(offences(filesOf('src'), allowed)).toEqual([])
    for (const file of LAZY) expect(readFileSync(join(root, file), 'utf8')).not.toMatch(/^import .*adapters\//m)
  })

  it('keeps the neutral model free of the rest of the house', () => {
    const inside =
      (folder: string) =>
      (target: string): boolean =>
        target.startsWith(`src/${folder}/`) || target === '#message' || target === 'zod'
    expect(offences(filesOf('src/message'), inside('message'))).toEqual([])
    expect(offences(filesOf('src/platform'), inside('platform'))).toEqual([])
    // The quantiles come from a library; whatever else a ritual knows, it is told.
    const quantiles = (target: string, file: string): boolean =>
      inside('ritual')(target) || (file === 'src/ritual/distributions.ts' && target === 'node:module')
    expect(offences(filesOf('src/ritual'), quantiles)).toEqual([])
  })

  it('declares every package that it imports', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>
      devDependencies: Record<string, string>
    }
    const nameOf = (target: string): string =>
      target
        .split('/')
        .slice(0, target.startsWith('@') ? 2 : 1)
        .join('/')
    const packages = (folders: string[]): string[] =>
      folders
        .flatMap(filesOf)
        .flatMap((file) => (isTest(file) ? [] : importsOf(file).map((specifier) => targetOf(file, specifier))))
        .filter((target) => isPackage(target) && !target.startsWith('node:'))
        .map(nameOf)
    expect(packages(['src', 'adapters', 'rituals']).filter((name) => !(name in dependencies))).toEqual([])
    expect(packages(['test']).filter((name) => !(name in dependencies) && !(name in devDependencies))).toEqual([])
    for (const version of Object.values({ ...dependencies, ...devDependencies })) expect(version).toMatch(/^\d/)
  })
})
