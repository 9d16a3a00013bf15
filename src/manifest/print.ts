import type { Problem } from './problem.ts'
import type { Warning } from './read.ts'

/** One line: `manifest/teamrunde.yaml:23:7  rituals[1].schedule.at  expected a time of day, found "9 Uhr". Did you mean "09:00"?` */
export function problemText({ file, line, column, path, expected, found, suggestion }: Problem): string {
  const where = [`${file}:${line}:${column}`, ...(path === '' ? [] : [path])].join('  ')
  const meant = suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`
  return `${where}  expected ${expected}, found ${found}.${meant}`
}

/** Everything that is wrong, a line each, and how much it is. */
export function problemsText(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 mistake' : `${problems.length} mistakes`
  return [...problems.map(problemText), `${count}. Nothing has been changed.`].join('\n')
}

/** One line: `manifest/teamrunde.yaml:165:11  rituals[4].team  workshop-west has 3 members: ...` */
export function warningText({ file, line, column, path, text }: Warning): string {
  return `${file}:${line}:${column}  ${path}  ${text}`
}
