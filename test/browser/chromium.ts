/**
 * A Chromium for the tests: the one that CHROMIUM_PATH names, else the one that comes out of npm with its libraries and a font. That one is
 * unpacked once a version into the temporary folder (some seconds), beside its place and then renamed into it, so that two test files that
 * start at once never see half of it.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const PACKAGE = join(import.meta.dirname, '../../node_modules/@sparticuz/chromium')

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
]

interface Place {
  executablePath: string
  env: Record<string, string>
}

export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await chromiumPlace()
  return chromium.launch({ executablePath, args: FLAGS, env: { ...process.env, ...env } })
}

async function chromiumPlace(): Promise<Place> {
  const own = process.env['CHROMIUM_PATH']
  if (own !== undefined && own !== '') return { executablePath: own, env: {} }
  const folder = await unpacked()
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  }
}

async function unpacked(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8')) as { version: string }
  const place = join(tmpdir(), `teamrunde-chromium-${version}`)
  if (existsSync(place)) return place
  const beside = await mkdtemp(`${place}-`)
  await unpackInto(beside)
  await writeFile(join(beside, 'fonts.conf'), fontsConfiguration(place))
  // Whoever comes second finds the place taken, and takes it as it is.
  await rename(beside, place).catch(() => rm(beside, { recursive: true, force: true }))
  return place
}

/** The package unpacks into whatever is the temporary folder at that moment. */
async function unpackInto(folder: string): Promise<void> {
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    const { inflate } = await import('@sparticuz/chromium')
    for (const part of ['chromium.br', 'fonts.tar.br', 'al2023.tar.br']) await inflate(join(PACKAGE, 'bin', part))
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}

/** The package's own font, and whatever the machine has for other scripts and emoji. */
const fontsConfiguration = (place: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(place, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>${join(place, 'fonts-cache')}</cachedir>
</fontconfig>
`
