/** What an attack came to, against the leaky house and against the product, and how that is told. */
import type { Outcome } from './chance.ts'

export interface Entry {
  attack: string
  database: string
  leaky: Outcome
  product: Outcome & { sign?: string }
  /** Why the product is not held to the limit. */
  unprotected: string | undefined
}

/** `toothless`: it finds nothing even in the leaky house, so that it proves nothing about the product. */
export type Verdict = 'holds' | 'BROKEN' | 'TOOTHLESS' | 'unprotected'

export function verdictOn({ leaky, product, unprotected }: Entry): Verdict {
  if (!(leaky.hits > leaky.limit)) return 'TOOTHLESS'
  if (product.hits <= product.limit) return 'holds'
  return unprotected === undefined ? 'BROKEN' : 'unprotected'
}

export const passes = (entry: Entry): boolean => ['holds', 'unprotected'].includes(verdictOn(entry))

const COLUMNS = ['attack', 'database', 'leaky hits', 'its limit', 'product hits', 'chance', 'limit', '']

export function tableOf(entries: readonly Entry[]): string {
  const rows = [COLUMNS, ...entries.map(rowOf)]
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const isText = (column: number): boolean => column < 2 || column === COLUMNS.length - 1
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (isText(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  '),
  )
  return [lines[0], widths.map((width) => '-'.repeat(width)).join('  '), ...lines.slice(1)].join('\n')
}

function rowOf(entry: Entry): string[] {
  const { attack, database, leaky, product } = entry
  const hits = (outcome: Outcome): string => `${outcome.hits}/${outcome.trials}`
  return [
    attack,
    database,
    hits(leaky),
    leaky.limit.toFixed(1),
    hits(product),
    product.chance.toFixed(1),
    product.limit.toFixed(1),
    verdictOn(entry),
  ]
}

/** What gave somebody away, and what is left unprotected on purpose. */
export function notesOn(entries: readonly Entry[]): string[] {
  return entries.flatMap((entry) => {
    const verdict = verdictOn(entry)
    const { attack, database, product, unprotected } = entry
    const told = product.sign ? `, told by ${product.sign}` : ''
    switch (verdict) {
      case 'BROKEN':
        return [`${attack}, ${database}: BROKEN${told}`]
      case 'unprotected':
        return [`${attack}, ${database}: not protected; ${unprotected}`]
      default:
        return []
    }
  })
}
