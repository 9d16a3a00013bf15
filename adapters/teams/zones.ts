/** Time zones as Teams tells them: IANA names, from some clients those of Windows. */
import { findIana } from 'windows-iana'

/** @param country two letters; one Windows zone stands for many countries. @returns null for what no zone is called */
export function zoneOf(name: string | undefined, country?: string): string | null {
  if (name === undefined || name === '') return null
  if (isZone(name)) return name
  const territory = country as Parameters<typeof findIana>[1]
  const [found] = [...findIana(name, territory), ...findIana(name)]
  return found !== undefined && isZone(found) ? found : null
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
