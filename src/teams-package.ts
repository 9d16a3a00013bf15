/**
 * `teamrunde teams-package`: the app package that an admin uploads to Teams, out of `manifest/teams/`. The same settings give the same bytes. The app has the
 * id of its bot, so that it stays the same app from version to version.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { zipSync } from 'fflate'
import { readEnv } from './env.ts'
import { ProblemError } from './errors.ts'

interface Command {
  title: string
  description?: string
}

/** What of Microsoft's manifest is filled in or translated here. */
interface AppManifest {
  version: string
  id: string
  developer: { websiteUrl: string; privacyUrl: string; termsOfUseUrl: string }
  name: { short: string; full: string }
  description: { short: string; full: string }
  bots: { botId: string; commandLists: { commands: Command[] }[] }[]
}

const FOLDER = new URL('../manifest/teams/', import.meta.url)
const { version: VERSION } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}
const LOCALISATION = 'https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.Localization.schema.json'

/**
 * @returns what to print
 * @throws ProblemError when a setting is missing, or the file can't be written
 */
export function teamsPackage(
  environment: Record<string, string | undefined>,
  file = `teamrunde-teams-${VERSION}.zip`,
): string {
  const { MicrosoftAppId, TEAMRUNDE_URL } = readEnv(environment)
  const missing = [...appIdProblem(MicrosoftAppId), ...addressProblem(TEAMRUNDE_URL)]
  if (missing.length > 0) throw new ProblemError(missing.join('\n'))
  writeNew(file, zipped(MicrosoftAppId!.toLowerCase(), TEAMRUNDE_URL!))
  return `Written: ${file}. Upload it in the Teams admin center: Teams apps → Manage apps → Upload new app.`
}

const appIdProblem = (id: string | undefined): string[] =>
  id === undefined
    ? ['MicrosoftAppId: set it to the Microsoft App ID of your Azure Bot (Settings → Configuration).']
    : []

const addressProblem = (address: string | undefined): string[] =>
  address?.startsWith('https://')
    ? []
    : [
        'TEAMRUNDE_URL: set it to the https address at which Teams reaches the bot, such as https://teamrunde.example.org.',
      ]

function zipped(appId: string, address: string): Uint8Array {
  const manifest = filledIn(JSON.parse(read('manifest.json').toString('utf8')) as AppManifest, appId, address)
  const files = {
    'manifest.json': bytesOf(manifest),
    'en.json': bytesOf(englishOf(manifest)),
    'de.json': read('de.json'),
    'color.png': read('color.png'),
    'outline.png': read('outline.png'),
  }
  // The archive's clock begins here; it is local, and so the same everywhere.
  return zipSync(files, { level: 9, mtime: new Date(1980, 0, 1), os: 0 })
}

function filledIn(template: AppManifest, appId: string, address: string): AppManifest {
  const about = `${address}/about`
  return {
    ...template,
    version: VERSION,
    id: appId,
    developer: { ...template.developer, websiteUrl: about, privacyUrl: about, termsOfUseUrl: about },
    bots: template.bots.map((bot) => ({ ...bot, botId: appId })),
  }
}

/** The manifest's own strings, as the file that Teams reads for its default language. */
function englishOf({ name, description, bots }: AppManifest): Record<string, string> {
  const commands = bots.flatMap(({ commandLists }, bot) =>
    commandLists.flatMap((list, place) =>
      list.commands.flatMap(({ title, description: told = '' }, command) => {
        const key = `bots[${bot}].commandLists[${place}].commands[${command}]`
        return [
          [`${key}.title`, title],
          [`${key}.description`, told],
        ]
      }),
    ),
  )
  return {
    $schema: LOCALISATION,
    'name.short': name.short,
    'name.full': name.full,
    'description.short': description.short,
    'description.full': description.full,
    ...Object.fromEntries(commands),
  }
}

const read = (name: string): Buffer => readFileSync(new URL(name, FOLDER))
const bytesOf = (document: object): Buffer => Buffer.from(`${JSON.stringify(document, null, 2)}\n`)

function writeNew(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ProblemError(`${file} can’t be written: ${reason}`)
  }
}
