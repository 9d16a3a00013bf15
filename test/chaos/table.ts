/** A run's report for people. */
import type { Report } from './run.ts'

export function tableOf({ entries, deeds, answered, complaints }: Report): string {
  const wide = Math.max(...entries.map(({ what }) => what.length))
  const lines = entries.map(({ what, count, of, balanced }) => {
    const verdict = balanced === undefined ? '' : balanced ? '  ✓' : '  ✗'
    return `${what.padEnd(wide)}  ${String(count).padStart(7)} of ${String(of).padStart(7)}${verdict}`
  })
  const wrong = entries.flatMap(({ what, balanced, examples = [] }) =>
    balanced === false ? examples.map((example) => `  ${what}: ${example}`) : [],
  )
  return [
    'What went wrong:',
    ...Object.entries(deeds).map(([name, times]) => `  ${String(times).padStart(4)} × ${name}`),
    '',
    'The books:',
    ...lines,
    '',
    `${answered.count} presses and forms, answered within ${answered.p50} ms (median) and ${answered.p99} ms (p99)`,
    ...wrong,
    ...complaintLines(complaints),
  ].join('\n')
}

/** The same complaint once, with how often it came. */
function complaintLines(complaints: readonly string[]): string[] {
  const counted = Map.groupBy(complaints, (line) => line.replace(/^\d+: /, '').slice(0, 160))
  return [...counted].map(([line, all]) => `  ${all.length} × logged: ${line}`)
}

export const isBalanced = ({ entries }: Report): boolean => entries.every(({ balanced }) => balanced !== false)
