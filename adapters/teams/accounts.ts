/** A person as Teams lists them, as the house knows people. Teams leaves out what it likes: nothing in here is relied upon. */
import type { Language, Profile } from '#platform'
import { z } from 'zod'
import { personId } from './ids.ts'

const text = z.string().optional().catch(undefined)

export const accountSchema = z.object({
  id: z.string(),
  name: text,
  givenName: text,
  surname: text,
  email: text,
  userPrincipalName: text,
  userRole: text,
  tenantId: text,
  aadObjectId: text,
  objectId: text,
})

export type Account = z.output<typeof accountSchema>

/** What only activities tell of somebody. */
export interface Heard {
  language: Language | null
  zone: string | null
}

export function asProfile(tenant: string, account: Account, heard: Heard | undefined): Profile | null {
  const objectId = account.aadObjectId ?? account.objectId
  if (objectId === undefined) return null
  return {
    id: personId(tenant, objectId),
    name: nameOf(account) ?? objectId,
    email: emailOf(account),
    zone: heard?.zone ?? null,
    language: heard?.language ?? null,
    kind: kindOf(tenant, account),
  }
}

const nameOf = ({ name, givenName, surname }: Account): string | undefined =>
  [name, [givenName, surname].filter(Boolean).join(' ')].find((each) => each !== undefined && each.trim() !== '')

/** The sign-in name is an address too, and mostly the same one; a guest's is made up. */
function emailOf({ email, userPrincipalName }: Account): string | null {
  const found = [email, userPrincipalName].find((each) => each?.includes('@') && !each.includes('#EXT#'))
  return found?.toLowerCase() ?? null
}

function kindOf(tenant: string, { id, userRole, userPrincipalName, tenantId }: Account): Profile['kind'] {
  if (id.startsWith('28:')) return 'bot'
  const isForeign = tenantId !== undefined && tenantId.toLowerCase() !== tenant
  const isGuest = userRole === 'guest' || userRole === 'anonymous' || userPrincipalName?.includes('#EXT#') === true
  return isForeign || isGuest ? 'guest' : 'person'
}

export function languageOf(locale: string | undefined): Language | null {
  const language = locale?.slice(0, 2).toLowerCase()
  return language === 'de' || language === 'en' ? language : null
}
