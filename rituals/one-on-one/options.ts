/** The options of the 1:1 nudge: its slice of the manifest. */
import { z } from 'zod'

const weeks = z.string().regex(/^[1-8]w$/, 'weeks such as 2w; 1w to 8w')
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 10:00')

const pair = z
  .strictObject({
    member: z.email().describe('Whose 1:1 this is about, by e-mail address.'),
    leader: z
      .email()
      .optional()
      .describe('With whom, where a team has several leaders; else the first of them by name.'),
    every: z
      .union([weeks, z.literal('never')])
      .optional()
      .describe('How often these two talk: 1w to 8w, or never; it also holds while the member is new.'),
  })
  .refine(({ leader, every }) => leader !== undefined || every !== undefined, 'say with whom, how often, or both')

export const options = z.strictObject({
  every: weeks.default('2w').describe('How often each member and their leader talk: 1w to 8w.'),
  newcomers: weeks.default('1w').describe('How often they talk while the member is new.'),
  newcomerDays: z
    .number()
    .int()
    .min(0)
    .max(365)
    .default(90)
    .describe('How many days somebody is new who joins after the ritual has begun.'),
  time: timeOfDay
    .default('10:00')
    .describe("Proposed time, on the member's clock; a leader's talks of one week are proposed one after the other."),
  minutes: z.number().int().min(15).max(120).default(30).describe('How long a talk lasts, in minutes.'),
  agendaAt: timeOfDay
    .default('09:00')
    .describe("When both get the agenda on the working day before, on each one's clock."),
  pairs: z
    .array(pair)
    .refine((all) => new Set(all.map(({ member }) => member.toLowerCase())).size === all.length, {
      message: 'somebody is named twice',
    })
    .default([])
    .describe('Members whose 1:1 differs from the rest.'),
})

export type Options = z.infer<typeof options>

/** `2w` is 2. */
export const weeksIn = (every: string): number => Number(every.slice(0, -1))
