/** The page's scripts, styles and texts, read once when first asked for. Only what lies in the two folders is served. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { Hono } from 'hono'

const FOLDERS = ['pages', 'locales']

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
}

interface ServedFile {
  body: string
  headers: Record<string, string>
}

/** Files under `/playground/pages/` and `/playground/locales/`. */
export function createFiles(): Hono {
  let files: Map<string, ServedFile> | null = null
  const app = new Hono()
  for (const folder of FOLDERS) {
    app.get(`/${folder}/:name`, (c) => {
      files ??= readFiles()
      const file = files.get(`${folder}/${c.req.param('name')}`)
      if (!file) return c.notFound()
      const fresh = c.req.header('if-none-match') === file.headers['etag']
      return new Response(fresh ? null : file.body, { status: fresh ? 304 : 200, headers: file.headers })
    })
  }
  return app
}

const readFiles = (): Map<string, ServedFile> => new Map(FOLDERS.flatMap(readFolder))

function readFolder(folder: string): [string, ServedFile][] {
  const path = join(import.meta.dirname, folder)
  return readdirSync(path).flatMap((name): [string, ServedFile][] => {
    const type = name === 'tsconfig.json' ? undefined : TYPES[extname(name)]
    return type === undefined ? [] : [[`${folder}/${name}`, readFile(join(path, name), type)]]
  })
}

/** `no-cache` lets the browser keep a file, and ask each time whether it is still the same. */
function readFile(path: string, type: string): ServedFile {
  const body = readFileSync(path, 'utf8')
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 20)}"`
  return {
    body,
    headers: {
      etag,
      'content-type': type,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    },
  }
}
