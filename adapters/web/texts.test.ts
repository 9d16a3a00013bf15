import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { TEXTS } from './texts.ts'

const { de, en } = TEXTS
/** Keys that the code puts together. */
const BUILT = /^(role|problem|intro|command|talk\.\w+(-\w+)?-says)/

const gaps = (words: string) => [...words.matchAll(/\{\w+\}/g)].map((match) => match[0]).toSorted()

test('both languages have the same texts with the same gaps, and none is empty but on purpose', () => {
  expect(Object.keys(en)).toEqual(Object.keys(de))
  for (const [key, words] of Object.entries(de)) {
    expect([key, gaps(en[key as keyof typeof en])]).toEqual([key, gaps(words)])
    if (!key.endsWith('.takes')) expect([key, words.trim(), en[key as keyof typeof en].trim()]).not.toContain('')
  }
})

test('every text is used, and every text that is used exists', () => {
  const folders = [import.meta.dirname, join(import.meta.dirname, 'pages')]
  const code = folders
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /(?<!test)\.(ts|js)$/.test(name))
        .map((name) => join(folder, name)),
    )
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
  const keys = Object.keys(de).map((key) => key.replace(/_(one|other)$/, ''))
  const unused = keys.filter(
    (key) => !BUILT.test(key) && !new RegExp(`['"]${key.replaceAll('.', '\\.')}['"]`).test(code),
  )
  expect(unused).toEqual([])
  const used = [...code.matchAll(/\btext\((?:\w+, )?'([\w.-]+)'/g)].map((match) => match[1]!)
  expect(used.filter((key) => !keys.includes(key))).toEqual([])
})
