/** The app that people upload to Teams: taken by Microsoft's public schemas, with commands that the bot knows, icons as they have to be, and no right too many. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import draft4 from 'ajv-draft-04'
import { describe, expect, it, onTestFinished } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { discoverRituals } from '../../src/engine/discovery.ts'
import { match } from '../../src/engine/commands/matching.ts'
import { commandsOf } from '../../src/engine/commands/table.ts'
import { teamsPackage } from '../../src/teams-package.ts'
import { pixelsOf } from './png.ts'

const Ajv = draft4.default

const APP = '11111111-2222-3333-4444-55555555AAAA'
const SETTINGS = {
  MicrosoftAppId: APP,
  MicrosoftAppPassword: 'secret~secret~secret',
  MicrosoftAppTenantId: '99999999-2222-3333-4444-555555555555',
  TEAMRUNDE_URL: 'https://teamrunde.example.org/',
}

interface Listed {
  scopes: string[]
  triggers: string[]
  commands: { title: string; description: string }[]
}

interface AppManifest {
  version: string
  id: string
  developer: Record<string, string>
  localizationInfo: { defaultLanguageFile: string; additionalLanguages: { languageTag: string; file: string }[] }
  icons: { color: string; outline: string }
  bots: [{ botId: string; scopes: string[]; supportsTargetedMessages: boolean; commandLists: Listed[] }]
  permissions: string[]
  validDomains: string[]
  authorization?: unknown
  webApplicationInfo?: unknown
}

function packed(settings: Record<string, string | undefined> = SETTINGS) {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-package-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'app.zip')
  const said = teamsPackage(settings, file)
  const files = unzipSync(readFileSync(file))
  const text = (name: string): unknown => JSON.parse(Buffer.from(files[name]!).toString('utf8'))
  return { said, file, files, manifest: text('manifest.json') as AppManifest, text }
}

function problems(schema: string, document: unknown): unknown {
  const text = readFileSync(new URL(`../fixtures/teams/${schema}.schema.1.29.json`, import.meta.url), 'utf8')
  const check = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(
    JSON.parse(text) as object,
  )
  return check(document) ? [] : check.errors
}

describe('the app package for Teams', () => {
  it('is what Microsoft’s schemas describe, and they notice what is not', () => {
    const { manifest, text, files } = packed()
    expect(Object.keys(files)).toEqual(['manifest.json', 'en.json', 'de.json', 'color.png', 'outline.png'])
    expect(problems('app-manifest', manifest)).toEqual([])
    expect(problems('app-manifest', { ...manifest, surprises: true })).not.toEqual([])
    for (const name of ['en.json', 'de.json']) {
      expect(problems('app-localization', text(name))).toEqual([])
      expect(problems('app-localization', { ...(text(name) as object), surprises: 'x' })).not.toEqual([])
    }
    const { localizationInfo, icons } = manifest
    const named = [localizationInfo.defaultLanguageFile, localizationInfo.additionalLanguages[0]!.file]
    expect([...named, icons.color, icons.outline].toSorted()).toEqual(Object.keys(files).slice(1).toSorted())
  })

  it('is this bot’s, in this version, and the same bytes every time', () => {
    const { manifest, file, said } = packed()
    expect(manifest.id).toBe(APP.toLowerCase())
    expect(manifest.bots[0].botId).toBe(APP.toLowerCase())
    expect(manifest.version).toBe(packageJson.version)
    for (const name of ['websiteUrl', 'privacyUrl', 'termsOfUseUrl'])
      expect(manifest.developer[name]).toBe('https://teamrunde.example.org/about')
    expect(said).toContain(file)
    expect(readFileSync(packed().file).equals(readFileSync(file))).toBe(true)
    expect(JSON.stringify(manifest)).not.toContain('secret')
  })

  it('says what is missing instead of packing something that nobody can install', () => {
    const without = (...names: string[]) =>
      Object.fromEntries(Object.entries(SETTINGS).filter(([name]) => !names.includes(name)))
    const { MicrosoftAppId: _id, MicrosoftAppPassword: _secret, ...neither } = SETTINGS
    expect(() => packed(neither)).toThrow('MicrosoftAppId: set it to the Microsoft App ID of your Azure Bot')
    expect(() => packed(without('TEAMRUNDE_URL'))).toThrow('TEAMRUNDE_URL: set it to the https address')
    expect(() => packed({ ...SETTINGS, TEAMRUNDE_URL: 'http://teamrunde.example.org' })).toThrow('TEAMRUNDE_URL')
    expect(() => teamsPackage(SETTINGS, join(tmpdir(), 'no', 'such', 'folder', 'app.zip'))).toThrow('can’t be written')
  })

  it('offers commands that the bot knows, in both languages, twelve at most in each list', async () => {
    const { manifest, text } = packed()
    const known = commandsOf(await discoverRituals())
    const nameOf = (title: string): string | undefined =>
      ['help', 'hilfe'].includes(title) ? 'help' : match(title, known)?.command.name
    const [{ commandLists }] = manifest.bots
    const [english, german] = [text('en.json'), text('de.json')] as [Record<string, string>, Record<string, string>]
    expect(Object.keys(german)).toEqual(Object.keys(english))
    for (const [list, { commands }] of commandLists.entries()) {
      expect(commands.length).toBeLessThanOrEqual(12)
      for (const [place, { title, description }] of commands.entries()) {
        const key = `bots[0].commandLists[${list}].commands[${place}]`
        expect(english[`${key}.title`]).toBe(title)
        expect(english[`${key}.description`]).toBe(description)
        expect(nameOf(title), title).toBeDefined()
        expect(nameOf(german[`${key}.title`]!), title).toBe(nameOf(title))
        expect(match(title, known)?.rest ?? '').toBe('')
      }
    }
    expect(commandLists.flatMap(({ scopes }) => scopes)).toEqual(['personal', 'team', 'groupChat'])
    expect(commandLists.find(({ scopes }) => scopes.includes('team'))!.triggers).toEqual(['mention', 'slash'])
    expect(manifest.bots[0].supportsTargetedMessages).toBe(true)
  })

  it('asks for no right to read along, and loads nothing from anywhere', () => {
    const { manifest } = packed()
    expect(manifest.permissions).toEqual(['identity', 'messageTeamMembers'])
    expect(manifest.authorization).toBeUndefined()
    expect(manifest.webApplicationInfo).toBeUndefined()
    expect(manifest.validDomains).toEqual([])
  })

  it('has a colour icon on a full ground, and an outline of white on nothing', () => {
    const { files } = packed()
    const color = pixelsOf(Buffer.from(files['color.png']!))
    expect([color.width, color.height]).toEqual([192, 192])
    expect(color.pixels.every(([, , , alpha]) => alpha === 255)).toBe(true)
    const corners = [0, 191, 192 * 191, 192 * 192 - 1].map((place) => color.pixels[place])
    expect(corners).toEqual(corners.map(() => [15, 107, 98, 255]))

    const outline = pixelsOf(Buffer.from(files['outline.png']!))
    expect([outline.width, outline.height]).toEqual([32, 32])
    const seen = outline.pixels.filter(([, , , alpha]) => alpha > 0)
    expect(seen.length).toBeGreaterThan(100)
    expect(seen.length).toBeLessThan(32 * 32 * 0.7)
    expect(seen.every(([red, green, blue]) => Math.min(red, green, blue) >= 250)).toBe(true)
    expect(seen.some(([, , , alpha]) => alpha === 255)).toBe(true)
  })
})
