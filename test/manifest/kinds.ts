import { z } from 'zod'
import { defineRitual } from '#ritual'
import type { AnyRitual } from '../../src/engine/discovery.ts'

/** Two kinds that are as small as a kind can be: what is read here is the manifest, not what a ritual says. */
const blank = {
  asks: () => ({}),
  phases: () => [{ name: 'open', lasts: 'window' }],
  scope: 'own' as const,
  remembers: 0,
  initial: () => null,
  reduce: () => null,
  forms: {},
  prompt: () => {
    throw new Error('never asked')
  },
  reminder: () => null,
  announce: () => [],
  report: () => [],
  actions: {},
  commands: {},
}

const checkIn = defineRitual({
  ...blank,
  kind: 'check-in',
  privacy: 'named',
  defaults: { window: '4h', reminder: '2h30m' },
  options: z.strictObject({
    questions: z.array(z.string()).min(1).default(['done', 'next']),
    mood: z.boolean().default(false),
  }),
})

const pulse = defineRitual({
  ...blank,
  kind: 'pulse',
  privacy: 'anonymous',
  defaults: { window: '26h', reminder: '23h' },
  options: z.strictObject({ length: z.enum(['short', 'long']).default('short') }),
})

export const kinds: ReadonlyMap<string, AnyRitual> = new Map<string, AnyRitual>([
  ['check-in', checkIn as unknown as AnyRitual],
  ['pulse', pulse as unknown as AnyRitual],
])
