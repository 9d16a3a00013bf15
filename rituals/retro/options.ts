/** The options of a retrospective: its slice of the manifest. */
import { z } from 'zod'
import { formatNames, type Format } from './formats.ts'

const DURATION = /^(?=\d)(?:\d{1,3}d)?(?:\d{1,4}h)?(?:\d{1,5}m)?$/
const expected = 'expected a duration such as "4h", "1d" or "1d4h"'

const duration = z
  .string()
  .regex(DURATION, expected)
  .refine((text) => /[1-9]/.test(text), expected)
const durationOrNone = z.union([z.literal('none'), duration], { error: 'expected none, or a duration such as "4h"' })

export const options = z.strictObject({
  formats: z
    .array(z.enum(formatNames as [Format, ...Format[]]))
    .min(1)
    .refine((given) => new Set(given).size === given.length, 'a format is named twice')
    .default(formatNames)
    .describe('Which formats take turns, in this order; a single one stays the same every time.'),
  anonymous: z
    .boolean()
    .default(false)
    .describe(
      'Cards are sealed while they are collected and shown without their authors, from privacy.minimumGroup writers on. Holds for a retro from its opening.',
    ),
  votes: z.int().min(1).max(10).default(3).describe('How many topics each person may vote for.'),
  group: durationOrNone
    .default('4h')
    .describe('How long the facilitator has to put cards together; none leaves each card for itself.'),
  vote: duration.default('20h').describe('How long votes are taken.'),
  discuss: duration
    .default('1d')
    .describe('How long the topics are discussed in the thread; talking may go on afterwards.'),
  act: duration.default('4h').describe('How long actions are written down before the summary comes.'),
  live: durationOrNone
    .default('none')
    .describe(
      'How long a meeting at the opening of the discussion takes, such as 45m; it stands in the calendars. none: in the thread only.',
    ),
  leaderTakesPart: z
    .boolean()
    .default(true)
    .describe('Whether the leaders are asked too. Their cards always come last, with their names.'),
})

export type Options = z.infer<typeof options>
