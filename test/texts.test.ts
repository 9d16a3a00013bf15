/** Every text exists in both languages, is used, and is kind; every text the code speaks exists. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { localesOf } from '../src/texts.ts'
import { complaints, type Corner, flat, keysOf } from './locale-check.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const sourcesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|js)$/.test(file) && !/\.(test|d)\.ts$/.test(file))
    .toSorted()
    .map((file) => readFileSync(join(root, folder, file), 'utf8'))

const under = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .map((name) => `${folder}/${name}`)
    .filter((path) => existsSync(join(root, path, 'locales')))

const keysIn = (folder: string): Set<string> => keysOf(localesOf(join(root, folder)).de)

describe('the texts', () => {
  it('of the house', () => {
    const families = new Set(under('rituals').flatMap((folder) => [...keysIn(folder)]))
    const corner: Corner = { ...localesOf(join(root, 'src')), sources: sourcesIn('src'), style: 't' }
    expect(complaints({ ...corner, alsoSpokenIn: sourcesIn('rituals'), families })).toEqual([])
  })

  it.each(under('rituals'))('of %s', (folder) => {
    const corner: Corner = { ...localesOf(join(root, folder)), sources: sourcesIn(folder), style: 't' }
    expect(complaints({ ...corner, alsoSpokenIn: sourcesIn('src'), common: keysIn('src') })).toEqual([])
  })

  it.each(under('adapters'))('of %s', (folder) => {
    expect(complaints({ ...localesOf(join(root, folder)), sources: sourcesIn(folder), style: 'text' })).toEqual([])
  })
})

describe('the check itself', () => {
  const texts = {
    hello: 'Hallo {{name}}.',
    answers_one: 'Eine Antwort',
    answers_other: '{{count}} Antworten',
    mood: { good: 'gut', bad: 'schlecht' },
    closed: { poll: 'Zu.' },
  }
  const code = [
    "const a = t('hello', { name })",
    "const b = reader.t.rich('answers', { count: list.length, ...more })",
    'const c = t(`mood.${step(value)}`)',
    "const d = 'closed.poll'",
  ]
  const intact: Corner = { de: texts, en: texts, sources: code, style: 't' }
  const broken = (change: Partial<Corner>): string[] => complaints({ ...intact, ...change })
  const changed = (change: object): Partial<Corner> => ({ de: { ...texts, ...change }, en: { ...texts, ...change } })

  it('has nothing to say about texts that are in order', () => {
    expect(complaints(intact)).toEqual([])
    expect([...flat(texts).keys()]).toContain('mood.good')
  })

  const breaks: [string, Partial<Corner>, string][] = [
    ['a key in one language', { en: { ...texts, closed: {} } }, 'closed.poll: only in de'],
    ['a key in the other', { de: { ...texts, closed: {} } }, 'closed.poll: only in en'],
    ['a gap in one language', { en: { ...texts, hello: 'Hello.' } }, 'hello: gaps differ (name / )'],
    ['a gap by another name', { en: { ...texts, hello: 'Hello {{who}}.' } }, 'hello: gaps differ (name / who)'],
    ['a lost number', { en: { ...texts, answers_other: 'answers' } }, 'answers_other: gaps differ (count / )'],
    ['half a plural', changed({ notes_one: 'eine Notiz' }), 'notes_other: the other form of notes_one is missing'],
    ['a gap that is none', changed({ hello: 'Hallo {name}.' }), 'de hello: a gap that is none'],
    ['an empty text', changed({ mood: { good: 'gut', bad: '' } }), 'de mood.bad: empty'],
    ['a blank at the end', changed({ hello: 'Hallo {{name}}. ' }), 'en hello: blanks at an end, or in a row'],
    ['shouting', changed({ hello: 'Hallo {{name}}!!' }), 'de hello: exclamation marks in a row'],
    ['distance', changed({ closed: { poll: 'Haben Sie geantwortet?' } }), 'de closed.poll: we say du'],
    ['markup', changed({ closed: { poll: '<b>Zu</b>' } }), 'de closed.poll: markup or nesting'],
    ['nesting', changed({ closed: { poll: '$t(hello)' } }), 'en closed.poll: markup or nesting'],
    ['a key nobody uses', changed({ old: { one: 'x' } }), 'old.one: not used'],
    [
      'a word that only looks used',
      { ...changed({ left: 'x' }), sources: [...code, "const e = 'left'"] },
      'left: not used',
    ],
    [
      'a key used in a comment only',
      { ...changed({ old: { one: 'x' } }), sources: [...code, "// t('old.one')\n/* t('old.one') */"] },
      'old.one: not used',
    ],
    ['a key that is missing', { sources: [...code, "t('helo', { name })"] }, 'helo: used, but there is no such text'],
    [
      'one that is missing in a rich text',
      { sources: [...code, "t.rich('no.such', {})"] },
      'no.such: used, but there is no such text',
    ],
    [
      'one that is missing in a choice',
      { sources: [...code, "t(kind === 'x' ? 'closed.poll' : 'closed.form')"] },
      'closed.form: used, but there is no such text',
    ],
    [
      'one that is missing behind speak',
      { sources: [...code, "texts.speak(language, 'common')('trouble')"] },
      'trouble: used, but there is no such text',
    ],
    [
      'a family that is missing',
      { sources: [...code, 't(`day.${name}`)'] },
      '^\\x64ay\\.[\\w-]+$: used, but there are no such texts',
    ],
    ['a value that is missing', { sources: [...code, "t('hello')"] }, 'hello: spoken without a value for name'],
    [
      'a value by another name',
      { sources: [...code, "t('hello', { who: f(name, 1) })"] },
      'hello: spoken without a value for name',
    ],
    [
      'a plural without its number',
      { sources: [...code, "t('answers', {})"] },
      'answers: spoken without a value for count',
    ],
  ]
  it.each(breaks)('notices %s', (_, change, complaint) => {
    expect(broken(change)).toContain(complaint)
  })

  it('knows families by their beginning or their end, and what is only compared', () => {
    const more = { ...texts, snooze: { which: 'Welche?' }, day: { mon: 'Mo', tue: 'Di' } }
    const sources = [
      ...code,
      'ask(`${command}.which`)',
      "t(`day.${x === 'admin' ? 'mon' : 'tue'}`)",
      "t(x === 'a' ? 'closed.poll' : 'hello', { name })",
    ]
    expect(broken({ de: more, en: more, sources })).toEqual([])
    expect(broken({ de: more, en: more, sources: [...code, 'ask(`${a}${b}`, `${a}.x`)'] })).toContain(
      'snooze.which: not used',
    )
  })

  it('lets a ritual speak the common texts', () => {
    const sources = [...code, "t('yes')"]
    expect(broken({ sources, common: new Set(['yes']) })).toEqual([])
  })

  it('lets the core ask every ritual for a family of texts', () => {
    const lines = { ...texts, lines: { 1: 'a', 2: 'b' } }
    const core = ['t(`lines.${number}`)']
    expect(broken({ de: lines, en: lines, alsoSpokenIn: core })).toEqual([])
    expect(broken({ sources: [...code, ...core], families: new Set(['lines.1']) })).toEqual([])
  })

  it('reads the texts of adapters in their way', () => {
    const own = {
      'who.now': 'Du bist {name}.',
      unread_one: 'eine',
      unread_other: '{count} neue',
      'problem.gone': 'Weg.',
    }
    const sources = ["text(language, 'who.now', { name })", "text('unread', { count })", 'hasText(`problem.${code}`)']
    expect(complaints({ de: own, en: own, sources, style: 'text' })).toEqual([])
    const nothing = { ...own, 'command.takes': '' }
    const more = [...sources, "text(language, 'command.takes')"]
    expect(complaints({ de: nothing, en: nothing, sources: more, style: 'text' })).toEqual([])
    expect(complaints({ de: own, en: own, sources: [...sources, "text(lang, 'who.then')"], style: 'text' })).toEqual([
      'who.then: used, but there is no such text',
    ])
  })
})
