/** Finds the rituals: one folder each under `rituals/`, sorted. An invalid one stops the start and says what it lacks. */
import { readdir } from 'node:fs/promises'
import { z } from 'zod'
import { type Ritual, STARTS } from '#ritual'

/** A ritual whose types are known only to itself. */
export type AnyRitual = Ritual<unknown, unknown, unknown>

const RITUALS = new URL('../../rituals/', import.meta.url)

const method = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', 'must be a function')
const shape = z.object({
  kind: z.string().regex(/^[a-z][a-z-]*$/, 'must be lower-case words joined by hyphens'),
  options: z.custom((value) => value instanceof z.ZodType, 'must be a zod schema'),
  privacy: z.enum(['named', 'anonymous', 'optional']),
  defaults: z.object({ window: z.string(), reminder: z.string() }),
  scope: z.enum(['own', 'group', 'team']),
  remembers: z.number().int().nonnegative(),
  forms: z.record(
    z.string(),
    z.object({ roles: z.array(z.string()), sealed: z.boolean(), late: z.boolean(), build: method }),
  ),
  actions: z.record(z.string(), method),
  commands: z.record(z.string(), z.object({ roles: z.array(z.string()), answer: method })),
  begins: z.boolean().optional(),
  starts: z.partialRecord(z.enum(STARTS), z.object({ goes: z.array(z.string()).min(1), came: method })).optional(),
  drawing: z.object({ remembers: z.number().int().nonnegative(), draw: method }).optional(),
  ...Object.fromEntries(
    ['looks', 'promises', 'calendar', 'concerns', 'unseals'].map((name) => [name, method.optional()]),
  ),
  ...Object.fromEntries(
    ['asks', 'phases', 'initial', 'reduce', 'prompt', 'reminder', 'announce', 'report'].map((name) => [name, method]),
  ),
})

/** @throws Error naming the folder and everything that is wrong with it. */
export async function discoverRituals(folder: URL = RITUALS): Promise<Map<string, AnyRitual>> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const rituals = new Map<string, AnyRitual>()
  for (const name of names.toSorted()) {
    const ritual = await load(new URL(`${name}/ritual.ts`, folder), name)
    rituals.set(ritual.kind, ritual)
  }
  return rituals
}

async function load(file: URL, name: string): Promise<AnyRitual> {
  const module: { default?: unknown } = await import(file.href)
  const checked = shape.safeParse(module.default)
  if (!checked.success) {
    throw new Error(`rituals/${name}/ritual.ts is not a ritual: ${z.prettifyError(checked.error)}`)
  }
  const ritual = module.default as AnyRitual
  const complaint = complaintAbout(ritual, name)
  if (complaint) throw new Error(`rituals/${name}/ritual.ts: ${complaint}`)
  return ritual
}

/** The rules that hold between the parts of a ritual, the anonymity promise first among them. */
function complaintAbout(ritual: AnyRitual, folder: string): string | null {
  if (ritual.kind !== folder) return `its kind is "${ritual.kind}", its folder "${folder}"; they must be the same.`
  const forms = Object.entries(ritual.forms)
  const sealed = forms.filter(([, form]) => form.sealed)
  if (ritual.scope === 'group' && !ritual.drawing)
    return 'its scope is "group", but it draws nobody together (`drawing`).'
  if (ritual.privacy === 'named' && sealed.length > 0) return 'a named ritual has no sealed forms.'
  if (ritual.privacy === 'named') return null
  if (sealed.length === 0 || !ritual.tally) return 'an anonymous ritual needs a sealed form and a tally.'
  const late = sealed.find(([, form]) => form.late)
  if (late) return `the sealed form "${late[0]}" can't be sent late: its key is gone by then.`
  // Until the ballots of an optional one are opened, the engine refuses what carries a name.
  if (ritual.privacy === 'optional')
    return ritual.unseals ? null : 'it can be anonymous, but does not say when its ballots are opened (`unseals`).'
  const open = forms.find(([, form]) => !form.sealed && form.roles.includes('member'))
  return open ? `it is anonymous, but members may send the form "${open[0]}" with their name.` : null
}
