/** What can't be run where it is built is at least read: the files for deployment name only what is there. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DCLinter } from 'dclint'
import { validate } from 'dockerfile-utils'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readEnv, variables } from '../src/env.ts'
import { createMetrics } from '../src/meter.ts'

const at = (path: string): URL => new URL(`../${path}`, import.meta.url)
const read = (name: string): string => readFileSync(at(`manifest/deploy/${name}`), 'utf8')

/** Ours are all of the program's variables, and files that hold secrets; others belong to Node. */
function expectKnown(names: string[]): void {
  const known = Object.keys(variables.shape)
  for (const name of names.filter((each) => !each.startsWith('NODE_')))
    expect(known, name).toContain(name.replace(/_FILE$/, ''))
}

interface Service {
  image?: string
  build?: { dockerfile: string }
  environment: Record<string, string>
  secrets: string[]
  volumes: string[]
  read_only?: boolean
}

describe('the container image', () => {
  const lines = read('Dockerfile')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))

  test('copies what is there, and all that the program needs', () => {
    const copied = lines.flatMap((line) => {
      const [command, ...words] = line.split(/\s+/)
      return command === 'COPY' && !words[0]!.startsWith('--') ? words.slice(0, -1) : []
    })
    for (const path of copied) expect(existsSync(at(path)), path).toBe(true)
    expect(copied).toEqual(expect.arrayContaining(['package.json', 'src', 'adapters', 'rituals', 'manifest']))
    const kept = read('Dockerfile.dockerignore')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []))
    expect(kept.toSorted()).toEqual([...new Set(copied)].toSorted())
  })

  test('has nothing that a linter would warn of', () => {
    expect(validate(read('Dockerfile'))).toEqual([])
    expect(validate('FROM node:26-slim\nRUNN ls\n')).toHaveLength(1)
  })

  test('hands its volumes to the account that it runs as', () => {
    expect(lines).toContain('RUN mkdir -p /data/keys && chown -R node:node /data')
  })

  test('runs as nobody in particular, on the Node that the tests run on', () => {
    expect(lines.findLast((line) => line.startsWith('FROM'))).toBe('FROM node:26-slim')
    expect(process.versions.node).toMatch(/^26\./)
    expect(lines.findLast((line) => line.startsWith('USER'))).toBe('USER node')
    expect(lines.at(-1)).toBe(
      'CMD ["node", "--max-semi-space-size=4", "--v8-pool-size=2", "--no-allocation-site-pretenuring", "src/main.ts"]',
    )
  })

  test('sets variables that the program knows', () => {
    const env = lines.find((line) => line.startsWith('ENV'))!
    expectKnown([...env.matchAll(/(\w+)=/g)].map(([, name]) => name!))
  })
})

interface Linted {
  messages: { line: number; message: string }[]
}

describe('the compose file', () => {
  const { services, secrets, volumes } = parse(read('compose.yaml')) as {
    services: Record<string, Service>
    secrets: Record<string, { file: string }>
    volumes: Record<string, unknown>
  }

  test('follows the specification, as far as a linter knows it', () => {
    const linter = new DCLinter({ rules: { 'service-keys-order': 0 }, quiet: true, debug: false, exclude: [] })
    const found: Linted[] = linter.lintFiles([fileURLToPath(at('manifest/deploy/compose.yaml'))], false)
    expect(found.flatMap(({ messages }) => messages.map(({ line, message }) => `${line}: ${message}`))).toEqual([])
    expect(found).toHaveLength(1)
  })

  test('uses only secrets and volumes that it declares', () => {
    for (const service of Object.values(services)) {
      for (const secret of service.secrets) expect(Object.keys(secrets)).toContain(secret)
      const named = service.volumes.map((volume) => volume.split(':')[0]!).filter((name) => !name.startsWith('.'))
      for (const name of named) expect(Object.keys(volumes)).toContain(name)
    }
  })

  test('gives the bot variables that it knows, secrets as files, and nothing to write to but its volumes', () => {
    const bot = services['teamrunde']!
    expectKnown(Object.keys(bot.environment))
    for (const [name, value] of Object.entries(bot.environment).filter(([each]) => each.endsWith('_FILE')))
      expect(bot.secrets, name).toContain(value.replace('/run/secrets/', ''))
    expect(bot.read_only).toBe(true)
    expect(existsSync(at(bot.build!.dockerfile))).toBe(true)
  })
})

describe('the systemd unit', () => {
  const unit = read('teamrunde.service')
  const settings = [...unit.matchAll(/^Environment=(\w+)=(.*)$/gm)].map(([, name, value]) => [name!, value!] as const)

  test('sets variables that the program knows, to values that it takes', () => {
    expectKnown(settings.map(([name]) => name))
    const plain = Object.fromEntries(settings.filter(([name]) => !name.endsWith('_FILE')))
    expect(readEnv(plain).DATABASE_URL).toBe('sqlite:/var/lib/teamrunde/teamrunde.db')
  })

  test('hands out each secret that it names', () => {
    const loaded = [...unit.matchAll(/^LoadCredential=([\w-]+):/gm)].map(([, name]) => `%d/${name!}`)
    const files = settings.flatMap(([name, value]) => (name.endsWith('_FILE') ? [value] : []))
    expect(files).toEqual(loaded)
  })
})

describe('what operations look at', () => {
  /** Histograms are asked for by their buckets and counts. */
  const asked = (text: string): string[] =>
    [...text.matchAll(/\b(teamrunde_[a-z_]+)/g)].map(([, name]) => name!.replace(/_(bucket|count|sum)$/, ''))

  test('dashboard and alerts ask only for what is measured', async () => {
    const measured = new Set(
      [...(await createMetrics().text(null)).matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name!),
    )
    for (const file of ['grafana.json', 'alerts.yaml']) {
      for (const name of asked(read(file))) expect(measured, `${file}: ${name}`).toContain(name)
    }
  })

  test('every alert says what it means for people', () => {
    const { groups } = parse(read('alerts.yaml')) as {
      groups: { rules: { alert: string; annotations: Record<string, string> }[] }[]
    }
    for (const { alert, annotations } of groups.flatMap(({ rules }) => rules))
      expect(Object.keys(annotations), alert).toEqual(['summary', 'description'])
  })
})
