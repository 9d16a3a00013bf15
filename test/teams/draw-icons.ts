/** Draws the icons of the Teams app from the playground's logo: `node test/teams/draw-icons.ts`. To be run when the logo changes. */
import { readFileSync, writeFileSync } from 'node:fs'
import { launchBrowser } from '../browser/chromium.ts'

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url)
const logo = readFileSync(at('adapters/web/pages/logo.svg'), 'utf8').replaceAll(/<\/?svg[^>]*>/g, '')
const drawing = (size: number, box: string, content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="${box}" style="display:block">${content}</svg>`

/** Teams rounds the corners itself and wants the symbol to be half as wide as its ground. */
const GROUND = '<rect x="-6" y="-6.9" width="48" height="48" fill="#0f6b62"/>'
const color = drawing(192, '-6 -6.9 48 48', logo.replace(/<rect[^>]*>/, GROUND))
/** White alone, and no room around it. */
const outline = drawing(
  32,
  '5.5 4.6 25 25',
  logo
    .replace(/<rect[^>]*>/, '')
    .replace(' fill="#f2b263"', '')
    .replace(' stroke-opacity=".35"', ''),
)

const browser = await launchBrowser()
for (const [name, svg, size] of [
  ['color', color, 192],
  ['outline', outline, 32],
] as const) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<body style="margin:0;background:transparent">${svg}</body>`)
  writeFileSync(at(`manifest/teams/${name}.png`), await page.screenshot({ omitBackground: true }))
}
await browser.close()
