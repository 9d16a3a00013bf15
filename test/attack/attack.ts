/**
 * `npm run attack`: everything we know to try against the pulse's anonymity, on both databases, first against a leaky house and then against the
 * product. Prints a table; the exit code is 1 when the product gives more away than chance explains, or when an attack has no teeth.
 */
import { openGrounds } from './grounds.ts'
import { attackHouse, attackReports, FULL } from './siege.ts'
import { type Entry, notesOn, passes, tableOf } from './verdict.ts'

const progress = (text: string): void => void process.stderr.write(`${text}\n`)

const entries: Entry[] = []
{
  await using grounds = await openGrounds()
  for (const ground of grounds.all) {
    progress(`${ground.name}: what is kept, written and shown …`)
    entries.push(...(await attackHouse(ground, FULL)))
    progress(`${ground.name}: what is published …`)
    entries.push(...(await attackReports(ground, FULL)))
  }
}
console.log(tableOf(entries))
for (const note of notesOn(entries)) console.log(note)
process.exitCode = entries.every(passes) ? 0 : 1
