/** `/about`: what the bot is and what it keeps, for whoever reads the app's entry in Teams and is not logged in anywhere. In both languages. */
import { html } from 'hono/html'
import { plainText } from '#message'
import type { Language } from '#platform'
import { keptBlocks } from './engine/commands/privacy.ts'
import type { House } from './engine/house.ts'
import type { Door } from './server.ts'

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
}

export function aboutDoor(house: House): Door {
  return {
    prefix: '/about',
    listener: (request, response) => {
      const isReading = request.method === 'GET' || request.method === 'HEAD'
      if (!isReading) return void response.writeHead(405, { allow: 'GET, HEAD' }).end()
      response.writeHead(200, HEADERS).end(request.method === 'HEAD' ? undefined : String(page(house)))
    },
  }
}

function page(house: House) {
  const { language } = house.manifest.organisation
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Teamrunde</title>
      </head>
      <body>
        ${part(house, language)}${part(house, language === 'de' ? 'en' : 'de')}
      </body>
    </html>`
}

function part(house: House, language: Language) {
  const t = house.texts.speak(language, 'common')
  const { name: organisation, zone } = house.manifest.organisation
  const [title, ...blocks] = keptBlocks(house, t).map((block) =>
    plainText({ summary: '', blocks: [block] }, { language, zone }).split('\n'),
  )
  return html`<section lang="${language}">
    <h1>Teamrunde</h1>
    <p>${t('about.what', { organisation })}</p>
    <h2>${title}</h2>
    ${blocks.flat().map((line) => html`<p>${line}</p>`)}
  </section>`
}
