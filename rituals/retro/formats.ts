/** The formats of a retrospective: which columns there are to think in. Their words stand in the locales. */

export const FORMATS = {
  'start-stop-continue': ['start', 'stop', 'continue'],
  'mad-sad-glad': ['mad', 'sad', 'glad'],
  '4ls': ['liked', 'learned', 'lacked', 'longed-for'],
  sailboat: ['wind', 'anchor', 'rocks', 'island'],
} as const satisfies Record<string, readonly string[]>

export type Format = keyof typeof FORMATS

export const formatNames = Object.keys(FORMATS) as Format[]

/** The formats take turns; `number` is that of the occurrence, 1 for the first one held. */
export function formatOf(formats: readonly Format[], number: number): Format {
  return formats[Math.max(0, number - 1) % formats.length]!
}
