/** The options of a check-in: its slice of the manifest. */
import { z } from 'zod'

const LABEL_MAX = 80

/** `next` is carried over to the next check-in, a `blocker` stands on top of the report. */
export type QuestionKind = 'text' | 'short' | 'blocker' | 'next'

/** Questions whose words come with the house, in both languages. */
export const STANDARD: ReadonlyMap<string, QuestionKind> = new Map([
  ['done', 'text'],
  ['next', 'next'],
  ['blocker', 'blocker'],
])

const label = z.string().min(1).max(LABEL_MAX)

const question = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,29}$/, 'lower-case letters, digits and hyphens, at most 30')
      .refine((id) => id !== 'mood', 'mood has an option of its own: mood: true')
      .describe('Names the question; done, next and blocker bring their own words.'),
    label: z
      .union([label, z.strictObject({ de: label, en: label })])
      .optional()
      .describe('The question, in one language or in both; at most 80 characters.'),
    kind: z
      .enum(['text', 'short', 'blocker', 'next'])
      .optional()
      .describe(
        'text: some lines; short: one line; next: comes back in the form until it is done; blocker: optional, first in the report.',
      ),
  })
  .refine((given) => given.label !== undefined || STANDARD.has(given.id), {
    path: ['label'],
    message: 'a question of your own needs a label',
  })

export const options = z.strictObject({
  questions: z
    .array(question)
    .min(1)
    .max(8)
    .refine((given) => new Set(given.map((one) => one.id)).size === given.length, 'two questions have the same id')
    .default([{ id: 'done' }, { id: 'next' }, { id: 'blocker' }])
    .describe('What is asked, in this order; 1 to 8 questions.'),
  mood: z
    .boolean()
    .default(false)
    .describe('Also ask for the mood, 1 to 5; only its mean is shown, from three answers on.'),
  leaderTakesPart: z.boolean().default(true).describe('Whether the leaders are asked too.'),
})

export type Options = z.infer<typeof options>
