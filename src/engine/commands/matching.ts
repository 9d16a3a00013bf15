/** Finds the sub-command in what somebody typed: in either language, the longest words first. */
import type { Language } from '#platform'
import type { Command } from './command.ts'
import { folded } from './folded.ts'
import { nearest } from '../../time/nearest.ts'

export interface Match {
  command: Command
  rest: string
}

/** What was typed, without the command's own name and a mention before it. */
export const withoutPrefix = (text: string): string =>
  text
    .trim()
    .replace(/^[/@]teamrunde(?=\s|$)/i, '')
    .trim()

/** Where two commands have a word in common, the one that stands first among `commands` has it. */
export function match(text: string, commands: readonly Command[]): Match | null {
  const tokens = text.split(/\s+/).filter((token) => token !== '')
  for (let count = Math.min(tokens.length, 5); count > 0; count -= 1) {
    const typed = tokens.slice(0, count).join(' ')
    const command = commands.find((each) => wordsOf(each).some((words) => isSame(typed, words)))
    if (command) return { command, rest: tokens.slice(count).join(' ') }
  }
  return null
}

/** The words most like what was typed, first in the person's own language; undefined when nothing is alike enough. */
export function nearestWords(text: string, commands: readonly Command[], language: Language): string | undefined {
  const tokens = text.split(/\s+/)
  const typed = [tokens.slice(0, 2).join(' '), tokens[0] ?? '']
  const known = [commands.flatMap(({ words }) => words[language]), commands.flatMap(wordsOf)]
  for (const words of known) {
    const like = typed.map((each) => nearest(each, words)).find((each) => each !== undefined)
    if (like !== undefined) return like
  }
  return undefined
}

const wordsOf = ({ words }: Command): string[] => [...words.de, ...words.en]

function isSame(typed: string, words: string): boolean {
  const wanted = folded(words)
  return folded(typed) === wanted || folded(typed.replace(/[?!.,:;]{1,20}$/, '')) === wanted
}
