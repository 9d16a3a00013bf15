/** The options of the coffee chat: its slice of the manifest. */
import { z } from 'zod'

const apart = z
  .array(z.email())
  .min(2)
  .refine((all) => new Set(all.map((each) => each.toLowerCase())).size === all.length, 'somebody is named twice')

export const options = z.strictObject({
  across: z.boolean().default(true).describe('Whether people of different units are preferred.'),
  leaderTakesPart: z
    .boolean()
    .default(true)
    .describe('Whether leaders are drawn too; never with the people they lead.'),
  skipLevel: z
    .boolean()
    .default(false)
    .describe('Whether members may wish, with a button, for one coffee with somebody who leads their leader.'),
  apart: z
    .array(apart)
    .default([])
    .describe(
      'People who are never drawn together: lists of two or more e-mail addresses. Confidential: no message, log or plan ever tells of them.',
    ),
})

export type Options = z.infer<typeof options>
