/** The one page: landmarks and empty places in the person's language, which the scripts in `pages/` then fill from the API. */
import type { Context } from 'hono'
import type { Language } from '#platform'
import type { Ground } from './ground.ts'
import { markup, type Markup } from './markup.ts'
import { roleOf } from './people.ts'
import { text, type TextKey } from './texts.ts'
import type { WorkspacePerson } from './workspace.ts'

/** No script, style, picture or request but from here; HTML goes into the page through one named policy only. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types teamrunde',
].join('; ')

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
}

const STYLES = ['tokens', 'layout', 'sidebar', 'clock', 'conversation', 'message', 'chart', 'composer', 'form']

export async function showPage(ground: Ground, c: Context): Promise<Response> {
  const people = await ground.people.all()
  const asked = c.req.query('as')
  const person = people.find((one) => one.id === asked) ?? firstOf(people)
  const language = person?.language ?? ground.workspace.organisation.language
  const page = renderPage(language, ground.workspace.organisation.name, person?.id ?? '')
  return new Response(page.toString(), { headers: HEADERS })
}

/** Whoever comes without a name begins as a leader, rather one of a team than an admin: what leaders see is what most come for. */
const firstOf = (people: WorkspacePerson[]): WorkspacePerson | undefined =>
  people.find((person) => roleOf(person) === 'leader' && !person.admin) ??
  people.find((person) => roleOf(person) === 'leader') ??
  people[0]

/** `data-text` and its like tell the scripts which texts to exchange when the language changes. */
function renderPage(language: Language, organisation: string, person: string): Markup {
  const t = (key: TextKey) => text(language, key, { organisation })
  const says = (key: TextKey) => markup` data-text="${key}">${t(key)}`
  const label = (key: TextKey) => markup` data-label="${key}" aria-label="${t(key)}"`
  return markup`<!doctype html>
<html lang="${language}" data-person="${person}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title${says('page.title')}</title>
<link rel="icon" href="/playground/pages/logo.svg" type="image/svg+xml">
${STYLES.map((name) => markup`<link rel="stylesheet" href="/playground/pages/${name}.css">\n`)}
<script type="module" src="/playground/pages/main.js"></script>
</head>
<body>
<a class="skip" href="#talk"${says('page.skip')}</a>
<div class="app">
<aside class="side" id="side"${label('page.workspace')}>
<header class="brand">
<img src="/playground/pages/logo.svg" alt="" width="36" height="36">
<p class="brand-name">Teamrunde <span class="badge"${says('page.badge')}</span></p>
<button type="button" class="icon-button menu-close" id="menu-close"${label('page.menu-close')}>×</button>
<p class="brand-what" data-organisation="${organisation}"${says('page.what')}</p>
</header>
<div class="who" id="who"></div>
<nav class="places" id="places"${label('talk.places')}></nav>
</aside>
<div class="stage" id="stage">
<section class="clock" id="clock"${label('clock.label')}><span class="badge clock-badge"${says('page.badge')}</span></section>
<main class="talk" id="talk" tabindex="-1">
<header class="talk-head" id="talk-head"></header>
<div class="messages" id="messages" role="log" tabindex="0"${label('talk.messages')}><p class="quiet"${says('talk.loading')}</p></div>
<form class="composer" id="composer" autocomplete="off"></form>
</main>
</div>
</div>
<noscript><p class="no-script">${t('page.no-script')}</p></noscript>
<div class="unseen" id="announcer" aria-live="polite"></div>
<section class="toasts" id="toasts"${label('toast.label')}></section>
</body>
</html>
`
}
